/** The button under a list of the configuration. */
import { fixture, startStand, view, type Stand } from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

async function press(verb: string, data: object): Promise<unknown> {
  const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
  const answer = await stand.send(fixture('execute-approve', stand, { value }));
  return JSON.parse(await answer.text());
}

test('hands in which page of it is wanted, and what comes is for whoever pressed', async () => {
  stand.reply = { privately: view('sheet', '14 targets'), screen: null };
  const answer = await press('page.target-list', { v: 'target-list', r: 'PAGE-2' });
  expect(stand.received).toMatchObject([{ press: { verb: 'target-list', page: 2 } }]);
  const type = 'application/vnd.microsoft.activity.message';
  expect(answer).toMatchObject({ statusCode: 200, type });
});

test.each([
  ['page.role-list', { v: 'target-list', r: 'PAGE-2' }],
  ['request.target-list', { v: 'target-list', r: 'PAGE-2' }],
  ['page.target-list', { v: 'target-list', r: 'PAGE-0' }],
  ['page.target-list', { v: 'target-list', r: 2 }],
  ['page.role-add', { v: 'role-add', r: 'PAGE-2' }],
])('hands in nothing that no button says: %s', async (verb, data) => {
  await press(verb, data);
  expect(stand.received).toEqual([]);
});
