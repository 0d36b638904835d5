/** Everything that people, clocks and targets do, each as a step that says what it expects. */
import fc from 'fast-check';
import { parseMeantValue } from '../../src/commands/ask-value';
import { RemoteError } from '../../src/errors';
import { type PlatformName } from '../../src/elevation/model';
import { type PersonKey } from '../support/seed';
import { type Reply } from '../../src/platforms/contract';
import {
  approve,
  canBeDecided,
  decideWithinMs,
  endNow,
  goesOnWith,
  isAwaited,
  isHeld,
  isOpen,
  isOwn,
  mayApprove,
  mayAskAgain,
  mayDeny,
  mayExtend,
  mayRetry,
  settle,
  type Expectation,
  type ExpectedRequest,
} from './expectation';
import {
  causeOf,
  checkSettled,
  count,
  isRefused,
  press,
  type Pressed,
  type Reality,
} from './reality';
import { review, takeAtOnce } from './glass-steps';
import { around, choose, people, step, type Act, type Choice, type Drawn, type Step } from './step';

const ask: Act = async (expected, reality, { person, platform, minutes }) => {
  const { world } = reality;
  const reply = await world.says(person, `Search-Mailbox ${minutes}m phishing`, platform);
  const isAsked = person !== 'eve' && canBeDecided(expected, person);
  expect([reply.privately?.screen, person]).toEqual([isAsked ? 'receipt' : 'refusal', person]);
  count(reality, 'ask', isAsked);
  if (isAsked) await expectOpened(expected, reality, { person, minutes });
};

/** A slip in the name, and two presses on the nearest, which is what was meant. */
const askMistyped: Act = async (expected, reality, { person, platform, minutes }) => {
  const { world } = reality;
  const refused = await world.says(person, `Serch-Mailbox ${minutes}m phishing`, platform);
  const [offer] = (refused.privately?.facts.offers ?? []) as readonly { readonly value?: string }[];
  expect([offer === undefined, person]).toEqual([person === 'eve', person]);
  if (offer === undefined) return;
  const pressIt = () =>
    world.inbound.askAs(world.envelope(person, platform), parseMeantValue(offer.value)!);
  const reply = await pressIt();
  const isAsked = canBeDecided(expected, person);
  expect([reply.privately?.screen, person]).toEqual([isAsked ? 'receipt' : 'refusal', person]);
  expect((await pressIt()).receiptFor).toBe(reply.receiptFor);
  count(reality, 'ask for the nearest', isAsked);
  if (isAsked) await expectOpened(expected, reality, { person, minutes });
};

/** From a whole minute on that is yet to come, as whoever asks reads it in Madrid. */
const askLater: Act = async (expected, reality, drawn) => {
  const { person, platform, minutes, which } = drawn;
  const startAt = Math.floor((expected.now + (which + 1) * 20 * minuteMs) / minuteMs) * minuteMs;
  // A time that comes twice when clocks go back means its first coming.
  if (isNearChange(startAt)) return ask(expected, reality, drawn);
  const typed = `Search-Mailbox ${minutes}m --at ${inMadrid(startAt)} phishing`;
  const reply = await reality.world.says(person, typed, platform);
  const isAsked = person !== 'eve' && canBeDecided(expected, person);
  expect([reply.privately?.screen, person]).toEqual([isAsked ? 'receipt' : 'refusal', person]);
  count(reality, 'ask for later', isAsked);
  if (isAsked) await expectOpened(expected, reality, { person, minutes, startAt });
};

const minuteMs = 60_000;

function inMadrid(at: number): string {
  return new Date(at).toLocaleString('sv-SE', { timeZone: 'Europe/Madrid' }).slice(0, 16);
}

function isNearChange(at: number): boolean {
  const hourIn = (ms: number) => Number(inMadrid(ms).slice(11, 13));
  const twoHours = 120 * minuteMs;
  return (hourIn(at + twoHours) - hourIn(at - twoHours) + 24) % 24 !== 4;
}

const askForOther: Act = async (expected, reality, drawn) => {
  const { person, platform, minutes, which } = drawn;
  const subject = around(people, which);
  const typed = `Search-Mailbox ${minutes}m --for ${subject}@example.com phishing`;
  const reply = await reality.world.says(person, typed, platform);
  const isHere = person !== 'eve' && subject !== 'eve';
  const isAsked = isHere && canBeDecided(expected, person, subject);
  expect([reply.privately?.screen, person, subject]).toEqual([
    isAsked ? 'receipt' : 'refusal',
    person,
    subject,
  ]);
  count(reality, 'ask for somebody', isAsked);
  if (isAsked) await expectOpened(expected, reality, { person, minutes, subject });
};

