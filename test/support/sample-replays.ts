/** Past requests under a policy as it might become. */
import { type Change } from '../../src/administration/difference';
import { type Fate } from '../../src/elevation/past-fate';
import { otherwiseWhys, type Otherwise } from '../../src/elevation/replaying';
import { replayView, type ReplayFacts } from '../../src/views/policy-replay';
import { type View } from '../../src/views/view';
import { at, cem, dia, pending, worst } from './snapshots';

const place = { section: 'policies', item: 'Exchange\\Search-*', kind: 'changed' } as const;

const changes: readonly Change[] = [
  { ...place, field: 'approvalsNeeded', before: 1, after: 2 },
  { ...place, field: 'durationMax', before: '8h', after: '4h' },
];

const byOne: Fate = { ends: 'approved', seconds: 4 * 3600, approvals: 1 };
const byItself: Fate = { ends: 'by-itself', seconds: 4 * 3600 };
const undecided: Fate = { ends: 'undecided', approvals: 1, needed: 2, uncounted: null };
const tooLong: Fate = { ends: 'refused', refused: 'duration-too-long' };

function otherwise(
  number: number,
  why: Otherwise['why'],
  before: Fate,
  after: Fate,
  person = cem,
): Otherwise {
  const request = { ...pending(), ...past, number, requester: person, subject: person };
  return { request, why, before, after };
}

const past = {
  targetAccount: 'cem',
  lastDeniedAt: null,
  decisions: [],
  undeliverable: [],
  extends: null,
};

const tighter: ReplayFacts = {
  changes,
  looked: 212,
  isMore: false,
  otherwise: [
    ...Array.from({ length: 11 }, (_, n) =>
      otherwise(
        140 - n * 3,
        'refused',
        { ...byOne, seconds: 6 * 3600 },
        tooLong,
        n % 2 ? dia : cem,
      ),
    ),
    otherwise(133, 'more-approvals', byOne, undecided),
    otherwise(118, 'more-approvals', byOne, undecided, dia),
    otherwise(112, 'shorter', byOne, { ...byOne, seconds: 2 * 3600 }),
  ],
  readAt: at('14:10'),
};

const long = worst(pending());

/** The longest of each, as often as there can be. */
const worstOtherwise = otherwiseWhys.flatMap((why, kind) =>
  Array.from({ length: 83 }, (_, n): Otherwise => {
    const request = { ...long, ...past, number: 1_000_000 + kind * 100 + n };
    return { request, why, before: undecided, after: tooLong };
  }),
);

export const replaySamples: Readonly<Record<string, View>> = {
  'sheet.replay': replayView(tighter),
  'sheet.replay-same': replayView({ ...tighter, otherwise: [] }),
  'sheet.replay-none': replayView({ ...tighter, looked: 0, otherwise: [] }),
  'sheet.replay-wider': replayView({
    ...tighter,
    changes: [{ ...place, field: 'approval', before: 'manual', after: 'auto' }],
    looked: 1000,
    isMore: true,
    otherwise: [
      otherwise(141, 'by-itself', byOne, byItself),
      otherwise(139, 'by-itself', { ends: 'denied' }, byItself, dia),
      otherwise(130, 'by-itself', { ...undecided, approvals: 0, needed: 1 }, byItself),
      otherwise(127, 'allowed', { ends: 'refused', refused: 'cool-down' }, byItself),
    ],
  }),
  'sheet.worst-replay': replayView({
    changes: Array.from({ length: 30 }, () => ({
      ...place,
      item: long.policy.pattern,
      field: 'reason.form.pattern',
      before: long.reason,
      after: long.reason,
    })),
    looked: 1000,
    isMore: true,
    otherwise: worstOtherwise,
    readAt: at('14:10'),
  }),
};
