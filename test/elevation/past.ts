/** Past requests for tests of replays: Ana asked for Search-Mailbox, Ben approved. */
import {
  type PastDecision,
  type PastRequest,
  type ReplayWorld,
} from '../../src/elevation/past-fate';
import { type Policy } from '../../src/elevation/model';
import { endOtherwise, type Otherwise } from '../../src/elevation/replaying';
import { after, ana, ben, cleo, dan, now, target } from './samples';

export const minute = 60_000;

export function pastDecision(changes: Partial<PastDecision> = {}): PastDecision {
  return {
    person: ben,
    stage: 1,
    verdict: 'approve',
    comment: null,
    durationS: null,
    decidedAt: after(10 * minute),
    groupId: 'group-1',
    ...changes,
  };
}

export const pastDenial = pastDecision({ verdict: 'deny', comment: 'not this week' });

export function past(changes: Partial<PastRequest> = {}): PastRequest {
  return {
    number: 142,
    requester: ana,
    subject: ana,
    target,
    scope: '',
    durationS: 4 * 3600,
    durationWasDefault: false,
    startAt: null,
    fixedEnd: null,
    reason: 'phishing clean-up',
    ticket: null,
    acceptedAt: null,
    askedAt: now,
    targetAccount: 'ana',
    lastDeniedAt: null,
    decisions: [pastDecision()],
    undeliverable: [],
    extends: null,
    ...changes,
  };
}

export const replayWorld: ReplayWorld = {
  members: new Map([
    ['group-1', new Set([ben.id, cleo.id])],
    ['group-2', new Set([dan.id, cleo.id])],
  ]),
  disabled: new Set(),
  leastDurationS: () => 60,
};

/** All in one go. */
export function otherwiseOf(
  all: readonly PastRequest[],
  policies: { readonly before: readonly Policy[]; readonly after: readonly Policy[] },
  world = replayWorld,
): readonly Otherwise[] {
  const steps = endOtherwise(all, policies, world);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
