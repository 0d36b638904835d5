/** What starts later: asked for on 12 November, from 09:00 on the day after. */
import { type Grant, type RequestSnapshot } from '../../src/elevation/model';
import { approveLessFormView } from '../../src/views/forms';
import { noticeView } from '../../src/views/notice';
import { receiptView } from '../../src/views/receipt';
import { type View } from '../../src/views/view';
import { approved, at, ben, decision, pending, policy } from './snapshots';

const startAt = at('09:00', 13);
const untilEleven = {
  startAt,
  fixedEnd: at('11:00', 13),
  decideBy: at('11:00', 13),
  durationS: 7_200,
};

const twoNeeded = {
  policy: policy({ approvalsNeeded: 2 }),
  policyNow: policy({ approvalsNeeded: 2 }),
};

export function later(
  grantChanges: Partial<Grant> = {},
  changes: Partial<RequestSnapshot> = {},
): RequestSnapshot {
  const times = { startsAt: startAt, endsAt: at('13:00', 13), activeAt: null };
  return approved(
    { state: 'scheduled', ...times, heldBefore: null, ...grantChanges },
    { startAt, ...changes },
  );
}

export const laterPrompts: Readonly<Record<string, RequestSnapshot>> = {
  later: pending({ startAt }),
  'later-fixed-end': pending(untilEleven),
  'later-less': pending({
    ...twoNeeded,
    startAt,
    decisions: [decision('approve', ben, { durationS: 7_200 })],
  }),
};

export const laterViews: Readonly<Record<string, View>> = {
  'notice.scheduled': noticeView(later(), 'scheduled'),
  'notice.scheduled-shortened': noticeView(later({ endsAt: at('11:00', 13) }), 'scheduled'),
  'notice.scheduled-being-granted': noticeView(
    later({ state: 'activating' }, { readAt: at('09:00:04', 13) }),
    'scheduled',
  ),
  'notice.scheduled-granted': noticeView(
    later({ state: 'active', activeAt: at('09:00:04', 13) }, { readAt: at('09:00:05', 13) }),
    'scheduled',
  ),
  'notice.scheduled-failed': noticeView(
    later({ state: 'failed', lastError: 'rejected' }),
    'scheduled',
  ),
  'receipt.later': receiptView(pending({ startAt })),
  'receipt.later-fixed-end': receiptView(pending(untilEleven)),
  'receipt.later-auto': receiptView(
    later({}, { decisions: [], policy: policy({ approval: 'auto' }) }),
  ),
  'approve-less-form.later': approveLessFormView(
    pending({ startAt: at('14:30'), fixedEnd: at('18:00'), durationS: 12_600 }),
    60,
  ),
};
