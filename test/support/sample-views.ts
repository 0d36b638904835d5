/** Every screen in every state, for the goldens, the limits and `npm run screens`. */
import {
  noTerms,
  type AskedGroup,
  type Person,
  type PlatformName,
  type RequestSnapshot,
} from '../../src/elevation/model';
import { refuse } from '../../src/errors';
import { anewLine, escalationLine, reminderLine, type Mentioned } from '../../src/views/follow-ups';
import {
  approveLessFormView,
  denyFormView,
  extendFormView,
  revokeFormView,
} from '../../src/views/forms';
import { fullReasonView } from '../../src/views/full-reason';
import { answeredPrivatelyView, notAnsweredView } from '../../src/views/line';
import { noticeView } from '../../src/views/notice';
import { promptView, stillActiveView } from '../../src/views/prompt';
import { receiptView } from '../../src/views/receipt';
import { refusalView } from '../../src/views/refusal';
import { type View } from '../../src/views/view';
import { changeFormSamples } from './sample-change-forms';
import { changeSamples } from './sample-changes';
import { forOtherPrompts, forOtherViews } from './sample-for-other';
import { glassSamples } from './sample-glass';
import { laterPrompts, laterViews } from './sample-later';
import { endedPrompts, endedViews, revoked } from './sample-ended';
import { formSamples } from './sample-forms';
import { listSamples } from './sample-lists';
import { refusals, whichTargets } from './sample-refusals';
import { firstStepSamples } from './sample-first-steps';
import { linkSamples } from './sample-links';
import { placeSamples } from './sample-places';
import { settingsSamples } from './sample-settings';
import { sheetSamples } from './sample-sheets';
import { systemPrompts } from './sample-system';
import { ungivablePrompts } from './sample-ungivable';
import { withheldPrompts, withheldViews } from './sample-withheld';
import {
  activating,
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
  rightToLeft,
  stillActive,
  worst,
} from './snapshots';

export interface SampleView {
  /** `approval-prompt.1-of-2`: the screen, then what is special about it. */
  readonly name: string;
  readonly view: View;
}

const twoNeeded = {
  policy: policy({ approvalsNeeded: 2 }),
  policyNow: policy({ approvalsNeeded: 2 }),
};

const stages = [{ groupId: 'group-owners', approvalsNeeded: 2 }];
const staged = {
  policy: policy({ terms: { ...noTerms, stages } }),
  policyNow: policy({ terms: { ...noTerms, stages } }),
};

const withTicketUrl = {
  ...noTerms,
  ticket: { required: true, form: null, url: 'https://tickets.example.com/browse/{ticket}' },
};

/** Longer than a prompt shows, as somebody would write it. */
const longReason = [
  'A phishing message reached about 40 mailboxes this morning.',
  ...Array.from(
    { length: 14 },
    (_, n) => `Mailbox ${n + 1} was opened, and its owner has been told to wait.`,
  ),
].join('\n');

const threeDays = {
  policy: policy({ durationMaxS: 259_200 }),
  policyNow: policy({ durationMaxS: 259_200 }),
};

const owners = { id: 'group-owners', name: 'Owners', size: 3 };

function alsoAsked(why: AskedGroup['why']): AskedGroup {
  return { group: owners, why, stage: why === 'stage' ? 2 : 1, at: at('18:02') };
}

function called({ name }: Person, platform: PlatformName): Mentioned {
  return { account: { platform, tenant: 'T0', user: `id-of-${name.toLowerCase()}` }, name };
}

