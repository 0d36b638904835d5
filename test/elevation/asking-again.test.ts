import { judgeAgain } from '../../src/elevation/asking-again';
import { type GrantState, type RequestState } from '../../src/elevation/model';
import { after, ana, ben, grant, now, person, snapshot } from './samples';

function refusedAs(...input: Parameters<typeof judgeAgain>): unknown {
  const judged = judgeAgain(...input);
  return 'refused' in judged ? judged.refused : null;
}

const denied = snapshot({ state: 'denied' });

test('takes target, length, reason and ticket as they were asked for', () => {
  const old = snapshot({ state: 'withdrawn', ticket: 'INC-4711', durationS: 5400 });
  expect(judgeAgain(old, ana)).toEqual({
    target: 'Exchange\\Search-Mailbox',
    duration: '1h30m',
    reason: 'phishing clean-up',
    ticket: 'INC-4711',
  });
});

test('takes the part of the target that was asked for', () => {
  const part = snapshot({ state: 'denied', scope: 'Finance' });
  expect(judgeAgain(part, ana)).toMatchObject({ scope: 'Finance' });
  expect(judgeAgain(denied, ana)).not.toHaveProperty('scope');
});

test('takes what was left until a time of day, which is over by now, in whole minutes', () => {
  const old = snapshot({ state: 'expired', fixedEnd: now, durationS: 7_261 });
  expect(judgeAgain(old, ana)).toMatchObject({ duration: '2h1m' });
});

test.each<[RequestState, GrantState | null]>([
  ['denied', null],
  ['withdrawn', null],
  ['expired', null],
  ['approved', 'ended'],
  ['approved', 'failed'],
])('is possible after %s, %s', (state, grantState) => {
  const old = snapshot({ state, grant: grantState && grant({ state: grantState }) });
  expect(refusedAs(old, ana)).toBeNull();
});

test('says of what it is refused that it is not over', () => {
  expect(judgeAgain(snapshot(), ana)).toEqual({ refused: 'not-over', facts: { request: 142 } });
});

test.each<[RequestState, GrantState | null]>([
  ['awaiting-acceptance', null],
  ['pending', null],
  ['approved', null],
  ['approved', 'scheduled'],
  ['approved', 'activating'],
  ['approved', 'active'],
  ['approved', 'ending'],
])('is refused while %s, %s', (state, grantState) => {
  const old = snapshot({
    state,
    grant: grantState && grant({ state: grantState, endsAt: after(3600_000) }),
  });
  expect(refusedAs(old, ana)).toBe('not-over');
});

test('names whom it was asked for, and nobody where it was for whoever asked', () => {
  expect(judgeAgain({ ...denied, subject: ben }, ana)).toMatchObject({ subject: ben });
  expect(judgeAgain(denied, ana)).not.toHaveProperty('subject');
});

test('is refused to whoever did not ask for it, also when it was for them', () => {
  expect(judgeAgain(denied, ben)).toEqual({ refused: 'not-yours', facts: { request: 142 } });
  expect(refusedAs({ ...denied, requester: ben }, ana)).toBe('not-yours');
  expect(refusedAs({ ...denied, subject: ben }, ben)).toBe('not-yours');
});

test('is refused to a disabled person before anything is told', () => {
  const left = person('Ana', { disabled: true });
  expect(judgeAgain(snapshot(), left)).toEqual({ refused: 'disabled', facts: { person: 'Ana' } });
});
