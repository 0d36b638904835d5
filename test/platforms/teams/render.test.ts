import { type AnyPress } from '../../../src/commands/command';
import * as AdaptiveCards from 'adaptivecards/dist/adaptivecards';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { refuse } from '../../../src/errors';
import { cardMessage } from '../../../src/platforms/teams/messages';
import { askOfData, type AskPress } from '../../../src/platforms/teams/ask-data';
import { pressOfData } from '../../../src/platforms/teams/press-data';
import { renderTeamsCard } from '../../../src/platforms/teams/render';
import { escapeMarkdown, markdown, textRuns } from '../../../src/platforms/teams/text';
import { helpView } from '../../../src/views/help';
import { noticeView } from '../../../src/views/notice';
import { promptView } from '../../../src/views/prompt';
import { refusalView } from '../../../src/views/refusal';
import { say } from '../../../src/words';
import { sampleViews } from '../../support/sample-views';
import { ana, approved, at, ben, closed, decision, pending } from '../../support/snapshots';

const samples = sampleViews().map(({ name, view }) => [name, view] as const);
const refreshUserIds = Array.from({ length: 60 }, (_, index) => `29:${'a'.repeat(60)}${index}`);

/** Connectors refuse more; Teams itself takes more, but not everywhere. In bytes, as UTF-8 and as UTF-16. */
const cardBytesMost = 28 * 1024;

type Node = Readonly<Record<string, unknown>>;

/** The verbs of the form to ask with, which is about no request. */
const namesOfAsking = { opened: 'ask', sent: 'ask-form', meant: 'ask-as' } as const;

function nameOfAsking(asked: AskPress): string {
  return asked.is === 'change' ? `form-${asked.press.is}` : namesOfAsking[asked.is];
}

function nodesOf(card: unknown): Node[] {
  const nodes: Node[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    nodes.push(value as Node);
    Object.values(value).forEach(walk);
  };
  walk(card);
  return nodes;
}

function textsOf(card: unknown, type: string): string[] {
  return nodesOf(card)
    .filter((node) => node.type === type)
    .map((node) => node.text as string);
}

/** What Microsoft's own parser finds wrong with a card. */
function parserFindings(card: object): string[] {
  const context = new AdaptiveCards.SerializationContext();
  new AdaptiveCards.AdaptiveCard().parse(card, context);
  return Array.from(
    { length: context.eventCount },
    (_, index) => context.getEventAt(index).message,
  );
}

const markdownIt = new MarkdownIt();
const ourDate =
  /\{\{(?:DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,SHORT\)|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\))\}\}/g;

/** What a Markdown reader makes of a text, apart from plain words and bold. */
function foreignMarkup(text: string): string[] {
  const allowed = ['paragraph_open', 'paragraph_close', 'inline', 'text', 'text_special'];
  const ours = ['strong_open', 'strong_close', 'softbreak'];
  return markdownIt
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .map(({ type }) => type)
    .filter((type) => ![...allowed, ...ours].includes(type));
}

