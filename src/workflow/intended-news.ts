/** What people are told of a request in messages of their own: who asked, who receives, and what each is told of. */
import { type AccountKey, type ConversationKey } from '../elevation/model';
import { isForOther, wasPutToApprovers } from '../elevation/for-other';
import { isEndingSoon, screenState, type ScreenState } from '../elevation/screen-state';
import { type MessageReference } from '../store/messages';
import { acceptanceView } from '../views/acceptance';
import { noticeView, type NoticeKind } from '../views/notice';
import { receiptView } from '../views/receipt';
import { toldView } from '../views/told';
import { type View } from '../views/view';
import { acceptancePurpose, type Published } from './read-published';

/** Somebody who is told once, on the first of their accounts that can be reached. */
export interface Recipient {
  readonly account: AccountKey;
  readonly others?: readonly AccountKey[];
}

/** One message that should exist: where it goes and what it shows now. */
export interface Intended {
  readonly purpose: string;
  readonly view: View;
  readonly to: { readonly conversation: ConversationKey } | Recipient;
  /** Stays as it was posted: in the thread of the prompt, or by itself. */
  readonly stays?: 'in-thread' | 'alone';
  /** Where nobody is asked any more: what is there is brought up to date if it can be, and nothing comes anew. */
  readonly isOver?: true;
}

/** Everything outside of the channels of those who decide. */
export function newsOf(known: Published): readonly Intended[] {
  return [...receiptOf(known), ...acceptanceOf(known), ...noticesTo(known), ...toldTo(known)];
}

/** The record of what was asked, as long as nobody has decided: from then on there are news. Redrawn like all others. */
function receiptOf({ snapshot, messages, receiptTo: account }: Published): readonly Intended[] {
  const isSent = messages.some((message) => message.purpose === 'receipt');
  const isOpen = snapshot.state === 'pending' || snapshot.state === 'awaiting-acceptance';
  if (account === null || isSent || !isOpen) return [];
  return [{ purpose: 'receipt', view: receiptView(snapshot), to: { account } }];
}

/** Whoever receives what somebody else asked for is asked first. */
function acceptanceOf({ snapshot, messages, holders }: Published): readonly Intended[] {
  const purpose = acceptancePurpose;
  const to = recipientOf(holders);
  const isSent = messages.some((message) => message.purpose === purpose);
  const isAwaited = snapshot.state === 'awaiting-acceptance';
  if (to === null || !isForOther(snapshot) || !(isSent || isAwaited)) return [];
  return [{ purpose, view: acceptanceView(snapshot), to }];
}

function recipientOf([account, ...others]: readonly AccountKey[]): Recipient | null {
  return account === undefined ? null : { account, others };
}

/** Which news the holder gets as a message of its own, by the state the rows are in now. */
const holderNews: Partial<Record<ScreenState, NoticeKind>> = {
  denied: 'denied',
  expired: 'expired',
  scheduled: 'scheduled',
  active: 'granted',
  failed: 'failed',
  ended: 'ended',
  'still-active': 'still-active',
};

/** The news of now, and every earlier message to the holder redrawn, so that no button outlives its state. */
function noticesTo(known: Published): readonly Intended[] {
  const { snapshot, messages, holders } = known;
  // Who was only asked to accept has that message; nothing else has come of it for them.
  const news = wasPutToApprovers(snapshot) ? holderNews[screenState(snapshot)] : undefined;
  const isReviewed = snapshot.review !== null && snapshot.review.closed !== null;
  const told = [
    news,
    ...(isEndingSoon(snapshot) ? (['ending-soon'] as const) : []),
    ...(isReviewed ? (['reviewed'] as const) : []),
  ];
  const intended = new Map<string, Intended>();
  for (const message of messages) {
    if (!message.purpose.startsWith('notice:') && message.purpose !== 'receipt') continue;
    const view =
      message.purpose === 'receipt'
        ? receiptView(snapshot)
        : noticeView(snapshot, message.purpose.slice('notice:'.length) as NoticeKind);
    const to = { conversation: message.conversation };
    intended.set(placed(message), { purpose: message.purpose, view, to });
  }
  const to = recipientOf(holders);
  for (const kind of told) {
    const purpose = `notice:${kind}`;
    const isTold = messages.some((message) => message.purpose === purpose);
    if (kind === undefined || to === null || isTold) continue;
    intended.set(purpose, { purpose, view: noticeView(snapshot, kind), to });
  }
  return [...intended.values()];
}

/** What whoever asked for somebody else is told, in messages of their own. */
const requesterNews: ReadonlySet<ScreenState> = new Set([
  'denied',
  'expired',
  'scheduled',
  'active',
  'failed',
  'ended',
  'still-active',
]);

/** Each of these messages says what is so now. */
function toldTo({ snapshot, messages, isUnreached, requesters }: Published): readonly Intended[] {
  if (!isForOther(snapshot)) return [];
  const state = screenState(snapshot);
  const isDeclined = state === 'withdrawn' && snapshot.withdrawnBy?.id === snapshot.subject.id;
  const purpose = `told:${state}`;
  const isTold = messages.some((message) => message.purpose === purpose);
  const before = messages
    .filter((message) => message.purpose.startsWith('told:'))
    .map((message) => {
      const to: { conversation: ConversationKey } = { conversation: message.conversation };
      const news = message.purpose.slice('told:'.length) as ScreenState;
      return { purpose: message.purpose, view: toldView(snapshot, { news, isUnreached }), to };
    });
  const isNews = requesterNews.has(state) || isDeclined || isUnreached;
  const to = recipientOf(requesters);
  if (to === null || isTold || !isNews) return before;
  return [...before, { purpose, view: toldView(snapshot, { isUnreached }), to }];
}

function placed({ purpose, conversation }: MessageReference): string {
  return `${purpose} ${conversation.id}`;
}
