import { hash } from 'node:crypto';
import { type AccountKey, type Person, type Policy, type RequestSnapshot } from './model';

/** Raised when the facts below change their meaning, so that no old button matches new facts. */
const factsVersion = 5;

export type DecidedFacts = Pick<
  RequestSnapshot,
  | 'id'
  | 'kind'
  | 'requester'
  | 'subject'
  | 'target'
  | 'scope'
  | 'durationS'
  | 'startAt'
  | 'fixedEnd'
  | 'reason'
  | 'ticket'
  | 'policy'
  | 'policyNow'
  | 'approverGroup'
>;

/**
 * 12 base64url characters over everything an approver decides on. A button carries it; a press with another digest was
 * made on a screen that no longer says what is stored. Approvals so far and times of drawing are left out: they change
 * while the question stays the same.
 */
export function factsDigest(snapshot: DecidedFacts): string {
  // One array of plain values in a fixed order has exactly one JSON text.
  const facts = [
    factsVersion,
    snapshot.id,
    snapshot.requester.id,
    snapshot.subject.id,
    snapshot.target.id,
    snapshot.target.name,
    // What it allows, in words and in fact, may have become something else while it was asked for.
    snapshot.target.type,
    snapshot.target.description,
    snapshot.target.grants ?? null,
    snapshot.scope,
    snapshot.durationS,
    snapshot.startAt?.toISOString() ?? null,
    snapshot.fixedEnd?.toISOString() ?? null,
    snapshot.reason,
    snapshot.ticket,
    versionOf(snapshot.policy),
    versionOf(snapshot.policyNow),
    snapshot.approverGroup.id,
    // Nothing that was asked for in the usual way can pass for what was taken without asking.
    ...(snapshot.kind === 'review' ? ['break-glass'] : []),
  ];
  return hash('sha256', JSON.stringify(facts), 'base64url').slice(0, 12);
}

function versionOf(policy: Policy | null): readonly [string, number] | null {
  return policy && [policy.id, policy.version];
}

/** What is stored in the place of a code that ties accounts. */
export function hashOfCode(organisationId: string, code: string): string {
  return hash('sha256', JSON.stringify(['link-code', organisationId, code]), 'base64url');
}

/** One of two accounts that are shown each other. */
interface ShownAccount {
  readonly account: AccountKey;
  readonly name: string;
  readonly person: Person | null;
}

/** Over what both are shown before they confirm: whose accounts they are may change meanwhile. */
export function linkDigest(shown: {
  readonly id: string;
  readonly asker: ShownAccount;
  readonly typer: ShownAccount | null;
}): string {
  const sides = [shown.asker, shown.typer].map(
    (side) =>
      side && [
        side.account.platform,
        side.account.tenant,
        side.account.user,
        side.name,
        side.person?.id ?? null,
      ],
  );
  return hash('sha256', JSON.stringify([shown.id, ...sides]), 'base64url').slice(0, 12);
}
