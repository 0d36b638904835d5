import { type ListVerb } from '../commands/command';
import { isBreakGlass } from '../elevation/break-glass';
import { formatDuration } from '../elevation/duration';
import { isOwn } from '../elevation/deciding';
import { type Person, type RequestSnapshot, requestId } from '../elevation/model';
import { screenState, type ScreenState } from '../elevation/screen-state';
import { say, type Sentence } from '../words';
import { approverFacts, commonFacts, lines, nameOf, targetShort } from './facts';
import { glassFact } from './glass';
import { merged } from './merged';
import { endButton, moreButton, showButton, withdrawButton } from './presses';
import { dueOf } from './prompt-granted';
import { type ViewFacts } from './view';

/** A list shows so many rows, and then says how many more there are. */
const rowsMost = 10;

/** Two lines about one request in a list, with the one thing that its reader can do. */
interface Row {
  readonly title: Sentence;
  readonly status: readonly (Sentence | null)[];
  readonly press: ViewFacts;
}

function rowFacts({ title, status, press }: Row): ViewFacts {
  return { title, status: lines(...status), lines: lines(title, ...status), press };
}

/** The rows that are shown, and how many are left out. */
export function cutRows(
  snapshots: readonly RequestSnapshot[],
  draw: (snapshot: RequestSnapshot) => ViewFacts,
  most = rowsMost,
): { readonly rows: readonly ViewFacts[]; readonly more: Sentence | null } {
  const left = snapshots.length - most;
  return {
    rows: snapshots.slice(0, most).map(draw),
    more: left > 0 ? say('list.more', { count: left }) : null,
  };
}

export interface Page {
  readonly rows: readonly ViewFacts[];
  readonly more: Sentence | null;
  readonly next: ViewFacts | null;
}

/** One page of a list: its rows, how many are left, and the way to those that follow. */
export function pageOf(
  list: ListVerb,
  sorted: readonly RequestSnapshot[],
  draw: (snapshot: RequestSnapshot) => ViewFacts,
): Page {
  const last = sorted[rowsMost - 1];
  const left = sorted.length - rowsMost;
  const next = last && left > 0 ? moreButton(last, list, Math.min(left, rowsMost)) : null;
  return { ...cutRows(sorted, draw), next };
}

/** What ends first comes first; what should have ended long ago before all. */
export function byEnd(a: RequestSnapshot, b: RequestSnapshot): number {
  return endMs(a) - endMs(b) || a.number - b.number;
}

function endMs({ grant, decideBy }: RequestSnapshot): number {
  return (grant === null ? decideBy : dueOf(grant)).getTime();
}

export function byDeadline(a: RequestSnapshot, b: RequestSnapshot): number {
  return a.decideBy.getTime() - b.decideBy.getTime() || a.number - b.number;
}

/** Something that the reader holds. */
export function heldRow(snapshot: RequestSnapshot, readAt: Date): ViewFacts {
  const state = screenState({ ...snapshot, readAt });
  const canEnd = state === 'active' || state === 'activating' || state === 'scheduled';
  return rowFacts({
    title: say('list.row', titleFacts(snapshot)),
    status: stateLines(snapshot, state, readAt),
    press: canEnd ? endButton(snapshot) : openButton(snapshot),
  });
}

/** Something that waits for the reader's decision, or for them to accept; both happen on the message about it. */
export function waitingRow(snapshot: RequestSnapshot, readAt: Date): ViewFacts {
  if (isBreakGlass(snapshot)) return reviewRow(snapshot, readAt);
  const person = nameOf(snapshot.requester);
  const facts = merged(commonFacts(snapshot), { deadline: snapshot.decideBy });
  const left = leftText(snapshot.decideBy, readAt);
  const key = snapshot.state === 'awaiting-acceptance' ? 'row.accept' : 'row.waiting';
  return rowFacts({
    title: say('list.row.waiting', merged(titleFacts(snapshot), { person })),
    status: [say(key, merged(facts, { left })), laterLine(snapshot)],
    press: openButton(snapshot),
  });
}

