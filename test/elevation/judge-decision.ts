import {
  judgeDecision,
  type DecidedRequest,
  type DecisionInput,
} from '../../src/elevation/deciding';
import { type Membership } from '../../src/elevation/membership';
import { ben, now, policy, snapshot } from './samples';

/** A fresh reading: Ben is in the approver group. */
export function membership(changes: Partial<Membership> = {}): Membership {
  return { groupId: 'group-1', member: true, disabled: false, readAt: now, ...changes };
}

export type Changes = Partial<Omit<DecisionInput, 'request'>> & {
  request?: Partial<DecidedRequest>;
};

/** Ben approves Ana's request under a policy that needs one approval, but for what is changed. */
export function judge(changes: Changes = {}) {
  const { request, ...rest } = changes;
  return judgeDecision({
    request: snapshot(request),
    decisions: [],
    pinned: policy(),
    present: policy(),
    decider: ben,
    memberships: [membership()],
    verdict: 'approve',
    comment: null,
    durationS: null,
    leastDurationS: 60,
    pressedDigest: 'digest-12345',
    digest: 'digest-12345',
    now,
    ...rest,
  });
}

export const aDenial = { verdict: 'deny', comment: 'not this week' } as const;
