import { type SimulatedSlack } from '../../playground/slack';
import { actions, button, call, modal, startWorkspace, type Body } from './slack-rig';

const plain = (length: number): Body => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number): Body => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const many = (count: number, make: (index: number) => Body): Body[] =>
  Array.from({ length: count }, (_, index) => make(index));
const section = (more: Body = {}): Body => ({ type: 'section', text: mrkdwn(5), ...more });
const option = (index: number): Body => ({ text: plain(75), value: `${index}` });
const select = (more: Body): Body => ({ type: 'static_select', action_id: 'pick', ...more });
const radio = (more: Body): Body => ({ type: 'radio_buttons', action_id: 'pick', ...more });
const confirm = (more: Body = {}): Body => ({
  title: plain(100),
  text: plain(300),
  confirm: plain(30),
  deny: plain(30),
  ...more,
});

/** Each row: what is limited, the largest content that passes, the smallest that does not. */
const messageLimits: readonly (readonly [string, Body[], Body[]])[] = [
  ['50 blocks', many(50, () => ({ type: 'divider' })), many(51, () => ({ type: 'divider' }))],
  ['section text 3,000', [section({ text: mrkdwn(3000) })], [section({ text: mrkdwn(3001) })]],
  ['empty text', [section({ text: mrkdwn(1) })], [section({ text: mrkdwn(0) })]],
  [
    '10 fields',
    [{ type: 'section', fields: many(10, () => mrkdwn(2000)) }],
    [{ type: 'section', fields: many(11, () => mrkdwn(1)) }],
  ],
  [
    'field 2,000',
    [{ type: 'section', fields: [mrkdwn(2000)] }],
    [{ type: 'section', fields: [mrkdwn(2001)] }],
  ],
  ['header 150', [{ type: 'header', text: plain(150) }], [{ type: 'header', text: plain(151) }]],
  ['header is plain', [{ type: 'header', text: plain(5) }], [{ type: 'header', text: mrkdwn(5) }]],
  [
    '25 elements of actions',
    [actions(...many(25, (n) => button({ action_id: `a${n}` })))],
    [actions(...many(26, (n) => button({ action_id: `a${n}` })))],
  ],
  [
    '10 elements of context',
    [{ type: 'context', elements: many(10, () => mrkdwn(5)) }],
    [{ type: 'context', elements: many(11, () => mrkdwn(5)) }],
  ],
  [
    'button text 75',
    [actions(button({ text: plain(75) }))],
    [actions(button({ text: plain(76) }))],
  ],
  [
    'button value 2,000',
    [actions(button({ value: 'x'.repeat(2000) }))],
    [actions(button({ value: 'x'.repeat(2001) }))],
  ],
  ['button style', [actions(button({ style: 'danger' }))], [actions(button({ style: 'default' }))]],
  [
    'action_id 255',
    [actions(button({ action_id: 'x'.repeat(255) }))],
    [actions(button({ action_id: 'x'.repeat(256) }))],
  ],
  [
    'block_id 255',
    [{ type: 'divider', block_id: 'x'.repeat(255) }],
    [{ type: 'divider', block_id: 'x'.repeat(256) }],
  ],
  [
    'accessibility_label 75',
    [actions(button({ accessibility_label: 'x'.repeat(75) }))],
    [actions(button({ accessibility_label: 'x'.repeat(76) }))],
  ],
  [
    'confirm title 100',
    [actions(button({ confirm: confirm() }))],
    [actions(button({ confirm: confirm({ title: plain(101) }) }))],
  ],
  [
    'confirm text 300',
    [actions(button({ confirm: confirm() }))],
    [actions(button({ confirm: confirm({ text: plain(301) }) }))],
  ],
  [
    'confirm button 30',
    [actions(button({ confirm: confirm() }))],
    [actions(button({ confirm: confirm({ confirm: plain(31) }) }))],
  ],
  [
    'confirm deny 30',
    [actions(button({ confirm: confirm() }))],
    [actions(button({ confirm: confirm({ deny: plain(31) }) }))],
  ],
  [
    '100 options',
    [actions(select({ options: many(100, option) }))],
    [actions(select({ options: many(101, option) }))],
  ],
  [
    'option text 75',
    [actions(select({ options: [option(1)] }))],
    [actions(select({ options: [{ ...option(1), text: plain(76) }] }))],
  ],
  [
    'option value 150',
    [actions(select({ options: [{ ...option(1), value: 'x'.repeat(150) }] }))],
    [actions(select({ options: [{ ...option(1), value: 'x'.repeat(151) }] }))],
  ],
  [
    'option description 75',
    [actions(select({ options: [{ ...option(1), description: plain(75) }] }))],
    [actions(select({ options: [{ ...option(1), description: plain(76) }] }))],
  ],
  [
    '10 radio buttons',
    [actions(radio({ options: many(10, option) }))],
    [actions(radio({ options: many(11, option) }))],
  ],
  [
    'initial option is an option',
    [actions(select({ options: [option(1)], initial_option: option(1) }))],
    [actions(select({ options: [option(1)], initial_option: option(2) }))],
  ],
  [
    '12,000 characters of markdown',
    [{ type: 'markdown', text: 'x'.repeat(12_000) }],
    many(2, () => ({ type: 'markdown', text: 'x'.repeat(6_001) })),
  ],
  ['known blocks', [{ type: 'divider' }], [{ type: 'nonsense' }]],
  ['known elements', [actions(button())], [actions({ type: 'nonsense', action_id: 'a' })]],
  ['known properties', [section()], [section({ colour: 'red' })]],
  ['known inherited names', [{ type: 'divider' }], [{ type: 'constructor' }]],
  [
    'block ids once a message',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'b' },
    ],
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
  ],
  [
    'action ids once a block',
    [actions(button(), button({ action_id: 'other' }))],
    [actions(button(), button())],
  ],
  [
    'emoji only on plain text',
    [section({ text: { ...plain(3), emoji: false } })],
    [section({ text: { ...mrkdwn(3), emoji: false } })],
  ],
  [
    'readable date tokens',
    [section({ text: { type: 'mrkdwn', text: '<!date^1794492120^until {time}|14:02 UTC>' } })],
    [section({ text: { type: 'mrkdwn', text: '<!date^1794492120^{time}>' } })],
  ],
  [
    'known date formats',
    [section({ text: { type: 'mrkdwn', text: '<!date^1^{date_short_pretty}|1 Jan>' } })],
    [section({ text: { type: 'mrkdwn', text: '<!date^1^{date_tiny}|1 Jan>' } })],
  ],
  [
    'rich text runs',
    [{ type: 'rich_text', elements: [quote({ type: 'text', text: 'why' })] }],
    [{ type: 'rich_text', elements: [quote({ type: 'text', text: '' })] }],
  ],
  [
    'rich text elements',
    [{ type: 'rich_text', elements: [quote({ type: 'link', url: 'https://example.com' })] }],
    [{ type: 'rich_text', elements: [quote({ type: 'script', text: 'x' })] }],
  ],
];

