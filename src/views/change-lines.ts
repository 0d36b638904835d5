/** A change of the configuration in sentences. */
import { type ChangeRequest, type RoleEdit } from '../administration/change-request';
import { membersChanged, shown } from '../administration/difference-lines';
import { naming, type Change, type Section } from '../administration/difference';
import { type Governing } from '../administration/governing';
import { type Weakening } from '../administration/weakening';
import { formatDuration } from '../elevation/duration';
import { plain, say, type Sentence, type WordKey } from '../words';
import { nameOf } from './facts';
import { headlineMost, middleCut } from './people';

/** How much of a change one screen holds. */
interface Room {
  readonly lines: number;
  /** Of all lines together, and of each; see weightOf. */
  readonly weight: number;
}

/**
 * What fits into a message of Slack (50 blocks, 3,000 characters in each section) and a card of Teams (28 KB) beside the reason and
 * the buttons, wherever the lines break. What does not is cut with words, and nobody can approve it there.
 */
const room: Room = { lines: 36, weight: 6000 };
const lineWeightMost = 2800;

/** Beside what changes: what changed in the meantime, and changes that nobody approves there. */
const lessRoom: Room = { lines: 6, weight: 1200 };

const places: Readonly<Record<Section, WordKey>> = {
  organisation: 'changes.what.organisation',
  people: 'changes.what.person',
  approverGroups: 'changes.what.group',
  connectors: 'changes.what.connector',
  targets: 'changes.what.target',
  policies: 'changes.what.policy',
  systemAccounts: 'changes.what.system-account',
};

/** Its name in full, where nothing says otherwise. */
function placeOf({ section, item }: Place, most = Infinity): string {
  const name = item === '' ? '' : shown(item);
  return plain(say(places[section], { item: most === Infinity ? name : middleCut(name, most) }));
}

/** `the policy Exchange\Search-Mailbox and 2 more`, short enough for a headline. */
export function whatChanges({ changes, roles }: Pick<ChangeRequest, 'changes' | 'roles'>): string {
  const [role] = roles;
  const named = [
    ...(role === undefined ? [] : [plain(say('changes.what.role', { role: role.role }))]),
    ...new Set(changes.map((change) => placeOf(change, headlineMost))),
  ];
  const [first = ''] = named;
  return named.length < 2
    ? first
    : plain(say('changes.what.several', { item: first, count: named.length - 1 }));
}

function roleLine({ act, person, role }: RoleEdit): Sentence {
  return say('changes.line.role', {
    act,
    person: `${nameOf(person)} (${shown(person.line)})`,
    role,
  });
}

/** What a screen says of a change. */
export interface ChangeTexts {
  readonly what: readonly Sentence[];
  readonly weakens: readonly Sentence[];
  /** Whether that is all of it: nobody agrees to what they cannot see. */
  readonly isWhole: boolean;
}

/** Everything that changes, and why that weakens control, as far as it fits. */
export function changeTexts(
  { changes, roles }: Pick<ChangeRequest, 'changes' | 'roles'>,
  weakens: readonly Weakening[],
): ChangeTexts {
  const what = [...roles.map(roleLine), ...allLines(changes)];
  const weak = [
    ...weakeningLines(weakens),
    ...(roles.length > 0 ? [say('changes.weakens.role')] : []),
  ];
  if (isWithin([...what, ...weak], room)) return { what, weakens: weak, isWhole: true };
  const half = { lines: room.lines / 2 - 1, weight: room.weight / 2 };
  return { what: within(what, half), weakens: within(weak, half), isWhole: false };
}

/** Under each item what changes of it, as far as it fits beside something else. */
export function changeLines(changes: readonly Change[]): readonly Sentence[] {
  return within(allLines(changes), lessRoom);
}

function allLines(changes: readonly Change[]): readonly Sentence[] {
  return grouped(changes).flatMap(([first, ...others]) => [
    headLine(first!),
    ...fieldLines(first!),
    ...others.flatMap(fieldLines),
  ]);
}

/** Of each item together, what matters most first. */
function grouped(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const isNext = change.kind === 'changed' && last?.[0]?.kind === 'changed';
    if (isNext && isSamePlace(last[0]!, change)) last.push(change);
    else groups.push([change]);
  }
  return groups.map((group) => {
    return group.toSorted((one, other) => byWeight(fieldOf(one), fieldOf(other)));
  });
}

function fieldOf(change: Change): string {
  return change.kind === 'changed' ? change.field : '';
}

/** Fields that say who may have what, by whose decision, and for how long. */
const first = [
  'enabled',
  'approval',
  'approverGroup',
  'defaultApproverGroup',
  'stages',
  'approvalsNeeded',
  'durationMax',
  'breakGlass',
  'requesters',
  'members',
  'channels',
  'fallbackChannel',
  'type',
  'kind',
  'settings',
  'accounts',
  'mergedInto',
  'disabled',
  'owner',
  'targets',
  'scopes',
  'until',
  'told',
  'notify',
  'escalation',
  'extension',
  'autoBudget',
];

