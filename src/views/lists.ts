import { type ListVerb } from '../commands/command';
import { type Person, type RequestSnapshot } from '../elevation/model';
import { plain, say, type Sentence, type WordKey } from '../words';
import { byDeadline, byEnd, heldRow, type Page, pageOf, pastRow, waitingRow } from './rows';
import { type View } from './view';

/**
 * What the reader holds, what ends first on top.
 * @param after the last request of the page before, or null for the first page
 */
export function mineView(
  snapshots: readonly RequestSnapshot[],
  readAt: Date,
  after: RequestSnapshot | null = null,
): View {
  const sorted = [...snapshots].sort(byEnd);
  const rest = sorted.filter((one) => after === null || byEnd(one, after) > 0);
  const page = pageOf('mine', rest, (snapshot) => heldRow(snapshot, readAt));
  const count = sorted.length;
  return listView('mine', say('list.mine.title', { count }), { ...page, count, readAt });
}

/** What waits for the reader's decision, what expires first on top; pages as above. */
export function pendingView(
  snapshots: readonly RequestSnapshot[],
  readAt: Date,
  after: RequestSnapshot | null = null,
): View {
  const sorted = [...snapshots].sort(byDeadline);
  const rest = sorted.filter((one) => after === null || byDeadline(one, after) > 0);
  const page = pageOf('pending', rest, (snapshot) => waitingRow(snapshot, readAt));
  const count = sorted.length;
  return listView('pending', say('list.pending.title', { count }), { ...page, count, readAt });
}

/** How many requests a person may look back on; beyond `most` they are not counted. */
interface PastCount {
  readonly count: number;
  readonly isMore: boolean;
}

/** What the reader asked for, received or could decide on, the newest on top; `snapshots` begin where the page does. */
export function historyView(
  snapshots: readonly RequestSnapshot[],
  { count, isMore }: PastCount,
  { reader, readAt }: { readonly reader: Person; readonly readAt: Date },
): View {
  const sorted = [...snapshots].sort((a, b) => b.number - a.number);
  const { rows, next } = pageOf('history', sorted, (one) => pastRow(one, reader, readAt));
  const headline = say('list.history.title', { count, many: isMore ? 'yes' : 'no' });
  return listView('history', headline, { rows, next, more: null, count, readAt });
}

interface Drawn extends Page {
  readonly count: number;
  readonly readAt: Date;
}

function listView(list: ListVerb, headline: Sentence, drawn: Drawn): View {
  const { rows, more, next, count, readAt } = drawn;
  return {
    screen: 'list',
    notification: plain(headline),
    facts: {
      headline,
      empty: count === 0 ? say(`list.${list}.example` satisfies WordKey) : null,
      rows,
      more,
      next,
      asOf: say('list.as-of', { at: readAt }),
    },
  };
}