interface Opened {
  readonly person: PersonKey;
  readonly minutes: number;
  /** The request that it lets go on. */
  readonly base?: ExpectedRequest | null;
  readonly subject?: PersonKey;
  readonly startAt?: number;
}

async function expectOpened(
  expected: Expectation,
  { world, numbers }: Reality,
  { person, minutes, base = null, subject = person, startAt }: Opened,
): Promise<void> {
  const [row] = await world.db.query<{ number: number }>(
    'select max(number)::int as number from elevate.requests',
  );
  const durationMs = minutes * 60_000;
  const extended = base && { base, fixedEnd: base.endsAt! + durationMs };
  numbers.push(row!.number);
  expected.requests.push({
    number: row!.number,
    requester: person,
    subject,
    startAt: startAt ?? null,
    durationMs,
    decideBy: Math.min(expected.now + decideWithinMs, extended?.fixedEnd ?? Infinity),
    state: subject === person ? 'pending' : 'awaiting-acceptance',
    approvers: new Set(),
    allowedMs: durationMs,
    extends: extended,
    glass: null,
    endsAt: null,
    active: false,
    over: false,
    endedEarly: false,
    ended: false,
  });
}

/** Says with which cause somebody was refused who may. */
function expectRefused(reply: Reply, refused: boolean): void {
  const cause = refused ? 'any' : causeOf(reply);
  const allowed = { refused: false, cause: undefined };
  expect({ refused: isRefused(reply), cause }).toEqual(
    refused ? { refused: true, cause: 'any' } : allowed,
  );
}

/** One press on a request, by somebody who may or by anybody; `then` is what it changes when it counts. */
function pressing(
  verb: Pressed['verb'],
  may: (expected: Expectation, request: ExpectedRequest, person: PersonKey) => boolean,
  then: (expected: Expectation, choice: Choice, durationS: number) => void,
): Act {
  return async (expected, reality, drawn) => {
    const chosen = choose(expected, drawn, (request, person) => may(expected, request, person));
    const { request, person } = chosen;
    const durationS = Math.ceil((request.durationMs * (drawn.which + 1)) / 12 / 60_000) * 60;
    const reply = await press(reality, {
      ...{ person, verb, platform: drawn.platform, number: request.number },
      ...(verb === 'approve-less' ? { durationS } : {}),
    });
    expectRefused(reply, !chosen.may);
    const isDecision = verb === 'approve' || verb === 'approve-less' || verb === 'deny';
    if (isDecision && isOwn(request, person)) expect(causeOf(reply)).toBe('own-request');
    if (chosen.may) then(expected, chosen, durationS);
  };
}

const approveIt = pressing('approve', mayApprove, (expected, { request, person }) => {
  approve(expected, request, person);
});

const approveForLess = pressing('approve-less', mayApprove, (expected, choice, durationS) => {
  approve(expected, choice.request, choice.person, durationS * 1000);
});

const denyIt = pressing('deny', mayDeny, (_expected, { request }) => {
  request.state = 'denied';
});

const approveOldScreen: Act = async (expected, reality, drawn) => {
  const request = around(expected.requests, drawn.which);
  const pressed = { ...drawn, verb: 'approve', number: request.number } as const;
  expect(isRefused(await press(reality, pressed, 'another-fact'))).toBe(true);
  count(reality, 'press on an old screen', false);
};

const accept = pressing(
  'accept',
  (expected, request, person) => person === request.subject && isAwaited(expected, request),
  (_expected, { request }) => {
    request.state = 'pending';
  },
);

const decline = pressing(
  'decline',
  (expected, request, person) => person === request.subject && isAwaited(expected, request),
  (_expected, { request }) => {
    request.state = 'withdrawn';
  },
);

const withdraw = pressing(
  'withdraw',
  (expected, request, person) =>
    isOwn(request, person) && (isOpen(expected, request) || isAwaited(expected, request)),
  (_expected, { request }) => {
    request.state = 'withdrawn';
  },
);

const end = pressing(
  'end',
  (_expected, request, person) => isOwn(request, person) && isHeld(request),
  (expected, { request }) => endNow(expected, request),
);

const revoke = pressing(
  'revoke',
  (expected, request, person) => expected.approvers.has(person) && isHeld(request),
  (expected, { request }) => endNow(expected, request),
);