/** Every state of the message in the approvers' channel. */
export const prompts: Readonly<Record<string, RequestSnapshot>> = {
  pending: pending(),
  '1-of-2': pending({
    ...twoNeeded,
    decisions: [decision('approve', ben, { comment: 'Fine for me.' })],
  }),
  '1-of-2-less': pending({
    ...twoNeeded,
    decisions: [decision('approve', ben, { durationS: 7200, comment: 'Two hours will do.' })],
  }),
  'no-reason': pending({
    reason: null,
    policyNow: policy({ reasonRequired: false }),
    target: { ...pending().target, description: null },
  }),
  'fixed-end': pending({ fixedEnd: at('18:00'), decideBy: at('18:00'), durationS: 14_280 }),
  ...laterPrompts,
  days: pending({ durationS: 172_800, ...threeDays }),
  ...forOtherPrompts,
  extension: extension(),
  'extension-over': extension({
    extends: { ...extension().extends!, state: 'ended', endCause: 'revoked' },
  }),
  scope: pending({ scope: 'Finance' }),
  ticket: pending({ ticket: 'INC-4711' }),
  'ticket-link': pending({ ticket: 'INC-4711', policy: policy({ terms: withTicketUrl }) }),
  unusual: pending({
    heldLast30Days: 0,
    askedBefore: false,
    deniedLately: { number: 139, at: at('13:42') },
    policyNow: policy({ approvalsNeeded: 2 }, { version: 4 }),
  }),
  'policy-apart': pending({
    policyNow: policy({ approverGroupId: 'group-2' }, { version: 4 }),
    namedSince: [{ ...owners, id: 'group-2', shares: [] }],
  }),
  'policy-shorter': pending({ policyNow: policy({ durationMaxS: 3600 }, { version: 4 }) }),
  'cut-reason': pending({ reason: longReason }),
  'denied-since': pending({ deniedLately: { number: 139, at: at('14:22') }, readAt: at('14:30') }),
  'unusual-hour': pending({ atUnusualHour: true }),
  'unusual-more': pending({
    ...{ atUnusualHour: true, askedBefore: false, heldLast30Days: 0 },
    deniedLately: { number: 139, at: at('13:42') },
    policyNow: policy({ approvalsNeeded: 2 }, { version: 4 }),
  }),
  'held-already': pending({ heldThrough: { number: 140, until: at('20:00') } }),
  'right-to-left': rightToLeft(pending(twoNeeded)),
  'stage-1': pending(staged),
  'stage-2': pending({
    ...staged,
    alsoAsked: [alsoAsked('stage')],
    decisions: [decision('approve', ben, { comment: 'Fine for me.' })],
  }),
  'stage-2-some': pending({
    ...staged,
    alsoAsked: [alsoAsked('stage')],
    decisions: [decision('approve', ben), decision('approve', cem, { stage: 2 })],
  }),
  reminded: pending({ reminders: [at('16:02'), at('18:02')], readAt: at('18:02:05') }),
  escalated: pending({
    reminders: [at('16:02')],
    alsoAsked: [alsoAsked('unanswered')],
    readAt: at('18:02:05'),
  }),
  'escalated-at-once': pending({ alsoAsked: [alsoAsked('undeliverable')] }),
  'policy-gone': pending({ policyNow: null }),
  ...ungivablePrompts,
  ...systemPrompts,
  'hidden-characters': pending({ reason: 'Safe\u202Eetadpu\u202C, zero\u200Bwidth.' }),
  scheduled: approved({
    state: 'scheduled',
    startsAt: at('15:00'),
    endsAt: at('19:00'),
    activeAt: null,
  }),
  activating: activating(),
  'activating-late': activating({ readAt: at('14:07:30') }),
  active: approved(),
  'active-auto': approved({}, { decisions: [] }),
  'active-shortened': approved({ endsAt: at('16:06') }),
  'active-late': approved({ activeAt: at('16:06') }, { readAt: at('16:06:02') }),
  'active-held-before': approved({ heldBefore: true }),
  'active-extension': extension({
    state: 'approved',
    decisions: [decision('approve')],
    closedAt: at('17:40'),
    grant: approved({ startsAt: at('18:06'), endsAt: at('20:06'), activeAt: at('17:40:05') }).grant,
    readAt: at('17:40:06'),
  }),
  'ending-soon': approved({ warnedAt: at('17:51') }, { readAt: at('17:51:02') }),
  'active-days': approved({ endsAt: at('14:06', 14) }, { durationS: 172_800 }),
  'active-right-to-left': rightToLeft(approved()),
  'active-2-of-2': approved(
    {},
    { ...twoNeeded, decisions: [decision('approve'), decision('approve', dia)] },
  ),
  denied: closed('denied'),
  withdrawn: closed('withdrawn'),
  expired: closed('expired', { closedAt: at('14:02', 13), readAt: at('14:02', 13) }),
  'expired-escalated': closed('expired', {
    alsoAsked: [alsoAsked('unanswered')],
    closedAt: at('14:02', 13),
    readAt: at('14:02', 13),
  }),
  ending: ending(),
  'ending-revoked': ending({ ...revoked, endedAt: null }, { readAt: at('16:20:05') }),
  ...endedPrompts,
  ...withheldPrompts,
  'still-active': stillActive(),
  'still-active-refused': stillActive({ lastError: 'rejected', nextAttemptAt: null }),
  'still-active-unknown': stillActive({ lastError: null, attempts: 0 }),
  failed: failed(),
  'failed-forbidden': failed({ lastError: 'unauthorized' }),
  'failed-rejected': failed({ lastError: 'rejected' }),
};

