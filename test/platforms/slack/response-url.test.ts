import { answerThrough, type Answer } from '../../../src/platforms/slack/response-url';
import { startWebApiStub, type WebApiStub } from './web-api-stub';

let stub: WebApiStub;

beforeEach(async () => {
  stub = await startWebApiStub();
});
afterEach(() => stub.stop());
afterEach(() => jest.restoreAllMocks());

const answer: Answer = { text: 'a', blocks: [], replace_original: true };

test.each([
  ['https://hooks.slack.com/actions/T1/2/x', undefined, true],
  ['https://hooks.slack.com/actions/T1/2/x', 'https://slack.com/api/', true],
  ['https://hooks.slack-gov.com/actions/T1/2/x', undefined, true],
  ['https://slack.com/x', undefined, true],
  ['http://hooks.slack.com/x', undefined, false],
  ['https://hooks.slack.com.example.org/x', undefined, false],
  ['https://notslack.com/x', undefined, false],
  ['https://example.org/?slack.com', undefined, false],
  ['https://slack.com@example.org/x', undefined, false],
  ['http://127.0.0.1:5432/x', undefined, false],
  ['http://127.0.0.1:5432/x', 'https://slack.com/api/', false],
  ['http://127.0.0.1:4200/x', 'http://localhost:4003/api/', true],
  ['http://10.0.0.1/x', 'http://localhost:4003/api/', false],
  ['ftp://localhost/x', 'http://localhost:4003/api/', false],
  ['not an address', undefined, false],
])('with %s and the Web API at %s: is sent %s', async (address, apiUrl, isSent) => {
  const fetching = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('ok'));
  const sent = answerThrough(address, apiUrl, answer);
  if (isSent) await sent;
  else await expect(sent).rejects.toMatchObject({ kind: 'rejected', code: 'foreign_address' });
  expect(fetching).toHaveBeenCalledTimes(isSent ? 1 : 0);
});

test.each([
  [404, 'rejected'],
  [400, 'rejected'],
  [429, 'unavailable'],
  [500, 'unavailable'],
])('status %d is %s', async (status, kind) => {
  stub.answer('respond', { status });
  const sent = answerThrough(stub.responseUrl, stub.apiUrl, answer);
  await expect(sent).rejects.toMatchObject({ kind, code: `http_${status}` });
});

test('follows no redirect', async () => {
  stub.answer('respond', { status: 302, headers: { location: stub.apiUrl } });
  const sent = answerThrough(stub.responseUrl, stub.apiUrl, answer);
  await expect(sent).rejects.toMatchObject({ kind: 'unavailable' });
  expect(stub.calls).toHaveLength(1);
});
