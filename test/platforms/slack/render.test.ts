import fc from 'fast-check';
import { factsDigest } from '../../../src/elevation/digest';
import {
  renderSlackHome,
  renderSlackMessage,
  renderSlackModal,
} from '../../../src/platforms/slack/render';
import { escapeMrkdwn, mrkdwn } from '../../../src/platforms/slack/text';
import { noticeView } from '../../../src/views/notice';
import { promptView } from '../../../src/views/prompt';
import { refusalView } from '../../../src/views/refusal';
import { type View } from '../../../src/views/view';
import { refuse } from '../../../src/errors';
import { say } from '../../../src/words';
// The simulated Slack was written by somebody else from Slack's own documents: it judges what is drawn here.
import { checkMessageBlocks, checkView } from '../../../playground/slack/surfaces';
import { sampleViews } from '../../support/sample-views';
import { ana, approved, at, ben, closed, decision, pending } from '../../support/snapshots';

const samples = sampleViews().map(({ name, view }) => [name, view] as const);

interface Found {
  readonly mrkdwn: readonly string[];
  readonly quoted: readonly string[];
  readonly types: readonly string[];
}

/** Every text that Slack parses, every text it does not, and the types of all elements. */
function read(drawn: unknown): Found {
  const found = { mrkdwn: [] as string[], quoted: [] as string[], types: [] as string[] };
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    const { type, text } = node as { type?: string; text?: unknown };
    if (type !== undefined) found.types.push(type);
    if (type === 'mrkdwn') found.mrkdwn.push(text as string);
    if (type === 'text') found.quoted.push(text as string);
    Object.values(node).forEach(walk);
  };
  walk(drawn);
  return found;
}

const ourToken = /^<!date\^\d+\^[\w ]*\{(?:time|date_short_pretty)\}(?: at \{time\})?\|[\w ,:]+>$/;

/** Where the samples' policies say that tickets are; what people write has no such address. */
const ourLink = /^<https:\/\/tickets\.example\.com\/[^|<>\s]*\|[^|<>]*>$/;

/** Only reminders call people, by the ids of their accounts. */
const ourMention = /^<@id-of-[a-z]+>$/;

/** What Slack would read as a mention, link or command; only date tokens and the links of policies are ours. */
function foreignTokens(text: string): string[] {
  const tokens = text.match(/<[^>]*>?/g) ?? [];
  return tokens.filter((token) => !ourToken.test(token) && !ourLink.test(token));
}

function drawn(view: View): Found {
  return read(renderSlackMessage(view).blocks);
}