/** One order whatever stored it: what matters most, then by name. */
function byWeight(one: string, other: string): number {
  return rankOf(one) - rankOf(other) || (one < other ? -1 : Number(one > other));
}

function rankOf(field: string): number {
  const at = first.indexOf(field.split('.')[0]!);
  return at === -1 ? first.length : at;
}

type Place = Pick<Change, 'section' | 'item'>;

function isSamePlace(one: Place, other: Place): boolean {
  return one.section === other.section && one.item === other.item;
}

function headLine(change: Change): Sentence {
  const item = placeOf(change);
  const { kind } = change;
  return kind === 'changed'
    ? say('changes.line.item', { item })
    : say(kind === 'added' ? 'changes.line.added' : 'changes.line.removed', { item });
}

function fieldLines(change: Change): readonly Sentence[] {
  if (change.kind === 'removed') return [];
  const isSystem = change.section === 'connectors' || change.section === 'targets';
  if (change.kind === 'added') {
    // Its name stands over them.
    const name = change.section === 'organisation' ? null : naming[change.section];
    const fields = Object.entries(change.after).filter(
      ([field, value]) => !isEmpty(value) && field !== name,
    );
    return fields
      .toSorted(([one], [other]) => byWeight(one, other))
      .map(([field, value]) =>
        say('changes.line.field', { field: shown(field), value: shown(value, isSystem) }),
      );
  }
  const { before, after } = change;
  const field = shown(change.field);
  const members = membersChanged(change);
  if (members !== '') return [say('changes.line.members', { field, members })];
  return [
    say('changes.line.changed', {
      field,
      before: shown(before, isSystem),
      after: shown(after, isSystem),
    }),
  ];
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return Array.isArray(value) && value.length === 0;
}

/** Why each thing weakens control; the item is named where there are several. */
function weakeningLines(weakens: readonly Weakening[]): readonly Sentence[] {
  const isOne = weakens.every((one) => isSamePlace(one, weakens[0]!));
  return weakens.flatMap((one, at) => {
    const isNext = at > 0 && isSamePlace(weakens[at - 1]!, one);
    const head = isOne || isNext ? [] : [say('changes.line.item', { item: placeOf(one) })];
    const why = plain(say(`weakens.${one.why}`));
    return [
      ...head,
      one.field === null
        ? say('changes.line.weakens.whole', { why })
        : say('changes.line.weakens', { field: shown(one.field), why }),
    ];
  });
}

function isWithin(sentences: readonly Sentence[], { lines, weight }: Room): boolean {
  const weights = sentences.map(weightOf);
  return (
    sentences.length <= lines &&
    weights.every((one) => one <= lineWeightMost) &&
    weights.reduce((sum, one) => sum + one, 0) <= weight
  );
}

/** What decides about each target that is new, or that another policy stands for than before. */
export function governingLines(governs: readonly Governing[]): readonly Sentence[] {
  const others = governs.filter(({ isOther }) => isOther);
  // They may be a hundred thousand: only as many are said as could fit, and one more.
  const first = others.slice(0, lessRoom.lines + 1).map(governingLine);
  return within(first, lessRoom, others.length);
}

const governsKeys = {
  manual: 'changes.governs.manual',
  auto: 'changes.governs.auto',
  deny: 'changes.governs.deny',
} as const;

function governingLine({ target: name, policy }: Governing): Sentence {
  const target = shown(name);
  if (policy === null) return say('changes.governs.none', { target });
  return say(governsKeys[policy.approval], {
    target,
    policy: shown(policy.target),
    count: policy.approvalsNeeded,
    group: shown(policy.approverGroup ?? ''),
    most: formatDuration(policy.durationMax),
  });
}

/** As many lines from the start as fit, and how many do not. */
function within(
  sentences: readonly Sentence[],
  most: Room,
  all = sentences.length,
): readonly Sentence[] {
  const left = sentences.findIndex((_one, at) => !isWithin(sentences.slice(0, at + 1), most));
  if (left === -1) return sentences;
  const count = all - left;
  return [...sentences.slice(0, left), say('changes.more', { count })];
}

/**
 * What a line takes at most: characters as Slack escapes them, bytes as they stand in a card of Teams. What means something to one of
 * them stands between word joiners.
 */
function weightOf(sentence: Sentence): number {
  const text = plain(sentence);
  return [...text].reduce((sum, character) => sum + characterWeight(character), 0);
}

function characterWeight(character: string): number {
  if (/[*_~`]/u.test(character)) return 7;
  if (/[&<>"\\{}]/u.test(character)) return 5;
  return Buffer.byteLength(character);
}
