/** Lists, the home screen, help, and what is to be read about one request or one target. */
import { type Person, type RequestSnapshot, noTerms } from '../../src/elevation/model';
import { helpView } from '../../src/views/help';
import { homeView } from '../../src/views/home';
import { historyView, mineView, pendingView } from '../../src/views/lists';
import { timelineView } from '../../src/views/timeline';
import { type View } from '../../src/views/view';
import { whoView, type WhoFacts } from '../../src/views/who';
import { later } from './sample-later';
import {
  activating,
  ana,
  approved,
  at,
  ben,
  cem,
  closed,
  decision,
  dia,
  ended,
  ending,
  extension,
  failed,
  pending,
  policy,
  reviewedAsRight,
  reviewedAsWrong,
  stillActive,
  taken,
  worst,
} from './snapshots';
import { happened, longTrail, trailOf } from './trails';

function many(count: number, draw: (index: number) => RequestSnapshot): RequestSnapshot[] {
  return Array.from({ length: count }, (_, index) => ({ ...draw(index), number: 101 + index }));
}

const notActive = { state: 'activating', activeAt: null, heldBefore: null } as const;
const heldSome = [
  approved({ startsAt: at('15:30'), endsAt: at('19:30') }),
  { ...stillActive(), number: 138 },
  approved({ ...notActive, startsAt: at('18:09'), endsAt: at('22:09') }, { number: 143 }),
  { ...approved({ state: 'scheduled', startsAt: at('19:00'), endsAt: at('20:00') }), number: 144 },
  { ...ending({ endsAt: at('18:09:50'), endingAt: at('18:09:50') }), number: 145 },
];
const askedSome = [
  pending(),
  ...(['denied', 'withdrawn', 'expired'] as const).map((state, index) => ({
    ...closed(state),
    number: 130 + index,
  })),
  { ...ended(), number: 129 },
  { ...failed(), number: 128 },
];
const tomorrow = later({}, { number: 149 });
const now = at('18:10');

const topics = [
  'ask',
  'home',
  'mine',
  'pending',
  'history',
  'show',
  'who',
  'withdraw',
  'end',
  'extend',
  'again',
  'break-glass',
  'help',
  'status',
  'role',
  'policy',
  'group',
  'target',
  'connector',
  'settings',
  'powershell',
] as const;