function quote(...elements: Body[]): Body {
  return { type: 'rich_text_quote', elements };
}

const words = (length: number): Body => ({ title: plain(length) });
const viewLimits: readonly (readonly [string, Body, Body])[] = [
  ['title 24', words(24), words(25)],
  ['submit 24', { submit: plain(24) }, { submit: plain(25) }],
  ['close 24', { close: plain(24) }, { close: plain(25) }],
  [
    'private_metadata 3,000',
    { private_metadata: 'x'.repeat(3000) },
    { private_metadata: 'x'.repeat(3001) },
  ],
  ['callback_id 255', { callback_id: 'x'.repeat(255) }, { callback_id: 'x'.repeat(256) }],
  [
    '100 blocks',
    { blocks: many(100, () => ({ type: 'divider' })) },
    { blocks: many(101, () => ({ type: 'divider' })) },
  ],
  ['submit with inputs', {}, { submit: undefined }],
  ['a title', {}, { title: undefined }],
  ['no markdown block', {}, { blocks: [{ type: 'markdown', text: 'x' }] }],
];

describe('limits of the simulated Slack', () => {
  let slack: SimulatedSlack;
  beforeAll(async () => {
    slack = await startWorkspace({ rateLimits: false });
  });
  afterAll(() => slack.stop());

  function post(blocks: Body[]): Promise<Body> {
    return call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'words', blocks });
  }

  test.each(messageLimits)('takes and refuses a message at the edge of: %s', async (_, ok, bad) => {
    const before = slack.breaches.length;
    expect(await post(ok)).toMatchObject({ ok: true });
    expect(slack.breaches.length).toBe(before);
    const refused = await post(bad);
    expect(refused).toMatchObject({ ok: false, error: 'invalid_blocks' });
    const { messages } = refused.response_metadata as { messages: string[] };
    expect(messages[0]).toMatch(/\[json-pointer:\/blocks/);
    expect(slack.breaches.slice(before).map((breach) => breach.detail)).toEqual(messages);
  });

  test.each(viewLimits)('takes and refuses a modal at the edge of: %s', async (_, ok, bad) => {
    const update = (view: Body): Promise<Body> =>
      call(slack, 'views.update', { view_id: 'V0NONE', view });
    // The view is judged before the id is looked up.
    expect(await update(modal(ok))).toMatchObject({ error: 'not_found' });
    expect(await update(modal(bad))).toMatchObject({ error: 'invalid_arguments' });
  });

  test('records a message without top-level text, and refuses one without anything', async () => {
    const before = slack.breaches.length;
    const args = { channel: 'C0OPS', blocks: [{ type: 'divider' }] };
    const posted = await call(slack, 'chat.postMessage', args);
    expect(posted).toMatchObject({ ok: true, warning: 'missing_text_in_message' });
    expect(slack.breaches.at(before)).toMatchObject({ rule: 'missing-text' });
    const nothing = await call(slack, 'chat.postMessage', { channel: 'C0OPS' });
    expect(nothing).toMatchObject({ ok: false, error: 'no_text' });
  });

  test('refuses an update over 4,000 characters that it would have posted with a warning', async () => {
    const text = 'x'.repeat(4001);
    const posted = await call(slack, 'chat.postMessage', { channel: 'C0OPS', text });
    expect(posted).toMatchObject({ ok: true });
    const args = { channel: 'C0OPS', ts: posted.ts, text };
    expect(await call(slack, 'chat.update', args)).toMatchObject({ error: 'msg_too_long' });
  });

  test('names whom a text would notify and where its links would lead', async () => {
    const text = 'hi <@U0BEN> <!channel> <!subteam^S0APPROVE> <https://example.com|x>';
    const safe = { type: 'mrkdwn', text: '&lt;!channel&gt; http://bare.example', verbatim: true };
    await call(slack, 'chat.postMessage', { channel: 'C0OPS', text });
    await call(slack, 'chat.postMessage', {
      ...{ channel: 'C0OPS', text: 'words' },
      blocks: [{ type: 'section', text: safe }],
    });
    const [loud, quiet] = slack.messages('C0OPS').slice(-2);
    expect(loud?.pings).toEqual(['U0BEN', 'channel', 'S0APPROVE']);
    expect(loud?.links).toEqual(['https://example.com']);
    expect(quiet).toMatchObject({ pings: [], links: [] });
  });
});
