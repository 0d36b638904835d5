/** Everything that people, clocks and targets do, each as a step that says what it expects. */
import fc from 'fast-check';
import { RemoteError } from '../../src/errors';
import { type PlatformName } from '../../src/elevation/model';
import { type PersonKey } from '../support/seed';
import {
  approve,
  decideWithinMs,
  isHeld,
  isOpen,
  mayApprove,
  mayDeny,
  settle,
  type Expectation,
  type ExpectedRequest,
} from './expectation';
import {
  causeOf,
  checkPromises,
  checkSettled,
  count,
  isRefused,
  press,
  type Reality,
} from './reality';

type Step = fc.AsyncCommand<Expectation, Reality>;

/** What is drawn for every step; a step takes from it what it needs. */
interface Drawn {
  readonly person: PersonKey;
  readonly platform: PlatformName;
  /** Of the run's requests, counted around. */
  readonly which: number;
  readonly minutes: number;
  /** Whether it is something that can be done; the rest is left to chance, and mostly refused. */
  readonly fits: boolean;
}

type Act = (expected: Expectation, reality: Reality, drawn: Drawn) => Promise<void>;

function step(name: string, act: Act, needsRequest = true) {
  return (drawn: Drawn): Step => ({
    check: (expected) => !needsRequest || expected.requests.length > 0,
    async run(expected, reality) {
      await act(expected, reality, drawn);
      await checkPromises(expected, reality);
    },
    toString: () =>
      `${name}(${drawn.person} ${drawn.platform} #${drawn.which} ${drawn.minutes}m${drawn.fits ? ' fits' : ''})`,
  });
}

interface Choice {
  readonly request: ExpectedRequest;
  readonly person: PersonKey;
}

const people = ['ana', 'ben', 'cara', 'dan', 'eve'] as const;

/** Who does it to which request: something that may be done where there is such a thing, or anything. */
function choose(
  expected: Expectation,
  drawn: Drawn,
  may: (request: ExpectedRequest, person: PersonKey) => boolean,
): Choice & { readonly may: boolean } {
  const fitting = expected.requests.flatMap((request) =>
    people.filter((person) => may(request, person)).map((person) => ({ request, person })),
  );
  const free = { request: around(expected.requests, drawn.which), person: drawn.person };
  const chosen = drawn.fits && fitting.length > 0 ? around(fitting, drawn.which) : free;
  return { ...chosen, may: may(chosen.request, chosen.person) };
}

function around<T>(all: readonly T[], which: number): T {
  return all[which % all.length]!;
}

const ask: Act = async (expected, reality, { person, platform, minutes }) => {
  const { world } = reality;
  const reply = await world.says(person, `Search-Mailbox ${minutes}m phishing`, platform);
  const able = [...expected.approvers].filter((one) => one !== person).length;
  const isAsked = person !== 'eve' && able >= expected.needed;
  expect([reply.privately?.screen, person]).toEqual([isAsked ? 'receipt' : 'refusal', person]);
  count(reality, 'ask', isAsked);
  if (!isAsked) return;
  const [row] = await world.db.query<{ number: number }>(
    'select max(number)::int as number from elevate.requests',
  );
  reality.numbers.push(row!.number);
  expected.requests.push({
    number: row!.number,
    requester: person,
    durationMs: minutes * 60_000,
    decideBy: expected.now + decideWithinMs,
    state: 'pending',
    approvers: new Set(),
    endsAt: null,
    over: false,
  });
};

const approveIt: Act = async (expected, reality, drawn) => {
  const { request, person, may } = choose(expected, drawn, (one, by) =>
    mayApprove(expected, one, by),
  );
  const pressed = {
    person,
    platform: drawn.platform,
    verb: 'approve',
    number: request.number,
  } as const;
  const reply = await press(reality, pressed);
  expect(isRefused(reply)).toBe(!may);
  if (person === request.requester && person !== 'eve') {
    expect(causeOf(reply)).toBe('own-request');
  }
  if (may) approve(expected, request, person);
};

const denyIt: Act = async (expected, reality, drawn) => {
  const { request, person, may } = choose(expected, drawn, (one, by) => mayDeny(expected, one, by));
  const pressed = {
    person,
    platform: drawn.platform,
    verb: 'deny',
    number: request.number,
  } as const;
  const reply = await press(reality, pressed);
  expect(isRefused(reply)).toBe(!may);
  if (may) request.state = 'denied';
};