describe('renderSlackMessage', () => {
  it.each(samples.filter(([, { screen }]) => !screen.endsWith('-form')))(
    'draws %s as Slack takes it',
    (_name, view) => {
      const { text, blocks } = renderSlackMessage(view);
      expect(checkMessageBlocks(blocks)).toEqual([]);
      expect(text.length).toBeLessThan(4_000);
    },
  );

  it.each(samples)(
    'puts nothing but date tokens, a ticket’s link and our own mentions into the parsed text of %s',
    (_name, view) => {
      const screen = view.screen.endsWith('-form')
        ? renderSlackModal(view)
        : renderSlackMessage(view);
      const tokens = read(screen).mrkdwn.flatMap(foreignTokens);
      const calls = Boolean(view.facts['mentions']);
      const called = calls ? tokens.filter((one) => ourMention.test(one)) : [];
      expect(tokens).toEqual(called);
    },
  );

  it('marks every parsed text as verbatim, or Slack would link names and addresses in it', () => {
    for (const [, view] of samples) {
      expect(JSON.stringify(renderSlackModal(view))).not.toMatch(
        /"mrkdwn","text":"(?:[^"\\]|\\.)*"(?!,"verbatim":true)/,
      );
    }
  });

  it('shows a reason as it was typed, in typed elements only', () => {
    const reason = '<!channel> <@U1> *bold* <https://evil.example|Approve> &amp; :tada:';
    const found = drawn(promptView(pending({ reason }), { buttons: true }));
    expect(found.quoted).toContain(reason);
    expect(found.mrkdwn.join()).not.toContain('evil');
    expect(found.types).not.toContain('link');
  });

  it('escapes the notification, which Slack parses too', () => {
    const { text } = renderSlackMessage(
      promptView(pending({ requester: { ...ana, name: '<!here> & co' } }), { buttons: false }),
    );
    expect(text).toMatch(/^Approval needed: &lt;!here&gt; &amp; co asks/);
  });

  it('keeps everything that people may have typed inert and within the limits', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.string({ unit: fc.constantFrom(...'<>!@#|&*_~`{}^\n 🎉a'), maxLength: 120 }),
    );
    fc.assert(
      fc.property(typed, typed, typed, (reason, name, group) => {
        const person = { ...ana, name, line: name };
        const changes = {
          ...{ reason, requester: person, subject: person },
          approverGroup: { id: 'g', name: group, size: 5 },
        };
        const by = { ...ben, name };
        const views = [
          promptView(pending(changes), { buttons: true }),
          promptView(
            approved({}, { ...changes, decisions: [decision('approve', by, { comment: reason })] }),
            { buttons: true },
          ),
          noticeView(
            closed('denied', { decisions: [decision('deny', by, { comment: reason })] }),
            'denied',
          ),
          refusalView(refuse('unknown-target', { typed: reason, nearest: [name] })),
        ];
        for (const view of views) {
          const { text, blocks } = renderSlackMessage(view);
          expect(checkMessageBlocks(blocks)).toEqual([]);
          const found = read(blocks);
          expect(found.types).not.toEqual(
            expect.arrayContaining(['link', 'user', 'broadcast', 'emoji']),
          );
          for (const parsed of [text, ...found.mrkdwn]) expect(foreignTokens(parsed)).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('renderSlackModal', () => {
  it.each(samples.filter(([, { screen }]) => /-form$|^timeline$/.test(screen)))(
    'draws %s as Slack takes it',
    (_name, view) => {
      expect(checkView(renderSlackModal(view))).toEqual([]);
    },
  );

  it('carries the press and asks for a reason that must be given', () => {
    const form = sampleViews().find(({ name }) => name === 'deny-form.plain')!.view;
    const modal = renderSlackModal(form);
    expect(modal).toMatchObject({
      type: 'modal',
      callback_id: 'request.deny',
      private_metadata: `deny ELV-142 ${factsDigest(pending())}`,
      title: { text: 'Deny ELV-142' },
    });
    const input: unknown = modal.blocks.find(({ type }) => type === 'input');
    expect(input).toMatchObject({
      block_id: 'reason',
      element: { action_id: 'reason', max_length: 500 },
    });
    expect(input).not.toHaveProperty('optional');
  });

  it('puts a refusal into a modal that can only be closed', () => {
    const modal = renderSlackModal(refusalView(refuse('database-unavailable')));
    expect(checkView(modal)).toEqual([]);
    expect(modal).not.toHaveProperty('submit');
  });
});

describe('renderSlackHome', () => {
  it.each(samples.filter(([, { screen }]) => screen === 'home' || screen === 'refusal'))(
    'draws %s as Slack takes it',
    (_name, view) => {
      expect(checkView(renderSlackHome(view))).toEqual([]);
    },
  );
});

describe('mrkdwn', () => {
  it('draws times as tokens with the word before them inside, and UTC for old clients', () => {
    expect(mrkdwn(say('row.ended', { at: at('18:06') }))).toBe(
      '<!date^1794506760^Ended {date_short_pretty} at {time}|Ended 12 Nov 2026, 18:06 UTC>',
    );
    expect(mrkdwn(say('list.as-of', { at: at('14:10') }))).toBe(
      'As of <!date^1794492600^{time}|14:10 UTC>.',
    );
  });

  it('escapes the three characters that Slack parses, once', () => {
    expect(escapeMrkdwn('a & <b> &amp;')).toBe('a &amp; &lt;b&gt; &amp;amp;');
  });

  it('takes formatting marks their meaning unless they stand within a word', () => {
    expect(mrkdwn({ say: [{ text: 'a_b *c* ~d' }] })).toBe(
      'a_b \u2060*\u2060c\u2060*\u2060 \u2060~\u2060d',
    );
  });

  it('does not let a mark inside of code end the code', () => {
    expect(mrkdwn({ say: [{ text: 'a`b <c>', code: true }] })).toBe('`aˋb &lt;c&gt;`');
  });

  it('does not make stars around nothing bold', () => {
    expect(mrkdwn({ say: [{ text: ' ', bold: true }] })).toBe(' ');
  });

  it('keeps a link’s target and text from ending it', () => {
    const link = 'https://tickets.example.com/a|b>c';
    expect(mrkdwn({ say: [{ link, text: 'INC|1>' }] })).toBe(
      '<https://tickets.example.com/a%7Cb%3Ec|INC¦1&gt;>',
    );
  });

  it('does not encode twice what is encoded in a link', () => {
    const link = 'https://tickets.example.com/INC%2F47?a=1&b=2';
    expect(mrkdwn({ say: [{ link, text: 'INC/47' }] })).toBe(
      '<https://tickets.example.com/INC%2F47?a=1&amp;b=2|INC/47>',
    );
  });
});
