/** A change of the configuration in sentences. */
import { type ChangeRequest, type RoleEdit } from '../administration/change-request';
import { membersChanged, shown } from '../administration/difference-lines';
import { type Change, type Section } from '../administration/difference';
import { type Governing } from '../administration/governing';
import { type Weakening } from '../administration/weakening';
import { formatDuration } from '../elevation/duration';
import { plain, say, type Sentence, type WordKey } from '../words';
import { nameOf } from './facts';
import { headlineMost, middleCut, targetMost } from './people';

/** Lines of what changes; more are counted. A configuration can be changed in a thousand places at once. */
const linesMost = 15;

/** Characters of a value. */
const valueMost = 80;

const places: Readonly<Record<Section, WordKey>> = {
  organisation: 'changes.what.organisation',
  people: 'changes.what.person',
  approverGroups: 'changes.what.group',
  connectors: 'changes.what.connector',
  targets: 'changes.what.target',
  policies: 'changes.what.policy',
  systemAccounts: 'changes.what.system-account',
};

function placeOf({ section, item }: Place, most = targetMost): string {
  return plain(say(places[section], { item: middleCut(item, most) }));
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

export function roleLine({ act, person, role }: RoleEdit): Sentence {
  return say('changes.line.role', { act, person: nameOf(person), role });
}

/** Under each item what changes of it. */
export function changeLines(changes: readonly Change[]): readonly Sentence[] {
  return capped(
    changes.flatMap((change, at) => {
      const isNext = at > 0 && isSamePlace(changes[at - 1]!, change);
      return [...(isNext ? [] : [headLine(change)]), ...fieldLines(change)];
    }),
  );
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
  if (change.kind === 'added') {
    // Its name stands over them.
    const fields = Object.entries(change.after).filter(
      ([, value]) => !isEmpty(value) && value !== change.item,
    );
    return fields.map(([field, value]) =>
      say('changes.line.field', { field, value: short(value) }),
    );
  }
  const { field, before, after } = change;
  const members = membersChanged(change);
  if (members !== '') {
    return [say('changes.line.members', { field, members: middleCut(members, valueMost) })];
  }
  return [say('changes.line.changed', { field, before: short(before), after: short(after) })];
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return Array.isArray(value) && value.length === 0;
}

function short(value: unknown): string {
  return middleCut(shown(value), valueMost);
}

/** Why each thing weakens control; the item is named where there are several. */
export function weakeningLines(weakens: readonly Weakening[]): readonly Sentence[] {
  const isOne = weakens.every((one) => isSamePlace(one, weakens[0]!));
  return capped(
    weakens.flatMap((one, at) => {
      const isNext = at > 0 && isSamePlace(weakens[at - 1]!, one);
      const head = isOne || isNext ? [] : [say('changes.line.item', { item: placeOf(one) })];
      const why = plain(say(`weakens.${one.why}`));
      return [
        ...head,
        one.field === null
          ? say('changes.line.weakens.whole', { why })
          : say('changes.line.weakens', { field: one.field, why }),
      ];
    }),
  );
}

/** What decides about each target that is new, or that another policy stands for than before. */
export function governingLines(governs: readonly Governing[]): readonly Sentence[] {
  return capped(governs.filter(({ isOther }) => isOther).map(governingLine));
}

const governsKeys = {
  manual: 'changes.governs.manual',
  auto: 'changes.governs.auto',
  deny: 'changes.governs.deny',
} as const;

function governingLine({ target: name, policy }: Governing): Sentence {
  const target = middleCut(name, targetMost);
  if (policy === null) return say('changes.governs.none', { target });
  return say(governsKeys[policy.approval], {
    target,
    policy: middleCut(policy.target, targetMost),
    count: policy.approvalsNeeded,
    group: middleCut(policy.approverGroup ?? '', targetMost),
    most: formatDuration(policy.durationMax),
  });
}

function capped(sentences: readonly Sentence[]): readonly Sentence[] {
  if (sentences.length <= linesMost) return sentences;
  const count = sentences.length - linesMost;
  return [...sentences.slice(0, linesMost), say('changes.more', { count })];
}