const lists: Readonly<Record<string, View>> = {
  'home.kept': homeView({
    alarms: [],
    held: [],
    waiting: [],
    isWaitingKept: true,
    asked: [],
    readAt: at('14:10'),
  }),
  'home.empty': homeView({ alarms: [], held: [], waiting: [], asked: [], readAt: at('14:10') }),
  'home.some': homeView({
    alarms: [],
    held: heldSome.slice(0, 3),
    waiting: [pending({ number: 147, requester: cem, subject: cem })],
    asked: askedSome,
    readAt: now,
  }),
  'home.asked': homeView({
    alarms: [{ ...stillActive(), number: 137, requester: cem, subject: cem }],
    held: [],
    waiting: [],
    asked: askedSome.slice(3),
    readAt: now,
  }),
  'home.later': homeView({
    alarms: [],
    held: [tomorrow],
    waiting: [],
    asked: [pending({ number: 148, startAt: at('09:00', 13) })],
    readAt: now,
  }),
  'home.reviews': homeView({
    alarms: [],
    reviews: [taken(approved(), { number: 146, requester: cem, subject: cem })],
    held: [taken(approved({}, { readAt: now }), { number: 148, grant: approved().grant })],
    waiting: [pending({ number: 147, requester: dia, subject: dia })],
    asked: [],
    readAt: now,
  }),
  'list.pending-review': pendingView(
    [
      pending({ number: 147, requester: cem, subject: cem }),
      taken(ended({ endedAt: at('15:06:04') }), { number: 146, requester: cem, subject: cem }),
    ],
    now,
  ),
  'list.mine-glass': mineView(
    [
      taken(approved(), { number: 146, grant: approved().grant }),
      taken(activating(), { number: 148 }),
    ],
    at('14:10'),
  ),
  'list.history-glass': historyView(
    [
      taken(ended(), { number: 148, review: reviewedAsRight }),
      taken(ended(), { number: 146, requester: cem, subject: cem }),
    ],
    { count: 2, isMore: false },
    { reader: ana, readAt: now },
  ),
  'list.mine': mineView(heldSome, now),
  'list.mine-empty': mineView([], at('14:10')),
  'list.mine-auto': mineView([approved({}, { decisions: [] })], at('16:46')),
  'list.pending': pendingView(
    [pending(), pending({ number: 141, decideBy: at('20:00') })],
    at('14:10'),
  ),
  'list.pending-later': pendingView([pending({ startAt: at('09:00', 13) })], at('14:10')),
  'list.pending-empty': pendingView([], at('14:10')),
  'help.all': helpView(null),
  'help.runs-elevate': helpView(null, { hasRole: true }),
  ...Object.fromEntries(topics.map((topic) => [`help.${topic}`, helpView(topic)])),
  'help.unknown': helpView('approve'),
  'help.nearest': helpView('pnding'),
  'list.history': historyView(
    [pending({ number: 147, requester: cem, subject: cem }), ...askedSome],
    { count: 7, isMore: false },
    { reader: ana, readAt: now },
  ),
  'list.history-long': historyView(
    many(20, () => ended()),
    { count: 1_000, isMore: true },
    { reader: ana, readAt: now },
  ),
  'list.history-empty': historyView([], { count: 0, isMore: false }, { reader: ana, readAt: now }),
};

const revoked = ended({
  endCause: 'revoked',
  endedBy: ben,
  endReason: 'The search is done, Cem told me.',
});

const timelines: Readonly<Record<string, View>> = {
  'timeline.active': timelineView(approved(), trailOf('active'), 'own'),
  'timeline.refusals': timelineView(
    approved({}, { decisions: [decision('approve', ben, { comment: 'Go on.' })] }),
    trailOf('refused'),
    'approver',
  ),
  'timeline.extension': timelineView(extension(), trailOf('extension'), 'own'),
  'timeline.later': timelineView(tomorrow, trailOf('later'), 'own'),
  'timeline.later-fixed-end': timelineView(
    pending({ startAt: at('09:00', 13), fixedEnd: at('11:00', 13), durationS: 7_200 }),
    trailOf('later').slice(0, 1),
    'own',
  ),
  'timeline.ended': timelineView(ended(), trailOf('ended'), 'own'),
  'timeline.revoked': timelineView(revoked, trailOf('revoked'), 'own'),
  'timeline.glass': timelineView(
    taken(ended({ endedAt: at('15:06:04') }), { review: reviewedAsWrong }),
    trailOf('glass'),
    'own',
  ),
  'timeline.glass-open': timelineView(taken(approved()), trailOf('glass').slice(0, 1), 'approver', {
    revoke: true,
    review: true,
  }),
  'timeline.revocable': timelineView(approved(), trailOf('active'), 'approver', {
    revoke: true,
    review: false,
  }),
  'timeline.denied': timelineView(closed('denied'), trailOf('denied'), 'own'),
  'timeline.still-active': timelineView(stillActive(), trailOf('still-active'), 'approver'),
  'timeline.failed': timelineView(failed(), trailOf('failed'), 'own'),
  'timeline.long': timelineView(pending(), longTrail(25), 'approver'),
  'timeline.everything': timelineView(
    approved({}, { decisions: [decision('approve'), decision('approve', dia)] }),
    happened,
    'approver',
  ),
};

const searchTarget = pending().target;
const autoTerms = { ...noTerms, autoBudget: { count: 3, windowS: 86_400 } };
const limited = {
  ...noTerms,
  requesters: [{ groupId: 'group-mail', until: null }],
};

