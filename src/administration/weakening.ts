/**
 * Which changes of a configuration weaken control: after them something could be had that could not be had before, for longer, by
 * more people, or by the decision of fewer or others. What nobody has said about a change counts as weakening; a new field does
 * not compile before somebody has said it. Pure.
 */
import { type Branding, type Configuration, type ListName } from './configuration';
import { pairs, type Pair, type Place } from './difference';
import { differing } from './differing';
import { type Excerpt } from './excerpt';
import { isSame, type Item } from './spelling';
import { governing } from './governing';
import { lazily } from './lazily';
import { newPolicyJudge } from './new-policy-weakening';
import { judgePolicy } from './policy-weakening';
import {
  each,
  found,
  meaning,
  notMore,
  same,
  weaker,
  within,
  type Found,
  type Table,
} from './weakening-judges';

export interface Weakening extends Place {
  /** Null where it is the item as a whole. */
  readonly field: string | null;
  readonly why: Found['why'];
}

type People = Configuration['people'][number];
type Target = Configuration['targets'][number];
type SystemAccount = Configuration['systemAccounts'][number];

/** Everything about the change from `before` to `after` that weakens control; empty when nothing does. */
export function weakenings(before: Excerpt, after: Excerpt): readonly Weakening[] {
  const [old, present] = differing(before, after);
  const organisation = { section: 'organisation', item: '' } as const;
  return [
    ...judgeOrganisation(old.organisation, present.organisation).map((one) => {
      return { ...organisation, ...one };
    }),
    ...inList('people', old, present, judgePerson, (one) => judgeNewPerson(one)),
    // Nobody decides or asks through it before something else names it.
    ...inList('approverGroups', old, present, judgeGroup, () => []),
    // It is given a secret, and may send it wherever it stands.
    ...inList('connectors', old, present, judgeConnector, () => found('target-system')),
    ...inList('targets', old, present, judgeTarget, newTargetJudge(after)),
    ...inList('policies', old, present, judgePolicy, newPolicyJudge(before, after)),
    ...inList('systemAccounts', old, present, judgeSystemAccount, () => found('without-approval'), {
      removed: [],
    }),
  ];
}

function inList<List extends ListName>(
  section: List,
  before: Configuration,
  after: Configuration,
  judge: (
    before: Configuration[List][number],
    after: Configuration[List][number],
  ) => readonly Found[],
  judgeNew: (added: Configuration[List][number]) => readonly Found[],
  { removed }: { readonly removed: readonly Found[] } = { removed: found('removed') },
): readonly Weakening[] {
  return pairs(section, before, after).flatMap((pair) =>
    findings(pair, judge, judgeNew, removed).map((one) => ({ section, item: pair.item, ...one })),
  );
}

function findings<T extends Item>(
  { before, after }: Pair<T>,
  judge: (before: T, after: T) => readonly Found[],
  judgeNew: (added: T) => readonly Found[],
  removed: readonly Found[],
): readonly Found[] {
  if (after === null) return removed;
  return before === null ? judgeNew(after) : judge(before, after);
}

const judgeOrganisation = each<Configuration['organisation']>({
  name: () => [],
  // What people have by other ways meanwhile is nothing that Elevate controls; and what two agreed to stop, two start again.
  enabled: (before, after) =>
    before === after ? [] : found(after ? 'switched-on' : 'switched-off'),
  defaultApproverGroup: same('other-approvers'),
  // Whoever is there reads who asks for what, and why.
  fallbackChannel: same('channel'),
  // What it says of groups decides who decides; and it is given a secret.
  directories: same('directory'),
  branding: meaning<Branding>(
    { name: null, icon: null, colour: null, footer: null, helpLink: null },
    each<Branding>({
      // Approvers know by it whose messages they are, and follow the link.
      name: same('branding'),
      icon: same('branding'),
      colour: () => [],
      footer: same('branding'),
      helpLink: same('branding'),
    }),
  ),
});

const judgePersonFields = each<People>({
  key: () => [],
  name: same('identity'),
  line: same('identity'),
  // Whoever is shut out decides nothing, and is no owner who could mend it.
  disabled: (before, after) => (before === after ? [] : found(after ? 'fewer-people' : 'enabled')),
  mergedInto: same('account'),
  accounts: (before, after) => [
    ...weaker<People['accounts']>('account', (old, present) =>
      Object.entries(present).some(([system, account]) => !isSame(account, old[system])),
    )(before, after),
    // Whoever is not known there cannot be disabled there.
    ...weaker<People['accounts']>(
      'account',
      (old, present) => present.ad === undefined && old.ad !== undefined,
    )(before, after),
    ...weaker('fewer-people', isUnlinked)(before, after),
  ],
});

/** From a platform on which they acted. */
function isUnlinked(before: People['accounts'], after: People['accounts']): boolean {
  return chats.some((chat) => before[chat] !== undefined && after[chat] === undefined);
}

const chats = ['slack', 'teams'] as const;

/** Of several accounts of merged people none counts: one that goes may let another count. */
function judgePerson(before: People, after: People): readonly Found[] {
  const isOther = before.mergedInto !== null && !isSame(before.accounts, after.accounts);
  return isOther ? found('account') : judgePersonFields(before, after);
}

/** Without an account nobody can do anything. */
function judgeNewPerson({ accounts, mergedInto }: People): readonly Found[] {
  const isLinked = Object.keys(accounts).length > 0 || mergedInto !== null;
  return isLinked ? found('account') : [];
}

const judgeGroup = each<Configuration['approverGroups'][number]>({
  name: () => [],
  members: otherPeople,
  sources: otherPeople,
  channels: same('channel'),
});

/** With fewer there are fewer to hold out against whoever stays. */
function otherPeople(before: readonly string[], after: readonly string[]): readonly Found[] {
  return [...within('member')(before, after), ...within('fewer-members')(after, before)];
}

const judgeConnector = each<Configuration['connectors'][number]>({
  workload: () => [],
  kind: same('target-system'),
  settings: same('target-system'),
});

const targetTable: Table<Target> = {
  name: () => [],
  type: same('target-system'),
  // Approvers decide by what it says.
  description: same('identity'),
  settings: same('target-system'),
};
const judgeTarget = each(targetTable);

/** From the whole only, which none named is, any part is another thing. */
const isOtherPart = (before: readonly string[], after: readonly string[]): boolean =>
  (after.length === 0 && before.length > 0) || after.some((one) => !before.includes(one));

const judgeSystemAccount = each<SystemAccount>({
  name: () => [],
  owner: same('answers'),
  reason: () => [],
  targets: within('without-approval'),
  scopes: weaker('without-approval', isOtherPart),
  durationMax: notMore('longer'),
  until: weaker('longer', (before, after) => Date.parse(after) > Date.parse(before)),
  told: same('channel'),
  accounts: weaker('account', (before, after) =>
    Object.entries(after).some(([system, account]) => !isSame(account, before[system])),
  ),
});

/** What a policy covers can be asked for at once. */
function newTargetJudge({ policies }: Configuration): (added: Target) => readonly Found[] {
  const choose = lazily(() => governing(policies));
  return ({ name }) => {
    const policy = choose()(name);
    return policy === null || policy.approval === 'deny' ? [] : found('more-targets');
  };
}
