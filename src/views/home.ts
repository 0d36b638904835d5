import { type RequestSnapshot } from '../elevation/model';
import { plain, say } from '../words';
import {
  alarmRow,
  askedRow,
  byDeadline,
  byEnd,
  cutRows,
  heldRow,
  reviewRow,
  waitingRow,
} from './rows';
import { type View } from './view';

/** Fewer rows than in a list: four sections share one screen. */
const sectionMost = 5;
/** Fewer still: what stands on top must leave room for the rest. */
const reviewsMost = 3;

/** What should have ended, what I hold, what waits for my decision, what I asked for, and how to ask. */
export function homeView(home: {
  /** Rights of others, in the groups of this person, that should have ended. */
  readonly alarms: readonly RequestSnapshot[];
  /** What others took without approval, and this person may look at. */
  readonly reviews?: readonly RequestSnapshot[];
  readonly held: readonly RequestSnapshot[];
  readonly waiting: readonly RequestSnapshot[];
  /** Whether what waits is kept from this account. */
  readonly isWaitingKept?: boolean;
  readonly asked: readonly RequestSnapshot[];
  readonly readAt: Date;
}): View {
  const { readAt, isWaitingKept = false } = home;
  const noneWaits = isWaitingKept ? 'home.waiting.kept' : 'home.waiting.empty';
  const alarms = [...home.alarms].sort(byEnd);
  const held = [...home.held].sort(byEnd);
  const waiting = [...home.waiting].sort(byDeadline);
  const asked = [...home.asked].sort((a, b) => b.number - a.number);
  const alarmRows = cutRows(alarms, (snapshot) => alarmRow(snapshot, readAt), sectionMost);
  const reviews = [...(home.reviews ?? [])].sort(byDeadline);
  const reviewRows = cutRows(reviews, (snapshot) => reviewRow(snapshot, readAt), reviewsMost);
  const heldRows = cutRows(held, (snapshot) => heldRow(snapshot, readAt), sectionMost);
  const waitingRows = cutRows(waiting, (snapshot) => waitingRow(snapshot, readAt), sectionMost);
  const askedRows = cutRows(asked, (snapshot) => askedRow(snapshot, readAt), sectionMost);
  return {
    screen: 'home',
    notification: plain(say('home.note')),
    facts: {
      alarms: alarmRows.rows,
      alarmsMore: alarmRows.more,
      reviews: reviewRows.rows,
      reviewsMore: reviewRows.more,
      held: heldRows.rows,
      heldMore: heldRows.more,
      heldEmpty: held.length === 0 ? say('home.held.empty') : null,
      waiting: waitingRows.rows,
      waitingMore: waitingRows.more,
      waitingEmpty: waiting.length === 0 ? say(noneWaits) : null,
      // What waits to be accepted says so itself.
      waitingHow: waiting.some(({ state }) => state === 'pending') ? say('home.waiting.how') : null,
      asked: askedRows.rows,
      askedMore: askedRows.more,
      askedEmpty: asked.length === 0 ? say('home.asked.empty') : null,
      asOf: say('list.as-of', { at: readAt }),
    },
  };
}
