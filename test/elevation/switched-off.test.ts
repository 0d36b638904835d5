import { approvesItself, judgeAcceptance, judgeDeclining } from '../../src/elevation/accepting';
import { judgeBreaking, judgeGlassWish, type GlassInput } from '../../src/elevation/break-glass';
import { judgeExtension } from '../../src/elevation/extending';
import { noTerms } from '../../src/elevation/model';
import { judgeOpening, type OpeningInput } from '../../src/elevation/opening';
import { aDenial, judge, membership } from './judge-decision';
import { after, ana, ben, dan, grant, now, policy, rules, snapshot, target } from './samples';

const opening: OpeningInput = {
  switchedOff: true,
  requester: ana,
  subject: ana,
  target,
  policy: policy(),
  typedDuration: '2h',
  clock: { now, zone: 'UTC' },
  reason: 'phishing clean-up',
  ticket: null,
  typedScope: null,
  requesterGroupIds: [],
  present: null,
  groupMembersAbleToDecide: 1,
  ableByStage: [],
  targetAccount: 'ana',
  leastDurationS: 60,
};

const glass: GlassInput = {
  switchedOff: true,
  person: ana,
  target,
  policies: [rules({ terms: { ...noTerms, breakGlass: { groupIds: ['group-1'], maxS: 3600 } } })],
  memberships: [membership()],
  openReview: null,
  targetAccount: 'ana',
  leastDurationS: 60,
  reviewers: 1,
  now,
};

const typed = { duration: '1h', reason: 'it is down', ticket: null, scope: null, clock: null };
const wish = snapshot({ kind: 'review', durationS: 3600 });
const pressed = { wish, readyUntil: after(60_000), pressedDigest: 'd', digest: 'd' };

const awaited = { requester: ana, subject: dan, state: 'awaiting-acceptance' } as const;
const digests = { pressedDigest: 'd', digest: 'd' };
const held = snapshot({ state: 'approved', grant: grant() });

describe('while the organisation is switched off', () => {
  it.each([
    ['asked for', (off: boolean) => judgeOpening({ ...opening, switchedOff: off })],
    ['extended', (off: boolean) => judgeExtension({ ...opening, switchedOff: off }, held)],
    ['approved', (off: boolean) => judge({ request: { switchedOff: off } })],
    [
      'accepted',
      (off: boolean) =>
        judgeAcceptance({
          request: snapshot({ ...awaited, switchedOff: off }),
          person: dan,
          ...digests,
          now,
        }),
    ],
    [
      'prepared by break-glass',
      (off: boolean) => judgeGlassWish({ ...glass, switchedOff: off }, typed),
    ],
    [
      'taken by break-glass',
      (off: boolean) => judgeBreaking({ ...glass, ...pressed, switchedOff: off }),
    ],
  ])('nothing can be %s, and it can be while it is on', (_what, judged) => {
    expect(judged(true)).toMatchObject({ refused: 'switched-off' });
    expect(judged(false)).not.toHaveProperty('refused');
  });

  it('no policy approves anything by itself', () => {
    const auto = { policy: rules({ approval: 'auto' }), policyNow: rules({ approval: 'auto' }) };
    const facts = {
      now,
      autoApproved: 0,
      lastDeniedAt: null,
      requesterGroupIds: [],
      subjectGroupIds: [],
      isRequesterMember: true,
    };
    expect(approvesItself(snapshot({ ...auto, switchedOff: true }), facts)).toBe(false);
    expect(approvesItself(snapshot(auto), facts)).toBe(true);
  });

  it('can be denied and declined', () => {
    expect(judge({ request: { switchedOff: true }, ...aDenial })).toMatchObject({
      becomes: 'denied',
    });
    const request = snapshot({ ...awaited, switchedOff: true });
    expect(judgeDeclining({ request, person: dan, now })).toEqual({ becomes: 'withdrawn' });
  });

  it('tells nothing of a request to somebody who could not decide on it', () => {
    const memberships = [membership({ member: false })];
    expect(judge({ request: { switchedOff: true }, memberships })).toMatchObject({
      refused: 'not-an-approver',
    });
    const request = snapshot({ ...awaited, switchedOff: true });
    expect(judgeAcceptance({ request, person: ben, ...digests, now })).toMatchObject({
      refused: 'not-yours',
    });
  });
});
