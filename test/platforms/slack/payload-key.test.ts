import { keyOverHttp, keyOverSocket } from '../../../src/platforms/slack/payload-key';
import { readPayload, type KnownPayload } from '../../../src/platforms/slack/payloads';
import { button, commandFields, mention, submission } from './support';
import { type WebApiStub } from './web-api-stub';

const stub = { responseUrl: 'https://hooks.slack.com/1' } as WebApiStub;

function keyOf(body: Record<string, unknown>): string {
  return keyOverSocket(readPayload(body) as KnownPayload, body);
}

describe('over Socket Mode', () => {
  test('an event keeps its key over both ways', () => {
    const payload = readPayload(mention('<@UBOT> mine')) as KnownPayload;
    expect(keyOf(mention('<@UBOT> mine'))).toBe('slack:event:Ev0001');
    expect(keyOverHttp(payload, '1', Buffer.from('x'))).toBe('slack:event:Ev0001');
  });

  test('a command that comes again in a new envelope keeps its key', () => {
    const again = { ...commandFields(stub), response_url: 'https://hooks.slack.com/2' };
    expect(keyOf(again)).toBe(keyOf(commandFields(stub)));
  });

  test('a command of another act has another key', () => {
    const keys = [
      commandFields(stub),
      { ...commandFields(stub), trigger_id: '9.9.9' },
      { ...commandFields(stub), user_id: 'U0BEN' },
    ].map(keyOf);
    expect(new Set(keys).size).toBe(3);
  });

  test('the same trigger as command, press and form gives three keys', () => {
    const trigger = { trigger_id: '7.7.7', user_id: 'U0BEN' };
    const keys = [
      { ...commandFields(stub), ...trigger },
      button(stub, trigger),
      submission(trigger),
    ].map(keyOf);
    expect(new Set(keys).size).toBe(3);
  });

  test('presses without a trigger differ by person, message, button and time of the press', () => {
    const action = { action_id: 'request.approve', value: 'x', action_ts: '1.0' };
    const one = { trigger_id: undefined, actions: [action] };
    const keys = [
      one,
      { ...one, user: { id: 'U0CARA' } },
      { ...one, channel: { id: 'C0OTHER' } },
      { ...one, container: { message_ts: '2.0' }, message: undefined },
      { ...one, actions: [{ ...action, action_ts: '2.0' }] },
      { ...one, actions: [{ ...action, action_id: 'request.end' }] },
    ].map((changes) => keyOf(button(stub, changes)));
    expect(new Set(keys).size).toBe(6);
    const again = { ...one, response_url: 'https://hooks.slack.com/2' };
    expect(keyOf(button(stub, again))).toBe(keys[0]);
  });

  test('presses on two home tabs differ by the view', () => {
    const action = { action_id: 'request.end', value: 'x', action_ts: '1.0' };
    const onHome = (id: string) =>
      button(stub, {
        trigger_id: undefined,
        channel: undefined,
        container: undefined,
        message: undefined,
        view: { id, type: 'home' },
        actions: [action],
      });
    expect(keyOf(onHome('V1'))).not.toBe(keyOf(onHome('V2')));
  });

  test('failing every id, the whole payload is the key', () => {
    const bare = { ...commandFields(stub), trigger_id: undefined };
    expect(keyOf(bare)).toBe(keyOf({ ...bare }));
    expect(keyOf(bare)).not.toBe(keyOf({ ...bare, text: 'mine' }));
  });
});

describe('over HTTP', () => {
  const payload = readPayload(commandFields(stub)) as KnownPayload;

  test('the key is of the signed bytes and their timestamp', () => {
    const key = keyOverHttp(payload, '100', Buffer.from('body'));
    expect(keyOverHttp(payload, '100', Buffer.from('body'))).toBe(key);
    expect(keyOverHttp(payload, '101', Buffer.from('body'))).not.toBe(key);
    expect(keyOverHttp(payload, '100', Buffer.from('body '))).not.toBe(key);
  });

  test('bytes cannot be moved between timestamp and body', () => {
    const key = keyOverHttp(payload, '10', Buffer.from('0:body'));
    expect(keyOverHttp(payload, '100', Buffer.from(':body'))).not.toBe(key);
  });
});