describe('renderTeamsCard', () => {
  it.each(samples)('draws %s as Microsoft’s parser takes it', (_name, view) => {
    expect(parserFindings(renderTeamsCard(view).card)).toEqual([]);
  });

  it.each(samples)('keeps %s under 28 KB, with 60 deciders', (_name, view) => {
    const { card } = renderTeamsCard(view, { refreshUserIds });
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(cardBytesMost);
  });

  it.each(samples)('shows no markup in %s but its own bold words and dates', (_name, view) => {
    for (const text of textsOf(renderTeamsCard(view).card, 'TextBlock')) {
      expect(foreignMarkup(text)).toEqual([]);
      expect(text.replace(ourDate, '')).not.toContain('{{');
    }
  });

  it.each(samples)('has inputs in %s with ids of their own, labels and errors', (_name, view) => {
    const inputs = nodesOf(renderTeamsCard(view).card).filter(({ type }) =>
      /^Input\./.test(String(type)),
    );
    expect(new Set(inputs.map(({ id }) => id)).size).toBe(inputs.length);
    for (const input of inputs) {
      expect(input.label).toEqual(expect.any(String));
      expect(input.errorMessage).toEqual(expect.any(String));
    }
  });

  it.each(samples)('gives old clients the same press in %s', (_name, view) => {
    const actions = nodesOf(renderTeamsCard(view).card).filter(
      ({ type }) => type === 'Action.Execute',
    );
    for (const { title, data, verb, fallback } of actions) {
      expect(fallback).toMatchObject({ type: 'Action.Submit', title, data });
      const asked = askOfData(data);
      const press = pressOfData(data);
      const named = asked === null ? press?.verb : nameOfAsking(asked);
      expect(verb).toBe(`${kindOf(press)}.${named}`);
    }
  });

  it('says in the summary and to clients that draw no cards what the notification says', () => {
    const view = promptView(pending(), { buttons: true });
    const { card, summary } = renderTeamsCard(view);
    expect(summary).toBe('Approval needed: Ana asks for Search-Mailbox for 4\u00A0hours (ELV-142)');
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5', fallbackText: summary });
  });

  it('lets the named people’s clients ask for their own card, and nobody’s when nobody is named', () => {
    const view = promptView(pending(), { buttons: false });
    const { card } = renderTeamsCard(view, { refreshUserIds: ['29:one'] });
    const { refresh } = card as { refresh: { action: Node; userIds: string[] } };
    expect(refresh.userIds).toEqual(['29:one']);
    expect(refresh.action).toMatchObject({ type: 'Action.Execute', verb: 'request.refresh' });
    expect(pressOfData(refresh.action.data)).toMatchObject({ verb: 'refresh', request: 142 });
    expect(renderTeamsCard(view, { refreshUserIds: [] }).card).not.toHaveProperty('refresh');
    expect(renderTeamsCard(view).card).not.toHaveProperty('refresh');
  });

  it('refreshes only what is about one request', () => {
    const { view } = sampleViews().find(({ name }) => name === 'help.all')!;
    expect(renderTeamsCard(view, { refreshUserIds: ['29:one'] }).card).not.toHaveProperty(
      'refresh',
    );
  });

  it('says the effect in words before the press that decides', () => {
    const { card } = renderTeamsCard(promptView(pending(), { buttons: true }));
    const pane = nodesOf(card).find(
      ({ type, title }) => type === 'Action.ShowCard' && title === 'Approve',
    );
    expect(textsOf(pane, 'TextRun').join('')).toBe(
      'Ana gets Exchange\\Search-Mailbox for the time chosen here, starting now. It is taken away again when the time is up.',
    );
  });

  it('has nothing to press for a reader who may not act', () => {
    const { card } = renderTeamsCard(promptView(pending(), { buttons: false }));
    expect(nodesOf(card).filter(({ type }) => /^(Action|Input)/.test(String(type)))).toEqual([]);
  });

  it('shows a reason in runs of text only, line by line', () => {
    const reason =
      'First {{DATE(2026-11-13T14:02:00Z,SHORT)}}\n\n[Approve](https://evil.example) **now**';
    const { card } = renderTeamsCard(promptView(pending({ reason }), { buttons: true }));
    const runs = textsOf(card, 'TextRun');
    expect(runs).toEqual(
      expect.arrayContaining([
        'First {\u2060{DATE(2026-11-13T14:02:00Z,SHORT)}\u2060}',
        '\u00A0',
        '[Approve](https://evil.example) **now**',
      ]),
    );
    expect(textsOf(card, 'TextBlock').join()).not.toContain('evil');
  });

  it('keeps everything that people may have typed inert and within the limits', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 120 }),
      fc.string({ unit: fc.constantFrom(...'{}[]()*_#>-+!`~|\\<&. 1\nDATE'), maxLength: 120 }),
    );
    fc.assert(
      fc.property(typed, typed, typed, (reason, name, group) => {
        const person = { ...ana, name, line: name };
        const by = { ...ben, name };
        const changes = {
          ...{ reason, requester: person, subject: person },
          approverGroup: { id: 'g', name: group, size: 5 },
          target: { ...pending().target, bareName: group, name: group, description: reason },
        };
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
          refusalView(
            refuse('already-decided', {
              request: 1,
              state: 'denied',
              person: name,
              at: at('14:06'),
            }),
          ),
        ];
        for (const view of views) {
          const { card } = renderTeamsCard(view, { refreshUserIds });
          expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(cardBytesMost);
          for (const text of textsOf(card, 'TextBlock')) {
            expect(foreignMarkup(text)).toEqual([]);
            expect(text.replace(ourDate, '')).not.toMatch(/\{\{/);
          }
          for (const text of textsOf(card, 'TextRun')) expect(text).not.toMatch(/\{\{|\}\}/);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('markdown', () => {
  it('draws times as tokens that Teams puts into the reader’s zone', () => {
    expect(markdown(say('row.ended', { at: at('18:06') }))).toBe(
      'Ended {{DATE(2026-11-12T18:06:00Z,SHORT)}} at {{TIME(2026-11-12T18:06:00Z)}}',
    );
    expect(markdown({ say: [{ time: '2026-11-12T18:06:04.123Z', form: 'time' }] })).toBe(
      '{{TIME(2026-11-12T18:06:04Z)}}',
    );
  });

  it('draws bold words and links', () => {
    expect(
      markdown({
        say: [
          { text: 'a*b', bold: true },
          { link: 'https://x.example/1', text: 'INC-1' },
        ],
      }),
    ).toBe('**a\\*b**[INC\\-1](https://x.example/1)');
  });

  it('keeps a link’s target from ending it, and does not encode twice what is encoded', () => {
    const link = 'https://x.example/INC%2F47/(a) <b>';
    expect(markdown({ say: [{ link, text: 'x' }] })).toBe(
      '[x](https://x.example/INC%2F47/%28a%29%20%3Cb%3E)',
    );
  });

  it('escapes so that a reader sees what was written, whatever it was', () => {
    const words = fc.string({
      unit: fc.constantFrom(...'\\`*_{}[]()<>#+-.!|~&;: 1a9é"'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, (typed) => {
        const text = `x${typed.trim()}x`.replace(/\s+/g, ' ');
        const html = markdownIt.renderInline(escapeMarkdown(text));
        const seen = html
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&');
        expect(seen).toBe(text);
      }),
    );
  });

  it('keeps a number with a dot from becoming a list', () => {
    expect(escapeMarkdown('1. one')).toBe('1\\. one');
    expect(escapeMarkdown('2) two')).toBe('2\\) two');
    expect(escapeMarkdown('v1. one')).toBe('v1. one');
  });
});

function kindOf(press: AnyPress | null): 'page' | 'link' | 'request' {
  if (press !== null && 'page' in press) return 'page';
  return press !== null && 'link' in press ? 'link' : 'request';
}

/** What is to be typed in Slack. */
const forSlack = 'link.code-for-slack';

describe('what can be typed', () => {
  it('has the slash where it is to be typed in Slack', () => {
    const { view } = sampleViews().find(({ name }) => name === forSlack)!;
    expect(JSON.stringify(renderTeamsCard(view).card)).toContain('"text":"/elevate"');
  });

  it.each(samples.filter(([name]) => name !== forSlack))(
    'stands without the slash, which is the client’s own on Teams: %s',
    (_name, view) => {
      expect(JSON.stringify(cardMessage(renderTeamsCard(view)))).not.toMatch(/\/elevate/u);
    },
  );

  it('keeps the words after the slash', () => {
    expect(JSON.stringify(renderTeamsCard(helpView('mine')).card)).toContain('"text":"mine"');
    const refusal = cardMessage(renderTeamsCard(refusalView(refuse('no-target'))));
    expect(JSON.stringify(refusal)).toContain('"text":"Search-Mailbox 4h"');
    expect(refusal.summary).toContain('For example Search-Mailbox 4h');
  });
});

describe('textRuns', () => {
  it('marks what is bold or code, and says a time in UTC where none can be drawn', () => {
    expect(textRuns(say('denied.by', { person: 'Ben' }))[0]).toMatchObject({
      text: 'Ben',
      weight: 'Bolder',
    });
    expect(textRuns(say('help.mine.example'))).toEqual([
      { type: 'TextRun', text: 'mine', fontType: 'Monospace' },
    ]);
    expect(textRuns(say('list.as-of', { at: at('14:10') }))[1]!.text).toBe('14:10 UTC');
  });
});