/** Something that was taken without approval, which the reader may look at. */
export function reviewRow(snapshot: RequestSnapshot, readAt: Date): ViewFacts {
  const person = nameOf(snapshot.subject);
  const since = snapshot.review?.openedAt ?? snapshot.askedAt;
  const [first] = stateLines(snapshot, screenState({ ...snapshot, readAt }), readAt);
  return rowFacts({
    title: say('list.row.waiting', merged(titleFacts(snapshot), { person })),
    status: [say('row.review', merged(commonFacts(snapshot), { since })), first ?? null],
    press: openButton(snapshot),
  });
}

/** Something that the reader asked for. */
export function askedRow(snapshot: RequestSnapshot, readAt: Date): ViewFacts {
  const state = screenState({ ...snapshot, readAt });
  return rowFacts({
    title: say('list.row', titleFacts(snapshot)),
    status: stateLines(snapshot, state, readAt),
    press:
      state === 'pending' || state === 'awaiting' ? withdrawButton(snapshot) : openButton(snapshot),
  });
}

/** Something that the reader looks back on: theirs, or somebody's in a group that they decide in. */
export function pastRow(snapshot: RequestSnapshot, reader: Person, readAt: Date): ViewFacts {
  const state = screenState({ ...snapshot, readAt });
  const [first] = stateLines(snapshot, state, readAt);
  const facts = merged(titleFacts(snapshot), { asked: snapshot.askedAt });
  const title = isOwn(snapshot, reader)
    ? say('list.row.past', facts)
    : say('list.row.past.other', merged(facts, { person: nameOf(snapshot.requester) }));
  return rowFacts({ title, status: [first ?? null], press: openButton(snapshot) });
}

/** A right of somebody else that should have ended. */
export function alarmRow(snapshot: RequestSnapshot, readAt: Date): ViewFacts {
  const person = nameOf(snapshot.subject);
  return rowFacts({
    title: say('list.row.waiting', merged(titleFacts(snapshot), { person })),
    status: stateLines(snapshot, 'still-active', readAt),
    press: openButton(snapshot),
  });
}

function openButton(snapshot: RequestSnapshot): ViewFacts {
  return showButton(snapshot, 'button.open');
}

function titleFacts(snapshot: RequestSnapshot): Record<string, string> {
  return {
    id: requestId(snapshot.number),
    target: targetShort(snapshot),
    duration: formatDuration(snapshot.durationS),
    glass: glassFact(snapshot),
  };
}

function leftText(end: Date, readAt: Date): string {
  return formatDuration(Math.max(0, (end.getTime() - readAt.getTime()) / 1000));
}

function stateLines(
  snapshot: RequestSnapshot,
  state: ScreenState,
  readAt: Date,
): readonly (Sentence | null)[] {
  const facts = commonFacts(snapshot);
  const { grant } = snapshot;
  switch (state) {
    case 'awaiting':
      return [say('row.awaiting', merged(facts, { deadline: snapshot.decideBy }))];
    case 'pending':
      return [
        say('row.pending', merged(facts, { deadline: snapshot.decideBy })),
        laterLine(snapshot),
      ];
    case 'denied':
    case 'withdrawn':
    case 'expired':
    case 'failed':
      return [say(`row.${state}`)];
    case 'activating':
      return [say(isBreakGlass(snapshot) ? 'row.glass.activating' : 'row.activating', facts)];
    case 'ending':
      return [say('row.ending', facts)];
    case 'scheduled':
      return [say('row.scheduled', { start: grant?.startsAt ?? readAt })];
    case 'ended':
      return [say('row.ended', { at: grant?.endedAt ?? readAt })];
    case 'still-active':
      return [say('row.still-active', { due: grant === null ? readAt : dueOf(grant) })];
    case 'active':
      return activeLines(snapshot, grant?.endsAt ?? readAt, readAt);
  }
}

function laterLine({ startAt }: RequestSnapshot): Sentence | null {
  return startAt && say('row.later', { start: startAt });
}

function activeLines(snapshot: RequestSnapshot, end: Date, readAt: Date): readonly Sentence[] {
  const { by, approver } = approverFacts(snapshot);
  const until = say('row.active', { end, left: leftText(end, readAt) });
  return by === 'people' ? [until, say('row.active.by', { people: approver })] : [until];
}
