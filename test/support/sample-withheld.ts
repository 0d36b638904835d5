/** What was approved for 13 November, 09:00, and was not made then. */
import { type Grant, type RequestSnapshot, type Withheld } from '../../src/elevation/model';
import { noticeView } from '../../src/views/notice';
import { type View } from '../../src/views/view';
import { later } from './sample-later';
import { at } from './snapshots';

function withheldFor(withheld: Withheld, changes: Partial<Grant> = {}): RequestSnapshot {
  const over = {
    endCause: 'never-started',
    endingAt: at('09:00', 13),
    endedAt: at('09:00:02', 13),
  };
  return later(
    { state: 'ended', ...over, withheld, heldBefore: false, ...changes } as Partial<Grant>,
    { readAt: at('09:00:03', 13) },
  );
}

const waiting = (lastError: string) =>
  later(
    { state: 'activating', lastError, nextAttemptAt: at('09:00:05', 13) },
    { readAt: at('09:00:04', 13) },
  );

export const withheldPrompts: Readonly<Record<string, RequestSnapshot>> = {
  'activating-unread': waiting('account-unread'),
  'activating-switched-off': waiting('switched-off'),
  'ended-withheld': withheldFor('ineligible'),
  'ended-withheld-uncovered': withheldFor('uncovered'),
  'ended-withheld-moved': withheldFor('moved'),
};

export const withheldViews: Readonly<Record<string, View>> = {
  'notice.ended-withheld': noticeView(withheldFor('ineligible'), 'ended'),
  'notice.ended-withheld-held-before': noticeView(
    withheldFor('stranger', { heldBefore: true }),
    'ended',
  ),
};
