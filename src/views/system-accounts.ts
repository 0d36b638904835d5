/** Identities that are exempt from approval: what each may have, who answers for it, and until when. */
import { formatDuration } from '../elevation/duration';
import { type Person } from '../elevation/model';
import { type Refusal } from '../errors';
import { say, type Sentence } from '../words';
import { type Listed } from './configured';
import { lineOf, nameOf, notification } from './facts';
import { groupMost, headlineMost, middleCut, oneLine, scopeMost, targetMost } from './people';
import { problemWords } from './problem';
import { sheetView, type Part } from './sheet';
import { type View } from './view';

export interface ListedSystemAccount {
  readonly name: string;
  readonly owner: Person;
  readonly reason: string;
  readonly targets: readonly string[];
  readonly scopes: readonly string[];
  readonly durationMaxS: number;
  readonly until: Date;
  readonly told: string;
  readonly lastUsedAt: Date | null;
}

export function systemAccountsView({
  rows,
  page,
  count,
  readAt,
}: Listed<ListedSystemAccount>): View {
  return sheetView({
    headline: say('system-account.list.title', { count }),
    parts: rows.map((row) => systemAccountPart(row, readAt)),
    page: { list: 'system-account-list', page, count },
    readAt,
  });
}

/** So many targets or parts are named. */
const namedMost = 5;

function systemAccountPart(one: ListedSystemAccount, readAt: Date): Part {
  return {
    title: say('system-account.title', { name: middleCut(one.name, groupMost) }),
    lines: [
      endLine(one, readAt),
      ownerLine(one.owner),
      say('system-account.reason', { reason: oneLine(one.reason, targetMost) }),
      targetsLine(one),
      say('system-account.told', { group: middleCut(one.told, groupMost) }),
      one.lastUsedAt === null
        ? say('system-account.unused')
        : say('system-account.used', { at: one.lastUsedAt }),
    ],
  };
}

function endLine({ until }: ListedSystemAccount, readAt: Date): Sentence {
  return say(until > readAt ? 'system-account.until' : 'system-account.over', { until });
}

function ownerLine(owner: Person): Sentence {
  const facts = { person: nameOf(owner), line: lineOf(owner) };
  return say('system-account.owner', { ...facts, disabled: owner.disabled ? 'yes' : 'no' });
}

function targetsLine({ targets, scopes, durationMaxS }: ListedSystemAccount): Sentence {
  const facts = {
    targets: named(targets, headlineMost),
    maximum: formatDuration(durationMaxS),
  };
  if (scopes.length === 0) return say('system-account.targets', facts);
  return say('system-account.targets.scopes', { ...facts, scopes: named(scopes, scopeMost) });
}

function named(all: readonly string[], most: number): string {
  const shown = all.slice(0, namedMost).map((one) => middleCut(one, most));
  return [...shown, ...(all.length > namedMost ? ['…'] : [])].join(', ');
}

/** What of a system account was refused since its channel was last told. */
export interface RefusedUse {
  readonly name: string;
  readonly count: number;
  readonly last: Refusal;
}

/** One line for the channel, however often it was; it stays as it was posted and has nothing to press. */
export function systemRefusedLine({ name, count, last }: RefusedUse): View {
  const facts = { name: middleCut(name, groupMost), count };
  return {
    screen: 'line',
    notification: notification('system.refused.note', facts),
    facts: { sentence: say('system.refused', { ...facts, said: problemWords(last).title }) },
  };
}