const owners = { id: 'group-owners', name: 'Mail owners', size: 3 };

const who: WhoFacts = {
  target: searchTarget,
  policy: policy({ terms: limited }),
  holders: [
    { person: cem, scope: '', until: at('19:40'), glass: false },
    { person: ana, scope: 'Finance', until: at('22:06'), glass: false },
  ],
  asking: [
    { name: 'Mail team', until: null },
    { name: 'Night shift', until: at('08:00', 30) },
  ],
  deciding: { id: 'group-exchange', name: 'Exchange approvers', size: 2 },
  deciders: [ben, dia],
  stages: [],
  escalation: null,
  readAt: now,
};

const holders: Readonly<Record<string, View>> = {
  'who.some': whoView(who),
  'who.stages': whoView({
    ...who,
    stages: [{ group: owners, approvalsNeeded: 2 }],
    escalation: { group: owners, afterS: 6 * 3600 },
  }),
  'who.nobody': whoView({ ...who, holders: [], asking: [], deciders: [] }),
  'who.everybody': whoView({ ...who, asking: [], policy: policy({}) }),
  'who.late': whoView({
    ...who,
    holders: [{ person: cem, scope: 'Finance', until: at('17:40'), glass: false }],
  }),
  'who.glass': whoView({
    ...who,
    holders: [{ person: ana, scope: '', until: at('20:00'), glass: true }],
  }),
  'who.auto': whoView({ ...who, asking: [], policy: policy({ approval: 'auto' }) }),
  'who.auto-first': whoView({
    ...who,
    asking: [],
    policy: policy({ approval: 'auto', terms: autoTerms }),
  }),
  'who.deny': whoView({ ...who, holders: [], policy: policy({ approval: 'deny' }) }),
};

function crowd(): Person[] {
  const long = worst(pending()).requester;
  return Array.from({ length: 150 }, (_, index) => ({ ...long, id: `person-${index}` }));
}

const worstLists: Readonly<Record<string, View>> = {
  'list.worst': mineView(
    many(150, () => worst(approved())),
    at('14:10'),
  ),
  'list.worst-pending': pendingView(
    many(150, () => worst(pending())),
    at('14:10'),
  ),
  'home.worst': homeView({
    alarms: many(150, () => worst({ ...stillActive(), subject: cem })),
    reviews: many(150, () => worst(taken(stillActive(), { subject: cem }))),
    held: many(150, () => worst(approved())),
    waiting: many(150, () => worst(pending())),
    asked: many(150, () => worst(pending())),
    readAt: at('14:10'),
  }),
  'list.worst-history': historyView(
    many(20, () => worst(approved())),
    { count: 1_000, isMore: true },
    { reader: ben, readAt: at('14:10') },
  ),
  'timeline.worst': timelineView(
    worst(
      approved(
        { endedBy: ben, endReason: 'Done.' },
        { decisions: [decision('approve'), decision('approve', dia), decision('deny', cem)] },
      ),
    ),
    longTrail(150, worst(pending()).requester.name),
    'approver',
  ),
  'who.worst': whoView({
    ...who,
    target: worst(pending()).target,
    policy: worst(pending({ policy: policy({ terms: limited }) })).policy,
    holders: crowd().map((person) => ({
      person,
      scope: 'W'.repeat(60),
      until: at('18:00'),
      glass: true,
    })),
    asking: crowd().map(({ name }) => ({ name, until: at('18:00', 30) })),
    deciding: worst(pending()).approverGroup,
    stages: Array(4).fill({ group: worst(pending()).approverGroup, approvalsNeeded: 20 }),
    escalation: { group: worst(pending()).approverGroup, afterS: 93_780 },
    deciders: crowd(),
  }),
};

export const listSamples: Readonly<Record<string, View>> = {
  ...lists,
  ...timelines,
  ...holders,
  ...worstLists,
};