const notices: Readonly<Record<string, View>> = {
  granted: noticeView(
    approved({}, { decisions: [decision('approve', ben, { comment: 'Go on.' })] }),
    'granted',
  ),
  'granted-right-to-left': noticeView(rightToLeft(approved()), 'granted'),
  'granted-auto': noticeView(approved({}, { decisions: [] }), 'granted'),
  'granted-shortened': noticeView(approved({ endsAt: at('16:06') }), 'granted'),
  'granted-late': noticeView(
    approved({ activeAt: at('16:06') }, { readAt: at('16:06:02') }),
    'granted',
  ),
  'granted-held-before': noticeView(approved({ heldBefore: true }), 'granted'),
  'granted-goes-on': noticeView(
    approved({ alsoHeldThrough: { number: 150, until: at('20:06') } }),
    'granted',
  ),
  'ending-soon': noticeView(approved({ warnedAt: at('17:51') }), 'ending-soon'),
  'ending-soon-5': noticeView(approved({ warnedAt: at('18:01') }), 'ending-soon'),
  denied: noticeView(closed('denied'), 'denied'),
  'denied-cooling': noticeView(
    closed('denied', { policyNow: policy({ terms: { ...noTerms, coolDownS: 3600 } }) }),
    'denied',
  ),
  expired: noticeView(closed('expired'), 'expired'),
  withdrawn: noticeView(closed('withdrawn'), 'withdrawn'),
  ending: noticeView(
    ending({ endCause: 'relinquished', endingAt: at('15:30') }, { readAt: at('15:30:02') }),
    'ending',
  ),
  failed: noticeView(failed(), 'failed'),
  'still-active': noticeView(stillActive(), 'still-active'),
};

const receipts: Readonly<Record<string, View>> = {
  pending: receiptView(pending()),
  extension: receiptView(extension()),
  'default-duration': receiptView(pending({ durationWasDefault: true })),
  'default-hour': receiptView(pending({ durationWasDefault: true, durationS: 3600 })),
  'fixed-end': receiptView(
    pending({ fixedEnd: at('18:00'), decideBy: at('18:00'), durationS: 14_280, ...twoNeeded }),
  ),
  'over-budget': receiptView(
    pending({
      policy: policy({
        approval: 'auto',
        terms: { ...noTerms, autoBudget: { count: 3, windowS: 86_400 } },
      }),
    }),
  ),
  escalated: receiptView(pending({ alsoAsked: [alsoAsked('unanswered')] })),
  unreachable: receiptView(pending({ alsoAsked: [alsoAsked('undeliverable')] })),
  auto: receiptView(activating({ decisions: [], policy: policy({ approval: 'auto' }) })),
  'auto-ended': receiptView(ended({}, { decisions: [], policy: policy({ approval: 'auto' }) })),
  expired: receiptView(closed('expired')),
  decided: receiptView(approved()),
  withdrawn: receiptView(closed('withdrawn')),
};

const others: Readonly<Record<string, View>> = {
  'approve-less-form.plain': approveLessFormView(pending(), 60),
  'approve-less-form.fixed-end': approveLessFormView(
    pending({ fixedEnd: at('18:00'), durationS: 14_280 }),
    60,
  ),
  'approve-less-form.second': approveLessFormView(
    pending({ ...twoNeeded, decisions: [decision('approve', ben, { durationS: 7200 })] }),
    60,
  ),
  'approve-less-form.shortest': approveLessFormView(pending({ durationS: 60 }), 60),
  'deny-form.plain': denyFormView(pending()),
  'revoke-form.plain': revokeFormView(approved()),
  'extend-form.plain': extendFormView(approved()),
  'extend-form.auto': extendFormView(approved({}, { policyNow: policy({ approval: 'auto' }) })),
  'revoke-form.kept': revokeFormView(approved({ heldBefore: true })),
  'full-reason.plain': fullReasonView(pending({ reason: longReason })),
  'full-reason.none': fullReasonView(pending({ reason: null })),
  'line.escalated': escalationLine(pending(), alsoAsked('unanswered')),
  'line.stage': escalationLine(pending(staged), alsoAsked('stage')),
  'line.unreachable': escalationLine(pending(), alsoAsked('undeliverable')),
  'reminder.slack': reminderLine(pending(), at('16:02'), [
    called(ben, 'slack'),
    called(cem, 'slack'),
  ]),
  'reminder.teams': reminderLine(pending(), at('16:02'), [
    called(ben, 'teams'),
    called(cem, 'teams'),
  ]),
  'reminder.nobody-to-call': reminderLine(pending(), at('16:02'), []),
  'reminder.anew': anewLine(pending(staged), [called(ben, 'slack'), called(cem, 'slack')]),
  'line.answered': answeredPrivatelyView(),
  'line.unanswered': notAnsweredView(),
};

