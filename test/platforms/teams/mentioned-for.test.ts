import { Activity } from '../../../src/platforms/teams/activity';
import { mentionedFor, typedText } from '../../../src/platforms/teams/message-text';
import { benId, channelId, fixture, startStand, tenant, type Stand } from './stand';

let stand: Stand;
beforeAll(async () => void (stand = await startStand()));
beforeEach(() => stand.reset());
afterAll(() => stand.close());

const bot = { type: 'mention', text: '<at>Elevate</at>', mentioned: { id: '28:bot' } };

function mention(words: string, id: string, aadObjectId?: string) {
  const mentioned = { id, ...(aadObjectId === undefined ? {} : { aadObjectId }) };
  return { type: 'mention', text: words, mentioned };
}

function activity(text: string, entities: unknown[] = []): Activity {
  return Activity.parse({
    type: 'message',
    text,
    serviceUrl: 'https://smba.example/',
    conversation: { id: 'a:1' },
    recipient: { id: '28:bot' },
    entities: [bot, ...entities],
  });
}

const said = '<at>Elevate</at> Search-Mailbox 4h --for <at>Ben Smith</at> phishing';

describe('somebody who is mentioned behind --for', () => {
  test('is who the entity of these words means', () => {
    const entities = [mention('<at>Ben Smith</at>', '29:ben')];
    expect(mentionedFor(activity(said, entities))).toEqual({
      words: '<at>Ben Smith</at>',
      id: '29:ben',
      aadObjectId: undefined,
    });
    expect(typedText(activity(said, entities), benId)).toBe(
      `Search-Mailbox 4h --for @${benId} phishing`,
    );
  });

  test('is only a name where the id is not known, and the name is one', () => {
    expect(typedText(activity(said))).toBe('Search-Mailbox 4h --for "Ben Smith" phishing');
  });

  test.each([
    ['nobody is mentioned', said, []],
    ['somebody else is', said, [mention('<at>Ana</at>', '29:ana')]],
    [
      'two people have these words',
      said,
      [mention('<at>Ben Smith</at>', '29:1'), mention('<at>Ben Smith</at>', '29:2')],
    ],
    [
      'the mention stands elsewhere',
      '<at>Elevate</at> X 4h as <at>Ben</at> said',
      [mention('<at>Ben</at>', '29:ben')],
    ],
  ])('is nobody that is known when %s', (_, text, entities) => {
    expect(mentionedFor(activity(text, entities))).toBeNull();
  });

  test.each([
    ['X --for&nbsp;<at>Ben</at>', 'X --for @id'],
    ['X —for <at id="1">Ben</at> 4h', 'X —for @id 4h'],
    ['X --for=<at>Ben</at> as <at>Ana</at> said', 'X --for=@id as Ana said'],
    ['role add <at>Ben</at> auditor', 'role add @id auditor'],
    ['role remove&nbsp;auditor from <at>Ben</at>', 'role remove auditor from @id'],
    ['policy test X as <at>Ben</at> 4h', 'policy test X as @id 4h'],
    ['policy test X 4h as&nbsp;<at>Ben</at>', 'policy test X 4h as @id'],
  ])('reads %j as %j', (text, typed) => {
    expect(typedText(activity(text), 'id').replaceAll('\u00a0', ' ')).toBe(typed);
  });

  test('a name cannot bring words of its own into the command', () => {
    const text = 'X --for <at>Ben" --ticket "A-1</at> 4h';
    expect(typedText(activity(text))).toBe('X --for "Ben --ticket A-1" 4h');
  });

  test('never takes long', () => {
    const started = performance.now();
    typedText(activity(`--for${' '.repeat(40_000)}<at>${'x'.repeat(40_000)}`));
    mentionedFor(activity('--for <at>'.repeat(4_000)));
    mentionedFor(activity('policy test as '.repeat(2_600)));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('a command that mentions somebody', () => {
  function message(aadObjectId?: string): Record<string, unknown> {
    const recorded = fixture('channel-message', stand);
    return {
      ...recorded,
      text: '<at>Elevate</at> Search-Mailbox 4h --for <at>Ben</at>\n',
      entities: [
        ...(recorded.entities as unknown[]),
        mention('<at>Ben</at>', '29:1-ben', aadObjectId),
      ],
    };
  }

  const named = () => stand.received.map((one) => (one as { command: object }).command);

  test('names them by the object id of the message', async () => {
    await stand.send(message(benId.toUpperCase()));
    expect(named()).toMatchObject([{ verb: 'ask', subject: `@${benId}` }]);
    expect(stand.microsoft.calls.filter(({ method }) => method === 'GET')).toEqual([]);
  });

  test('asks the roster of the conversation where the message has none', async () => {
    stand.microsoft.script(({ method }) =>
      method === 'GET'
        ? {
            status: 200,
            body: { id: '29:1-ben', name: 'Ben', aadObjectId: benId, tenantId: tenant },
          }
        : null,
    );
    await stand.send(message());
    expect(named()).toMatchObject([{ subject: `@${benId}` }]);
    expect(stand.microsoft.calls.find(({ method }) => method === 'GET')?.path).toBe(
      `/v3/conversations/${channelId}/members/29:1-ben`,
    );
  });

  test.each([
    ['nobody answers', { status: 404 }],
    [
      'they are of another tenant',
      { status: 200, body: { id: '29:1-ben', aadObjectId: benId, tenantId: 'another' } },
    ],
  ])('is a name where %s', async (_, answer) => {
    stand.microsoft.script(({ method }) => (method === 'GET' ? answer : null));
    await stand.send(message());
    expect(named()).toMatchObject([{ subject: 'Ben' }]);
  });
});
