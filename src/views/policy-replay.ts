import { type Change } from '../administration/difference';
import { formatDuration } from '../elevation/duration';
import { requestId } from '../elevation/model';
import { type Fate } from '../elevation/past-fate';
import { otherwiseWhys, type Otherwise } from '../elevation/replaying';
import { type RefusalCode } from '../errors';
import { plain, say, type Sentence } from '../words';
import { changeLines } from './change-lines';
import { nameOf } from './facts';
import { headlineMost, middleCut } from './people';
import { sheetView, type Part } from './sheet';
import { type View } from './view';

/** What is told about past requests under a policy as it might become. */
export interface ReplayFacts {
  /** At least one. */
  readonly changes: readonly Change[];
  /** How many past requests were looked at, and whether there are older ones. */
  readonly looked: number;
  readonly isMore: boolean;
  /** The newest first. */
  readonly otherwise: readonly Otherwise[];
  readonly readAt: Date;
}

/** So many requests are told with how they ended and would have, and of a kind; of so many more the number. */
const rowsMost = 20;
const rowsOfKindMost = 5;
const numbersMost = 30;

/** How many would have ended otherwise, then which, by how. */
export function replayView({ changes, looked, isMore, otherwise, readAt }: ReplayFacts): View {
  return sheetView({
    headline: say('replay.title', { pattern: middleCut(changes[0]!.item, headlineMost) }),
    lead: [
      looked === 0 ? say('replay.none') : say('replay.count', { count: otherwise.length, looked }),
      say('replay.nothing'),
      isMore ? say('replay.most', { looked }) : null,
      looked === 0 ? null : say('replay.caveat'),
    ],
    parts: [{ title: say('replay.changes'), lines: changeLines(changes) }, ...partsOf(otherwise)],
    readAt,
  });
}

function partsOf(otherwise: readonly Otherwise[]): readonly Part[] {
  const kinds = otherwiseWhys
    .map((why) => ({ why, found: otherwise.filter((one) => one.why === why) }))
    .filter(({ found }) => found.length > 0);
  const most = Math.min(rowsOfKindMost, Math.floor(rowsMost / kinds.length));
  return kinds.map(({ why, found }) => partOf(why, found, most));
}

function partOf(why: Otherwise['why'], found: readonly Otherwise[], most: number): Part {
  const rest = found.slice(most);
  const named = rest.slice(0, numbersMost).map(({ request }) => requestId(request.number));
  const left = rest.length - named.length;
  return {
    title: say(`replay.${why}`, { count: found.length }),
    lines: [
      ...found.slice(0, most).map(rowLine),
      named.length > 0 ? say('replay.also', { ids: named.join(', ') }) : null,
      left > 0 ? say('status.more', { count: left }) : null,
    ],
  };
}

function rowLine({ request, before, after }: Otherwise): Sentence {
  return say('replay.row', {
    id: requestId(request.number),
    target: middleCut(request.target.bareName, headlineMost),
    person: nameOf(request.subject, headlineMost),
    was: plain(fateLine(before)),
    would: plain(fateLine(after)),
  });
}

function fateLine(fate: Fate): Sentence {
  switch (fate.ends) {
    case 'refused':
      return say('replay.fate.refused', { cause: causes[fate.refused] ?? 'other' });
    case 'by-itself':
      return say('replay.fate.by-itself', { duration: formatDuration(fate.seconds) });
    case 'approved':
      return say('replay.fate.approved', {
        duration: formatDuration(fate.seconds),
        approvals: fate.approvals,
      });
    case 'denied':
      return say('replay.fate.denied');
    case 'undecided':
      return say('replay.fate.undecided', { approvals: fate.approvals, needed: fate.needed });
  }
}

/** Why something could not be asked for, as briefly as it is told of many. */
const causes: Partial<Record<RefusalCode, string>> = {
  'duration-too-long': 'length',
  'outside-hours': 'hours',
  'not-eligible': 'eligible',
  'subject-not-eligible': 'eligible',
  'reason-required': 'reason',
  'reason-too-short': 'reason',
  'reason-form': 'reason',
  'ticket-required': 'ticket',
  'ticket-form': 'ticket',
  'scope-none': 'scope',
  'scope-required': 'scope',
  'scope-unknown': 'scope',
  'cool-down': 'again',
  'target-denied': 'denied',
  'no-policy': 'uncovered',
  'nobody-could-decide': 'nobody',
  'extension-not-allowed': 'extension',
  'extension-too-long': 'extension',
  'extension-used-up': 'extension',
};