const worstViews: Readonly<Record<string, View>> = {
  'approval-prompt.worst': promptView(
    worst(pending({ ...twoNeeded, subject: cem, decisions: [decision('approve')] })),
    { buttons: true },
  ),
  'reminder.worst': reminderLine(
    worst(pending()),
    at('16:02'),
    Array.from({ length: 12 }, () =>
      called({ ...ben, name: `<at>*Ben*</at> ${'n'.repeat(200)}` }, 'teams'),
    ),
  ),
  'reminder.worst-anew': anewLine(worst(pending()), []),
  'line.worst': escalationLine(worst(pending()), {
    ...alsoAsked('unanswered'),
    group: { ...owners, name: `<!channel> ${'Owners '.repeat(40)}` },
  }),
  'approval-active.worst': promptView(worst(approved({ endsAt: at('16:06') })), { buttons: true }),
  'approval-active.worst-late': promptView(worst(stillActive()), { buttons: true }),
  'approval-closed.worst': promptView(worst(ended(revoked)), { buttons: true }),
  'receipt.worst': receiptView(worst(pending({ durationWasDefault: true }))),
  'notice.worst': noticeView(worst(approved()), 'granted'),
  'notice.worst-ending-soon': noticeView(
    { ...worst(approved()), grant: approved({ warnedAt: at('17:51') }).grant },
    'ending-soon',
  ),
  'notice.worst-denied': noticeView(worst(closed('denied')), 'denied'),
  'approve-less-form.worst': approveLessFormView(worst(pending()), 60),
  'deny-form.worst': denyFormView(worst(pending())),
  'approval-prompt.worst-extension': promptView(
    { ...worst(extension()), fixedEnd: at('20:06') },
    { buttons: true },
  ),
  'extend-form.worst': extendFormView(worst(approved())),
  'revoke-form.worst': revokeFormView(worst(approved())),
  'full-reason.worst': fullReasonView(worst(pending({ subject: cem }))),
  'full-reason.worst-lines': fullReasonView(pending({ reason: 'x\n'.repeat(1_500) })),
  'full-reason.worst-signs': fullReasonView(pending({ reason: '{"'.repeat(1_500) })),
  'full-reason.worst-emoji': fullReasonView(pending({ reason: '🎉'.repeat(3_000) })),
  'refusal.worst': refusalView(
    refuse('ambiguous-target', {
      typed: `<!channel>${'`'.repeat(70)}`,
      candidates: Array.from({ length: 150 }, (_, index) => `Exchange\\${'N'.repeat(240)}${index}`),
    }),
  ),
};

function named(prefix: string, views: Readonly<Record<string, View>>): SampleView[] {
  return Object.entries(views).map(([name, view]) => ({ name: `${prefix}${name}`, view }));
}

/** Everything that can be shown, in a fixed order. */
export function sampleViews(): readonly SampleView[] {
  return [
    ...Object.entries(prompts).map(([name, snapshot]) => {
      const view = promptView(snapshot, { buttons: true });
      return { name: `${view.screen}.${name}`, view };
    }),
    { name: 'approval-prompt.no-buttons', view: promptView(pending(), { buttons: false }) },
    { name: 'approval-active.alarm', view: stillActiveView(stillActive()) },
    ...named('notice.', notices),
    ...named('receipt.', receipts),
    ...refusals.map(([name, refusal]) => ({ name: `refusal.${name}`, view: refusalView(refusal) })),
    ...named('', whichTargets),
    ...named('', laterViews),
    ...named('', withheldViews),
    ...named('', endedViews),
    ...named('', forOtherViews),
    ...named('', formSamples),
    ...named('', others),
    ...named('', worstViews),
    ...named('', listSamples),
    ...named('', glassSamples),
    ...named('', sheetSamples),
    ...named('', changeSamples),
    ...named('', settingsSamples),
    ...named('', placeSamples),
    ...named('', linkSamples),
    ...named('', firstStepSamples),
    ...named('', changeFormSamples),
  ];
}
