import { isEligible } from '../elevation/opening';
import { choosePolicy } from '../elevation/policy';
import { type Refusal } from '../errors';
import { type Envelope } from '../platforms/contract';
import { readOpening, type PresentOpening } from '../store/opening';
import { searchTargets } from '../store/target-search';
import { requestFormView, type ChosenTarget, type TypedWish } from '../views/request-form';
import { type View } from '../views/view';
import { type Context } from './context';

/** What the form shows before anything is typed: as many as Teams shows of a list. */
const choicesMost = 15;

/** The form to ask with, for what this wish can mean now; null for those who may ask for nothing. */
export async function drawRequestForm(
  context: Context,
  envelope: Envelope,
  typed: TypedWish,
): Promise<View | null> {
  const { database, organisationId } = context;
  const { account, payloadKey } = envelope;
  const question = { organisationId, account, payloadKey, typed: typed.target ?? '' };
  const facts = await readOpening(database, question);
  return requestFormOf(context, envelope, { facts, typed, refusal: null });
}

/** The same by what is read already, and with what was wrong about it. */
export async function requestFormOf(
  context: Context,
  { account }: Envelope,
  form: {
    readonly facts: PresentOpening;
    readonly typed: TypedWish;
    readonly refusal: Refusal | null;
  },
): Promise<View | null> {
  const { facts, typed, refusal } = form;
  const { database, organisationId } = context;
  const all = { organisationId, account, typed: '', most: choicesMost };
  const choices = await searchTargets(database, all);
  if (facts.person === null || choices.length === 0) return null;
  const chosen = chosenTarget(facts);
  return requestFormView({ chosen, choices, typed, refusal, personId: facts.person.id });
}

/** The one target that is meant, if this person may ask for it: nothing is told about any other. */
function chosenTarget(facts: PresentOpening): ChosenTarget | null {
  const [target, ...others] = facts.targets;
  if (target === undefined || others.length > 0) return null;
  const policies = facts.covering.map((one) => one.policy);
  const policy = choosePolicy(policies, target.name);
  if (policy === null || policy.rules.approval === 'deny') return null;
  if (!isEligible(policy.rules.terms, facts.groupIds, facts.now)) return null;
  const { group } = facts.covering.find((one) => one.policy.id === policy.id)!;
  return { target, policy, group };
}
