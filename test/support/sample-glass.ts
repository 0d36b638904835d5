/** Every screen of a right that was taken without approval. */
import { noTerms, type AskedGroup, type RequestSnapshot } from '../../src/elevation/model';
import { breakGlassView, passedOverView } from '../../src/views/break-glass';
import { reviewReminderLine, type Mentioned } from '../../src/views/follow-ups';
import { reviewFormView } from '../../src/views/forms';
import { noticeView } from '../../src/views/notice';
import { toldLine } from '../../src/views/notify';
import { promptView } from '../../src/views/prompt';
import { type View } from '../../src/views/view';
import {
  activating,
  approved,
  at,
  ben,
  cem,
  drafted,
  ended,
  ending,
  failed,
  reviewedAsRight,
  reviewedAsWrong,
  policy,
  rightToLeft,
  stillActive,
  taken,
  worst,
} from './snapshots';

const owners = { id: 'group-owners', name: 'Owners', size: 3 };
const laterStage: AskedGroup = { group: owners, why: 'stage', stage: 2, at: at('14:06') };

const revoked = {
  endCause: 'revoked',
  endedBy: ben,
  endReason: 'Mail is up again.',
  endingAt: at('14:29'),
} as const;

const prompts: Readonly<Record<string, RequestSnapshot>> = {
  'glass-activating': taken(activating()),
  'glass-activating-late': taken(activating({ readAt: at('14:07:30') })),
  'glass-active': taken(approved()),
  'glass-active-stages': taken(approved(), {
    alsoAsked: [laterStage],
    policy: policy({
      terms: { ...noTerms, stages: [{ groupId: owners.id, approvalsNeeded: 1 }] },
    }),
  }),
  'glass-active-reviewers': taken(approved(), { alsoAsked: [laterStage] }),
  'glass-active-told-instead': taken(approved(), {
    alsoAsked: [{ ...laterStage, why: 'undeliverable', stage: 1 }],
  }),
  'glass-active-reminded': taken(approved(), { reminders: [at('14:36')] }),
  'glass-active-reviewed': taken(approved(), { review: reviewedAsRight }),
  'glass-ending-soon': taken(approved({ warnedAt: at('14:51') }, { readAt: at('14:51:02') })),
  'glass-ending': taken(ending({}, { readAt: at('15:06:10') })),
  'glass-ended': taken(ended({ endingAt: at('15:06'), endedAt: at('15:06:04') })),
  'glass-ended-reminded': taken(ended({ endedAt: at('15:06:04') }), {
    reminders: [at('18:06'), at('18:06', 13)],
  }),
  'glass-ended-right': taken(ended({ endedAt: at('15:06:04') }), { review: reviewedAsRight }),
  'glass-ended-wrong': taken(ended({ endedAt: at('15:06:04') }), { review: reviewedAsWrong }),
  'glass-ended-never-started': taken(ended({ endCause: 'never-started', activeAt: null })),
  'glass-ended-revoked': taken(ended({ ...revoked, endedAt: at('14:30') })),
  'glass-still-active': taken(stillActive()),
  'glass-failed': taken(failed()),
  'glass-failed-reviewed': taken(failed(), { review: reviewedAsWrong }),
  'glass-right-to-left': rightToLeft(taken(approved())),
};

const notices: Readonly<Record<string, View>> = {
  'glass-granted': noticeView(taken(approved()), 'granted'),
  'glass-ending-soon': noticeView(taken(approved({ warnedAt: at('14:51') })), 'ending-soon'),
  'glass-ending': noticeView(taken(ending({}, { readAt: at('15:06:10') })), 'ending'),
  'glass-ended': noticeView(taken(ended({ endedAt: at('15:06:04') })), 'ended'),
  'glass-failed': noticeView(taken(failed()), 'failed'),
  'glass-still-active': noticeView(taken(stillActive()), 'still-active'),
  'glass-reviewed': noticeView(taken(ended(), { review: reviewedAsRight }), 'reviewed'),
  'glass-reviewed-wrong': noticeView(taken(ended(), { review: reviewedAsWrong }), 'reviewed'),
  'glass-passed-over': passedOverView(taken(activating())),
};

function called(platform: 'slack' | 'teams'): readonly Mentioned[] {
  return [ben, cem].map(({ name }) => ({
    account: { platform, tenant: 'T0', user: `id-of-${name.toLowerCase()}` },
    name,
  }));
}

const crowd: readonly Mentioned[] = Array.from({ length: 12 }, (_, index) => ({
  account: { platform: 'teams', tenant: 'T0', user: `id-${index}` },
  name: `<at>*Ben*</at> ${'n'.repeat(200)}`,
}));

const others: Readonly<Record<string, View>> = {
  'line.told-taken': toldLine(taken(activating()), 'taken'),
  'line.told-active': toldLine(approved(), 'active'),
  'line.told-active-glass': toldLine(taken(approved()), 'active'),
  'line.told-active-auto': toldLine(approved({}, { decisions: [] }), 'active'),
  'line.told-failed': toldLine(taken(failed()), 'failed'),
  'line.told-ended': toldLine(ended(), 'ended'),
  'line.worst-told': toldLine(worst(approved()), 'active'),
  'approval-active.glass-called-slack': promptView(taken(activating()), {
    buttons: true,
    mentioned: called('slack'),
  }),
  'approval-active.glass-called-teams': promptView(taken(activating()), {
    buttons: true,
    mentioned: called('teams'),
  }),
  'reminder.review-slack': reviewReminderLine(taken(ended()), at('18:06'), called('slack')),
  'reminder.review-teams': reviewReminderLine(taken(ended()), at('18:06'), called('teams')),
  'reminder.worst-review': reviewReminderLine(worst(taken(ended())), at('18:06', 20), crowd),
  'review-form.plain': reviewFormView(taken(approved())),
  'break-glass.ready': breakGlassView(drafted(), 5),
  'break-glass.ready-one': breakGlassView(drafted(), 1),
  'break-glass.ready-default': breakGlassView(drafted({ durationWasDefault: true }), 5),
  'break-glass.ready-until': breakGlassView(
    drafted({ fixedEnd: at('15:00'), durationS: 3_480 }),
    5,
  ),
  'break-glass.lapsed': breakGlassView(drafted({ readAt: at('14:12') }), 5),
  'break-glass.taken': breakGlassView(taken(activating()), 5),
  'break-glass.worst': breakGlassView(worst(drafted()), 12_345),
  'review-form.worst': reviewFormView(worst(taken(approved()))),
  'approval-active.worst-glass': promptView(worst(taken(approved())), {
    buttons: true,
    mentioned: crowd,
  }),
  'approval-closed.worst-glass': promptView(
    worst(taken(ended(revoked), { review: reviewedAsWrong })),
    { buttons: true },
  ),
  'notice.worst-glass-passed-over': passedOverView(worst(taken(activating()))),
  'notice.worst-glass-reviewed': noticeView(
    worst(taken(ended(), { review: reviewedAsWrong })),
    'reviewed',
  ),
};

/** By the name of the sample: the screen, then what is special about it. */
export const glassSamples: Readonly<Record<string, View>> = {
  ...Object.fromEntries(
    Object.entries(prompts).map(([name, snapshot]) => {
      const view = promptView(snapshot, { buttons: true });
      return [`${view.screen}.${name}`, view];
    }),
  ),
  ...Object.fromEntries(Object.entries(notices).map(([name, view]) => [`notice.${name}`, view])),
  ...others,
};
