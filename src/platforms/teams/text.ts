/** Sentences as Adaptive Cards take them: Markdown, escaped, where times stand; runs of text, never parsed, elsewhere. */
import { plain, say, type Segment, type Sentence } from '../../words';
import { type Encoder, type Json, type JsonObject, type Slot } from '../../views/expand';

const wordJoiner = '\u2060';

/** Two braces begin a date even where nothing else is parsed; a word joiner between them keeps text from becoming one. */
function withoutTokens(text: string): string {
  if (!/[{}]/u.test(text)) return text;
  return text.replace(/([{}])(?=[{}])/gu, `$1${wordJoiner}`);
}

/** Every character that begins something in Markdown. A number with a dot begins a list only at the start. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#+\-!|~&]/gu, '\\$&')
    .replace(/^(\s*\p{N}+)([.)])/gmu, '$1\\$2');
}

/**
 * A slash is the client's own command on Teams, and in the personal chat with the bot nothing has to stand before the
 * words: what our sentences give as `/elevate mine` is typed there as `mine`.
 */
export function typedOnTeams(text: string): string {
  return text.replaceAll('/elevate ', '');
}

function markdownSegment(segment: Segment): string {
  if ('time' in segment) return strong(segment.bold, dateToken(segment));
  if ('link' in segment) return `[${escapeMarkdown(segment.text)}](${linkTarget(segment.link)})`;
  if ('mention' in segment) {
    return segment.mention.platform === 'teams' ? `<at>${segment.text}</at>` : segment.text;
  }
  const text = segment.code ? typedOnTeams(segment.text) : segment.text;
  return strong(segment.bold, escapeMarkdown(text));
}

/** An address is encoded already; only what would end it in Markdown is left to do. */
function linkTarget(link: string): string {
  return new URL(link).href.replace(
    /[()<>[\]\\]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
}

function strong(isBold: true | undefined, text: string): string {
  return isBold && text.trim() !== '' ? `**${text}**` : text;
}

/** Teams draws these in the reader's zone; upper case and without spaces, or the token itself is shown. */
function dateToken(segment: Extract<Segment, { time: string }>): string {
  const at = `${new Date(segment.time).toISOString().slice(0, 19)}Z`;
  const time = `{{TIME(${at})}}`;
  const before = escapeMarkdown(segment.before ?? '');
  if (segment.form === 'time') return before + time;
  return before + plain(say('time.moment', { day: `{{DATE(${at},SHORT)}}`, clock: time }));
}

export function markdown(sentence: Sentence): string {
  return sentence.say.map(markdownSegment).join('');
}

/** Runs of text. They cannot hold a time in the reader's zone; one that came here all the same is in UTC and says so. */
export function textRuns(sentence: Sentence): readonly JsonObject[] {
  return sentence.say.map((segment): JsonObject => {
    const type = 'TextRun';
    const text = withoutTokens(plain({ say: [segment] }));
    if ('bold' in segment) return { type, text, weight: 'Bolder' };
    if (!('code' in segment)) return { type, text };
    return { type, text: typedOnTeams(text), fontType: 'Monospace' };
  });
}

function hasTime(sentence: Sentence): boolean {
  return sentence.say.some((segment) => 'time' in segment);
}

function isText(slot: Slot): boolean {
  return slot.type === 'TextBlock' && slot.name === 'text';
}

function encode(sentences: readonly Sentence[], slot: Slot): Json {
  if (isText(slot)) return sentences.map(markdown).join('\n\n');
  if (slot.type === 'RichTextBlock' && slot.name === 'inlines') return sentences.flatMap(textRuns);
  if (slot.type === sentenceType && slot.name === 'say') return sentences.map(drawnSentence);
  // What somebody typed stands in its field as it was typed.
  if (slot.type === 'Input.Text' && slot.name === 'value')
    return withoutTokens(sentences.map(plain).join(' '));
  return withoutTokens(plainText(sentences));
}

/** For notifications and whatever else draws nothing. */
export function plainText(sentences: readonly Sentence[]): string {
  return typedOnTeams(sentences.map(plain).join(' '));
}

/** An element of our templates only: becomes the element that suits the sentence in it. */
const sentenceType = 'Sentence';

/** A sentence with a time needs a TextBlock; every other is safer as runs of text. */
function drawnSentence(sentence: Sentence): JsonObject {
  if (hasTime(sentence)) return { type: 'TextBlock', text: markdown(sentence), wrap: true };
  return { type: 'RichTextBlock', inlines: textRuns(sentence) };
}

function finish(node: JsonObject): Json {
  if (node.type !== sentenceType) return node;
  const { type: _type, say: drawn, ...rest } = node;
  const [element, ...others] = drawn as unknown as JsonObject[];
  if (element === undefined || others.length > 0) throw new Error('a Sentence holds exactly one');
  return { ...element, ...rest };
}

export const teamsEncoder: Encoder = { isText, text: encode, finish };
