/** What Ana asks for Cem: he accepts at 14:10, and Ben approves. */
import { noTerms, type RequestSnapshot } from '../../src/elevation/model';
import { acceptanceView } from '../../src/views/acceptance';
import { homeView } from '../../src/views/home';
import { pendingView } from '../../src/views/lists';
import { noticeView } from '../../src/views/notice';
import { receiptView } from '../../src/views/receipt';
import { timelineView } from '../../src/views/timeline';
import { toldView } from '../../src/views/told';
import { type View } from '../../src/views/view';
import {
  ana,
  approved,
  at,
  cem,
  closed,
  decision,
  ended,
  failed,
  pending,
  policy,
  stillActive,
  worst,
} from './snapshots';
import { by, event, trailOf } from './trails';

const acceptedAt = at('14:10');
const forCem = { subject: cem, acceptedAt };

/** Nobody but Cem has been asked. */
function awaiting(changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  return pending({ subject: cem, state: 'awaiting-acceptance', ...changes });
}

function of(snapshot: RequestSnapshot, changes: Partial<RequestSnapshot> = {}): RequestSnapshot {
  const made = { ...snapshot, ...forCem, ...changes };
  return pending(made);
}

const declined = closed('withdrawn', { subject: cem, withdrawnBy: cem });
const takenBack = closed('withdrawn', { subject: cem, withdrawnBy: ana });
const unaccepted = closed('expired', {
  subject: cem,
  closedAt: at('14:02', 13),
  readAt: at('14:02', 13),
});
const startAt = at('09:00', 13);
const auto = policy({ approval: 'auto' });

export const forOtherPrompts: Readonly<Record<string, RequestSnapshot>> = {
  'for-other': pending(forCem),
  'for-other-awaited': awaiting(),
  'for-other-withdrawn': closed('withdrawn', { ...forCem, withdrawnBy: cem }),
};

const acceptances: Readonly<Record<string, RequestSnapshot>> = {
  awaited: awaiting(),
  'awaited-auto': awaiting({ policy: auto, policyNow: auto, reason: null }),
  'awaited-later': awaiting({ startAt }),
  'awaited-fixed-end': awaiting({
    fixedEnd: at('18:00'),
    decideBy: at('18:00'),
    durationS: 14_280,
  }),
  'awaited-ticket': awaiting({ ticket: 'INC-4711' }),
  'awaited-long-reason': awaiting({ reason: 'A long reason. '.repeat(60) }),
  accepted: pending(forCem),
  'accepted-decided': of(approved()),
  declined,
  withdrawn: takenBack,
  expired: unaccepted,
  worst: worst(awaiting()),
};

const happened = [
  ...trailOf('active').slice(0, 1),
  event('14:10', by(cem, 'teams'), 'request.accepted', { digest: 'k7QmPz01_-aB' }),
];

export const forOtherViews: Readonly<Record<string, View>> = {
  ...Object.fromEntries(
    Object.entries(acceptances).map(([name, snapshot]) => [
      `acceptance.${name}`,
      acceptanceView(snapshot),
    ]),
  ),
  'receipt.for-other-awaited': receiptView(awaiting()),
  'receipt.for-other-accepted': receiptView(pending(forCem)),
  'receipt.for-other-not-auto': receiptView(pending({ ...forCem, policy: auto, policyNow: auto })),
  'receipt.for-other-declined': receiptView(declined),
  'receipt.for-other-taken-back': receiptView(takenBack),
  'receipt.for-other-given-up': receiptView(closed('withdrawn', { ...forCem, withdrawnBy: cem })),
  'receipt.for-other-unaccepted': receiptView(unaccepted),
  'receipt.for-other-expired': receiptView({ ...unaccepted, acceptedAt }),
  'notice.told-unreached': toldView(awaiting(), { isUnreached: true }),
  'notice.told-reached': toldView(awaiting()),
  'notice.told-taken-back': toldView(takenBack, { news: 'awaiting' }),
  'notice.told-declined': toldView(declined),
  'notice.told-unaccepted': toldView(unaccepted),
  'notice.told-denied': toldView(closed('denied', forCem)),
  'notice.told-active': toldView(of(approved())),
  'notice.told-ended': toldView(of(ended())),
  'notice.told-failed': toldView(of(failed())),
  'notice.told-still-active': toldView(of(stillActive())),
  'notice.for-other-denied': noticeView(closed('denied', forCem), 'denied'),
  'list.pending-to-accept': pendingView([awaiting(), pending({ number: 143 })], at('14:10')),
  'home.for-other': homeView({
    alarms: [],
    held: [],
    waiting: [awaiting()],
    asked: [awaiting({ number: 144 })],
    readAt: at('14:10'),
  }),
  'timeline.for-other': timelineView(
    pending({ ...forCem, policy: policy({ terms: noTerms }) }),
    happened,
    'own',
  ),
  'timeline.for-other-declined': timelineView(
    declined,
    [...happened.slice(0, 1), event('14:12', by(cem), 'request.declined', {})],
    'own',
  ),
  'timeline.for-other-unaccepted': timelineView(
    unaccepted,
    [
      ...happened.slice(0, 1),
      event(
        '14:02',
        { type: 'elevate' },
        'request.expired',
        { decideBy: at('14:02', 13).toISOString() },
        13,
      ),
    ],
    'own',
  ),
  'notice.told-worst': toldView({
    ...worst(approved({}, { decisions: [decision('approve')] })),
    requester: ana,
    acceptedAt,
  }),
};