const approveOldScreen: Act = async (expected, reality, drawn) => {
  const request = around(expected.requests, drawn.which);
  const pressed = { ...drawn, verb: 'approve', number: request.number } as const;
  expect(isRefused(await press(reality, pressed, 'another-fact'))).toBe(true);
  count(reality, 'press on an old screen', false);
};

const withdraw: Act = async (expected, reality, drawn) => {
  const { request, person, may } = choose(
    expected,
    drawn,
    (one, by) => by === one.requester && isOpen(expected, one),
  );
  const pressed = {
    person,
    platform: drawn.platform,
    verb: 'withdraw',
    number: request.number,
  } as const;
  const reply = await press(reality, pressed);
  expect(isRefused(reply)).toBe(!may);
  if (may) request.state = 'withdrawn';
};

const end: Act = async (expected, reality, drawn) => {
  const { request, person, may } = choose(
    expected,
    drawn,
    (one, by) => by === one.requester && isHeld(one),
  );
  const pressed = {
    person,
    platform: drawn.platform,
    verb: 'end',
    number: request.number,
  } as const;
  const reply = await press(reality, pressed);
  expect(isRefused(reply)).toBe(!may);
  if (may) request.over = true;
};

const revoke: Act = async (expected, reality, drawn) => {
  const { request, person, may } = choose(
    expected,
    drawn,
    (one, by) => expected.approvers.has(by) && isHeld(one),
  );
  const pressed = {
    person,
    platform: drawn.platform,
    verb: 'revoke',
    number: request.number,
  } as const;
  const reply = await press(reality, pressed);
  expect(isRefused(reply)).toBe(!may);
  if (may) request.over = true;
};

/** The same payload once more: the same answer, and nothing happens. */
const replay: Act = async (_expected, reality) => {
  if (reality.last === null) return;
  const { send, reply } = reality.last;
  expect(await send()).toEqual(reply);
  count(reality, 'replay', true);
};

const readLists: Act = async (_expected, { world, ...reality }, { person, platform }) => {
  for (const verb of ['mine', 'pending'] as const) {
    const reply = await world.says(person, verb, platform);
    expect(isRefused(reply)).toBe(false);
    count({ world, ...reality }, verb, true);
  }
};

const advance: Act = async (expected, reality, { minutes, which }) => {
  // Small steps, and now and then one over every deadline there is.
  const ms = which === 0 ? decideWithinMs : minutes * 20_000;
  await reality.world.db.advance(ms);
  expected.now += ms;
  count(reality, 'advance', true);
};

const settleAll: Act = async (expected, reality) => {
  await reality.world.settle();
  settle(expected);
  await checkSettled(expected, reality);
  count(reality, 'settle', true);
};

const fault: Act = async (_expected, reality, { which, minutes }) => {
  const call = (['grant', 'revoke', 'inspect'] as const)[which % 3]!;
  // What a target refuses for good while granting is a failed grant, and none of the model's fails.
  const kinds =
    call === 'revoke' ? (['unavailable', 'rejected'] as const) : ['unavailable' as const];
  const error = new RemoteError('Exchange', around(kinds, minutes), 'x');
  reality.world.exchange.failures.push({ call, error, after: which % 2 === 0 });
  reality.faults += 1;
  count(reality, 'fault', true);
};

const drawn: fc.Arbitrary<Drawn> = fc.record({
  person: fc.constantFrom<PersonKey>('ana', 'ana', 'ben', 'cara', 'cara', 'ben', 'dan', 'eve'),
  platform: fc.constantFrom<PlatformName>('slack', 'teams'),
  which: fc.nat({ max: 11 }),
  minutes: fc.integer({ min: 5, max: 240 }),
  fits: fc.constantFrom(true, true, false),
});

/** Often enough that most requests come to something: what decides is drawn more often than what refuses. */
export const steps: fc.Arbitrary<Step>[] = [
  ...[ask, ask, ask].map((act) => drawn.map(step('ask', act, false))),
  ...[approveIt, approveIt, approveIt, approveIt].map((act) => drawn.map(step('approve', act))),
  drawn.map(step('deny', denyIt)),
  drawn.map(step('approve an old screen', approveOldScreen)),
  drawn.map(step('withdraw', withdraw)),
  drawn.map(step('end', end)),
  drawn.map(step('revoke', revoke)),
  drawn.map(step('replay', replay)),
  drawn.map(step('lists', readLists, false)),
  ...[advance, advance].map((act) => drawn.map(step('advance', act, false))),
  ...[settleAll, settleAll].map((act) => drawn.map(step('settle', act, false))),
  drawn.map(step('fault', fault, false)),
];
