/** Rights that are taken without approval, and the review of each. */
import { type PersonKey } from '../support/seed';
import { mayBreakGlass, mayReview, type Expectation } from './expectation';
import { count, isRefused, press, type Reality } from './reality';
import { around, choose, people, type Act } from './step';

/** Typed by one, and pressed by them or by somebody else; taken only when that is who typed it, and may. */
export const takeAtOnce: Act = async (expected, reality, { person, platform, which, minutes }) => {
  const { world } = reality;
  const typed = await world.says(person, `Search-Mailbox ${minutes}m --break-glass it is down`);
  const may = mayBreakGlass(expected, person);
  expect(typed.privately?.screen).toBe(may ? 'break-glass' : 'refusal');
  if (!may) return count(reality, 'break-glass', false);
  const number = Number(/ELV-(\d+)/u.exec(typed.privately!.notification)![1]);
  const presser = which % 4 === 0 ? around(people, which / 4) : person;
  const reply = await world.presses(presser, 'break-glass', number, { platform });
  const isTaken = presser === person;
  expect(isRefused(reply)).toBe(!isTaken);
  count(reality, 'break-glass', isTaken);
  if (isTaken) expectTaken(expected, reality, { person, minutes, number });
};

interface Taken {
  readonly person: PersonKey;
  readonly minutes: number;
  readonly number: number;
}

function expectTaken(
  expected: Expectation,
  { numbers }: Reality,
  { person, minutes, number }: Taken,
): void {
  const durationMs = minutes * 60_000;
  numbers.push(number);
  expected.requests.push({
    number,
    requester: person,
    subject: person,
    startAt: null,
    durationMs,
    decideBy: expected.now,
    state: 'approved',
    approvers: new Set(),
    allowedMs: durationMs,
    extends: null,
    glass: { reviewed: false },
    endsAt: expected.now + durationMs,
    active: false,
    over: false,
    endedEarly: false,
    ended: false,
  });
}

export const review: Act = async (expected, reality, drawn) => {
  const { request, person, may } = choose(expected, drawn, (one, by) =>
    mayReview(expected, one, by),
  );
  const { platform, which } = drawn;
  const pressed = { person, platform, verb: 'review', number: request.number } as const;
  const reply = await press(reality, { ...pressed, wasRight: which % 2 === 0 });
  expect(isRefused(reply)).toBe(!may);
  if (may) request.glass!.reviewed = true;
};
