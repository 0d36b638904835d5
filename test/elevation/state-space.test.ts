/** Everything that can become of a request and its grant, by the rules alone, held against what the database allows. */
import { pressVerbs, readVerbs } from '../../src/commands/command';
import { mayMoveGrant } from '../../src/elevation/grant-states';
import { mayMoveRequest } from '../../src/elevation/request-states';
import { testDatabase } from '../support/database';
import { explore, scenarios, type Pair } from './state-space';
import { ben, cleo } from './samples';
import { driven } from './state-steps';

const explored = explore();
const { places, requestPairs, grantPairs, steps, verbs } = explored;

/** Bound so that a fault that makes the space larger or smaller is seen; the number itself is printed. */
const leastPlaces = 2_200;

it('visits every abstract state that can be reached, and prints how many there are', () => {
  const lines = [...verbs].map(
    ([verb, { done, refused }]) => `  ${verb}: ${done} done, ${refused} refused`,
  );
  process.stdout.write(
    `${places.length} abstract states from ${scenarios.length} scenarios, by ${steps} steps\n${lines.join('\n')}\n`,
  );
  expect(places.length).toBeGreaterThanOrEqual(leastPlaces);
});

it('drives every verb that changes something, each to an effect and to a refusal', () => {
  // A change of the configuration is no grant: test/workflow/changes.test.ts drives it.
  const opening = ['break-glass'];
  const changing = pressVerbs.filter(
    (verb) => !verb.startsWith('change-') && ![...readVerbs, ...opening, 'refresh'].includes(verb),
  );
  expect([...driven].sort()).toEqual([...changing].sort());
  for (const verb of driven) {
    const { done, refused } = verbs.get(verb)!;
    expect({ verb, done: done > 0, refused: refused > 0 }).toEqual({
      verb,
      done: true,
      refused: true,
    });
  }
  for (const verb of ['expire', 'act', 'wait']) expect(verbs.get(verb)!.done).toBeGreaterThan(0);
});

it('lets no press on an old screen decide or accept', () => {
  for (const [verb, { done }] of verbs) {
    if (verb.endsWith('on an old screen')) expect({ verb, done }).toEqual({ verb, done: 0 });
  }
});

it('moves requests and grants exactly as the rows of the database allow', async () => {
  const db = await testDatabase();
  try {
    const rowsOf = async (table: string) => {
      const rows = await db.query<{ pair: Pair }>(
        `select prior_state || ' > ' || state as pair from elevate.${table} order by 1`,
      );
      return rows.map(({ pair }) => pair);
    };
    expect([...requestPairs].sort()).toEqual(await rowsOf('request_transitions'));
    expect([...grantPairs].sort()).toEqual(await rowsOf('grant_transitions'));
  } finally {
    await db.drop();
  }
});

it('makes no move that the tables of the rules do not have', () => {
  const split = (pair: Pair) => pair.split(' > ') as [never, never];
  expect([...requestPairs].filter((pair) => !mayMoveRequest(...split(pair)))).toEqual([]);
  expect([...grantPairs].filter((pair) => !mayMoveGrant(...split(pair)))).toEqual([]);
});

describe('wherever it stands', () => {
  it('a grant is there exactly when the request is approved, with an end after its start', () => {
    for (const { state, grant } of places) {
      expect(grant !== null).toBe(state === 'approved');
      if (grant !== null) expect(grant.endsAt.getTime()).toBeGreaterThan(grant.startsAt.getTime());
    }
  });

  it('whoever is in one of two groups that have to allow it has denied it, and never approved it', () => {
    const verdicts = places
      .filter(({ policy, policyNow }) => policyNow?.version !== policy.version)
      .flatMap(({ decisions }) => decisions.filter(({ person }) => person.id === ben.id))
      .map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['deny']));
  });

  it('nobody has decided on what they ask for or receive, and nobody counts twice', () => {
    for (const { decisions, requester, subject } of places) {
      const approvers = decisions
        .filter(({ verdict }) => verdict === 'approve')
        .map(({ person }) => person.id);
      expect(
        decisions.filter(({ person }) => [requester.id, subject.id].includes(person.id)),
      ).toEqual([]);
      expect(new Set(approvers).size).toBe(approvers.length);
    }
  });

  it('an approval by people has as many of them as the policy needs', () => {
    for (const { kind, state, policy, decisions } of places) {
      const isByNobody = policy.rules.approval === 'auto' || kind === 'review';
      if (state !== 'approved' || isByNobody) continue;
      const approvals = decisions.filter(({ verdict }) => verdict === 'approve');
      expect(approvals.length).toBeGreaterThanOrEqual(policy.rules.approvalsNeeded);
    }
  });

  it('what was taken without approval has its review, closed by somebody else if by anybody', () => {
    const reviewed = places.filter(({ review }) => review !== null);
    expect(reviewed).toEqual(places.filter(({ kind }) => kind === 'review'));
    const closers = reviewed.flatMap(({ review }) => review!.closed?.by.id ?? []);
    expect(new Set(closers)).toEqual(new Set([ben.id, cleo.id]));
  });

  it('nothing was decided for somebody else before they accepted', () => {
    for (const { state, acceptedAt, requester, subject, decisions } of places) {
      if (requester.id === subject.id) continue;
      if (state === 'pending' || state === 'approved' || state === 'denied') {
        expect(acceptedAt).not.toBeNull();
      }
      if (acceptedAt === null) expect(decisions).toEqual([]);
    }
  });

  it('no grant begins before the start that was asked for, nor lasts beyond the end or the length', () => {
    for (const { grant, startAt, fixedEnd, durationS } of places) {
      if (grant === null) continue;
      expect(grant.startsAt.getTime()).toBeGreaterThanOrEqual(startAt?.getTime() ?? 0);
      expect(grant.endsAt.getTime()).toBeLessThanOrEqual(fixedEnd?.getTime() ?? Infinity);
      const lengthS = (grant.endsAt.getTime() - grant.startsAt.getTime()) / 1000;
      expect(lengthS).toBeLessThanOrEqual(durationS);
    }
  });

  it('a grant that is not over is come back to, and an active one not after its end', () => {
    for (const { grant } of places) {
      if (grant === null) continue;
      const isOver = grant.state === 'ended' || grant.state === 'failed';
      expect(grant.nextAttemptAt === null).toBe(isOver);
      if (grant.state === 'active') expect(grant.nextAttemptAt).toEqual(grant.endsAt);
    }
  });

  it('what has ended says why, and never started where it never was in the target', () => {
    const causes = new Set(places.flatMap(({ grant }) => grant?.endCause ?? []));
    expect([...causes].sort()).toEqual(['expired', 'never-started', 'relinquished', 'revoked']);
    for (const { grant } of places) {
      if (grant?.state === 'ended') expect(grant.endCause).not.toBeNull();
      if (grant?.endCause !== 'never-started') continue;
      // Only what stood in its way is found while it is being made; it ends by the same steps as what was.
      expect(grant.state === 'ended' || grant.withheld !== null).toBe(true);
    }
  });
});
