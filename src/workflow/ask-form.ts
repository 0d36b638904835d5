import { type AskForm } from '../commands/command';
import { refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { isSwitchedOff } from '../store/organisations';
import { replyTo } from '../store/payloads';
import { personOfAccount } from '../store/people';
import { loadTarget } from '../store/targets';
import { askView, type TypedWish } from '../views/request-form';
import { type View } from '../views/view';
import { type Context } from './context';
import { drawRequestForm } from './draw-request-form';
import { openRequest } from './open-request';
import { refuseAccount } from './read-clicker';
import { refuseQuery } from './refuse-and-record';

const nothing: TypedWish = {
  target: null,
  scope: null,
  duration: null,
  reason: null,
  ticket: null,
};

export interface BegunWith {
  /** Key of the payload whose words fill the form in. */
  readonly draft?: string | null;
  /** Name of the target that is chosen in it. */
  readonly target?: string | null;
}

/**
 * Query: the form to ask for access with. Whoever could not ask anyway is told now rather than after typing, and that is
 * recorded like every refusal; opening a form writes nothing.
 */
export async function openAskForm(
  context: Context,
  envelope: Envelope,
  { draft = null, target = null }: BegunWith = {},
): Promise<Reply> {
  const { database, organisationId } = context;
  const { account } = envelope;
  const [{ person, switchedOff }, notMember] = await Promise.all([
    database.read(async (tx) => ({
      person: await personOfAccount(tx, organisationId, account),
      switchedOff: await isSwitchedOff(tx, organisationId),
    })),
    refuseAccount(context, envelope, undefined, { lately: true }),
  ]);
  const attempt = { verb: 'ask', person };
  if (person === null) {
    const refusal = refuse('unlinked-account', { platform: account.platform });
    return refuseQuery(context, envelope, attempt, refusal);
  }
  if (person.disabled) {
    return refuseQuery(context, envelope, attempt, refuse('disabled', { person: person.name }));
  }
  if (notMember !== null && !isUnread(notMember)) {
    return refuseQuery(context, envelope, attempt, notMember);
  }
  if (switchedOff) return refuseQuery(context, envelope, attempt, refuse('switched-off'));
  const typed =
    draft === null ? { ...nothing, target } : await readDraft(context, draft, person.id);
  const form = await drawRequestForm(context, envelope, typed);
  if (form === null) return refuseQuery(context, envelope, attempt, refuse('nothing-to-ask'));
  return { privately: askView(null, draft), screen: null, form };
}

/** A form decides nothing, so it opens although nobody could say who this is; what is sent in is judged. */
function isUnread({ refused }: Refusal): boolean {
  return refused === 'directory-unavailable';
}

/** What somebody typed in an earlier payload, for that person only. */
async function readDraft(context: Context, key: string, personId: string): Promise<TypedWish> {
  const { database, organisationId } = context;
  const reply = await database.read((tx) => replyTo(tx, organisationId, key));
  const facts = (reply as Reply | null)?.form?.facts;
  return facts?.personId === personId ? (facts.typed as unknown as TypedWish) : nothing;
}

/** Query: the form once a target is chosen in it, with everything that is filled in. Null for those who could not ask. */
export async function chooseInForm(
  context: Context,
  envelope: Envelope,
  filled: AskForm,
): Promise<View | null> {
  const target = await nameOf(context, filled);
  return drawRequestForm(context, envelope, { ...filled, target });
}

/** The form as it was sent in. It is judged like anything that is typed; nothing that it offered is trusted. */
export async function sendAskForm(
  context: Context,
  envelope: Envelope,
  filled: AskForm,
): Promise<Reply> {
  const target = (await nameOf(context, filled)) ?? '';
  const { scope, ...typed } = filled;
  const part = scope === null ? {} : { scope };
  return openRequest(context, envelope, { ...typed, ...part, target, filledIn: true });
}

async function nameOf(
  { database, organisationId }: Context,
  { target: id }: AskForm,
): Promise<string | null> {
  if (id === null) return null;
  const target = await database.read((tx) => loadTarget(tx, organisationId, id));
  return target?.name ?? null;
}
