import fc from 'fast-check';
import { grantTransitions, isLive, mayMoveGrant } from '../../src/elevation/grant-states';
import { type GrantState, type RequestState } from '../../src/elevation/model';
import {
  isOpen,
  isOutOfTime,
  mayMoveRequest,
  requestTransitions,
} from '../../src/elevation/request-states';
import { after, now } from './samples';

const requestStates: readonly RequestState[] = [
  'awaiting-acceptance',
  'pending',
  'approved',
  'denied',
  'withdrawn',
  'expired',
];
const grantStates: readonly GrantState[] = [
  'scheduled',
  'activating',
  'active',
  'ending',
  'ended',
  'failed',
];

describe('states of a request', () => {
  const legal = [
    'new awaiting-acceptance',
    'new pending',
    'awaiting-acceptance pending',
    'awaiting-acceptance withdrawn',
    'awaiting-acceptance expired',
    'pending approved',
    'pending denied',
    'pending withdrawn',
    'pending expired',
  ];

  test.each(
    (['new', ...requestStates] as const).flatMap((from) =>
      requestStates.map((to) => [from, to] as const),
    ),
  )('%s → %s is legal only when the design says so', (from, to) => {
    expect(mayMoveRequest(from, to)).toBe(legal.includes(`${from} ${to}`));
  });

  test('the table holds every legal step once, for the rows of the database', () => {
    expect(requestTransitions.map((step) => step.join(' ')).sort()).toEqual([...legal].sort());
  });

  test('a request is open exactly in the states that something can still leave', () => {
    for (const state of requestStates) {
      expect([state, isOpen(state)]).toEqual([
        state,
        requestTransitions.some(([from]) => from === state),
      ]);
    }
  });
});

test.each(requestStates)('%s: time runs out at the deadline only for what is open', (state) => {
  const isOutAt = (decideBy: Date) => isOutOfTime({ state, decideBy }, now);
  expect(isOutAt(now)).toBe(isOpen(state));
  expect(isOutAt(after(-1))).toBe(isOpen(state));
  expect(isOutAt(after(1))).toBe(false);
});

describe('states of a grant', () => {
  const legal = [
    'new scheduled',
    'new activating',
    'scheduled activating',
    'scheduled ended',
    'activating active',
    'activating ending',
    'activating failed',
    'failed activating',
    'failed ended',
    'active ending',
    'ending ended',
  ];

  test.each(
    (['new', ...grantStates] as const).flatMap((from) =>
      grantStates.map((to) => [from, to] as const),
    ),
  )('%s → %s is legal only when the design says so', (from, to) => {
    expect(mayMoveGrant(from, to)).toBe(legal.includes(`${from} ${to}`));
  });

  test('the table holds every legal step once, for the rows of the database', () => {
    expect(grantTransitions.map((step) => step.join(' ')).sort()).toEqual([...legal].sort());
  });

  test('a grant is live exactly in the states that something can leave without anybody’s wish', () => {
    for (const state of grantStates) {
      const isLeft = grantTransitions.some(([from]) => from === state && from !== 'failed');
      expect([state, isLive(state)]).toEqual([state, isLeft]);
    }
  });

  test('what could not be granted is only ever tried anew or given up', () => {
    expect(grantTransitions.filter(([from]) => from === 'failed')).toEqual([
      ['failed', 'activating'],
      ['failed', 'ended'],
    ]);
  });

  test('a right that may be in the target is only ended through being taken away', () => {
    const intoEnded = grantTransitions.filter(([, to]) => to === 'ended').map(([from]) => from);
    expect(intoEnded.sort()).toEqual(['ending', 'failed', 'scheduled']);
  });

  test('no walk leaves a terminal state, and every walk of legal steps can still reach one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 10 }), (choices) => {
        let state: GrantState | 'new' = 'new';
        for (const choice of choices) {
          const steps: readonly GrantState[] = grantTransitions
            .filter(([from]) => from === state)
            .map(([, to]) => to);
          if (steps.length === 0) break;
          state = steps[choice % steps.length]!;
        }
        if (state === 'ended') {
          expect(grantStates.some((to) => mayMoveGrant(state, to))).toBe(false);
        } else {
          expect(grantStates.some((to) => mayMoveGrant(state, to))).toBe(true);
        }
      }),
    );
  });
});