/** What it does to a right that outlives its end is seen when it settles. */
const tryAgain: Act = async (expected, reality, drawn) => {
  const { request, person } = choose(
    expected,
    drawn,
    (one, by) => mayRetry(expected, one, by) !== 'refused',
  );
  const { platform } = drawn;
  const reply = await press(reality, { person, platform, verb: 'retry', number: request.number });
  if (mayRetry(expected, request, person) === 'refused') expect(isRefused(reply)).toBe(true);
};

/** More time on a grant: a request of its own, that begins where the grant ends. */
const extend: Act = async (expected, reality, drawn) => {
  const { request, person } = choose(
    expected,
    drawn,
    (one, by) => mayExtend(expected, one, by) !== 'refused',
  );
  const known = mayExtend(expected, request, person);
  const { minutes, platform } = drawn;
  const typed = `extend ELV-${request.number} ${minutes}m it takes longer`;
  const isDone = !isRefused(await reality.world.says(person, typed, platform));
  count(reality, 'extend', isDone);
  expect(isDone ? ['done', 'either'] : ['refused', 'either']).toContain(known);
  if (isDone) await expectOpened(expected, reality, { person, minutes, base: request });
};

/** The same once more, by one press on what is over. */
const askAgain: Act = async (expected, reality, drawn) => {
  const { request, person } = choose(
    expected,
    drawn,
    (one, by) => mayAskAgain(expected, one, by) !== 'refused',
  );
  const known = mayAskAgain(expected, request, person);
  const base = goesOnWith(request);
  const { platform } = drawn;
  const reply = await press(reality, { person, platform, verb: 'again', number: request.number });
  const isDone = !isRefused(reply);
  expect(isDone ? ['done', 'either'] : ['refused', 'either']).toContain(known);
  const minutes = request.durationMs / 60_000;
  const { subject } = request;
  if (isDone) await expectOpened(expected, reality, { person, minutes, base, subject });
};

/** The same payload once more: the same answer, and nothing happens. */
const replay: Act = async (_expected, reality) => {
  if (reality.last === null) return;
  const { send, reply } = reality.last;
  expect(await send()).toEqual(reply);
  count(reality, 'replay', true);
};

const readLists: Act = async (_expected, { world, ...reality }, { person, platform }) => {
  for (const verb of ['mine', 'pending', 'history', 'home'] as const) {
    const reply = await world.says(person, verb, platform);
    expect(isRefused(reply)).toBe(false);
    count({ world, ...reality }, verb, true);
  }
};

/** Whoever asked or may decide sees what happened, and who holds it; nobody else learns that there is anything to see. */
const look: Act = async (expected, reality, { person, platform, which }) => {
  const request = around(expected.requests, which);
  const shown = await reality.world.says(person, `show ELV-${request.number}`, platform);
  const maySee = isOwn(request, person) || expected.approvers.has(person);
  expect(isRefused(shown)).toBe(!maySee);
  count(reality, 'show', maySee);
  const who = await reality.world.says(person, 'who Search-Mailbox', platform);
  expect(isRefused(who)).toBe(person === 'eve');
  count(reality, 'who', person !== 'eve');
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
  settle(expected, reality.faults === 0);
  await checkSettled(expected, reality);
  count(reality, 'settle', true);
};

const fault: Act = async (_expected, reality, { which, minutes }) => {
  if (!reality.mayFail) return;
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
  ...[approveIt, approveIt, approveIt].map((act) => drawn.map(step('approve', act))),
  drawn.map(step('ask for the nearest', askMistyped, false)),
  drawn.map(step('ask for later', askLater, false)),
  drawn.map(step('ask for somebody', askForOther, false)),
  ...[accept, accept].map((act) => drawn.map(step('accept', act))),
  drawn.map(step('decline', decline)),
  drawn.map(step('approve for less', approveForLess)),
  drawn.map(step('deny', denyIt)),
  drawn.map(step('approve an old screen', approveOldScreen)),
  drawn.map(step('withdraw', withdraw)),
  drawn.map(step('end', end)),
  drawn.map(step('revoke', revoke)),
  drawn.map(step('try again', tryAgain)),
  ...[extend, extend].map((act) => drawn.map(step('extend', act))),
  drawn.map(step('ask again', askAgain)),
  drawn.map(step('break glass', takeAtOnce, false)),
  drawn.map(step('review', review)),
  drawn.map(step('replay', replay)),
  drawn.map(step('look', look)),
  drawn.map(step('lists', readLists, false)),
  ...[advance, advance].map((act) => drawn.map(step('advance', act, false))),
  ...[settleAll, settleAll].map((act) => drawn.map(step('settle', act, false))),
  drawn.map(step('fault', fault, false)),
];
