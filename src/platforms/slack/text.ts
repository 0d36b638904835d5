/** Sentences as Slack takes them: mrkdwn, escaped, or plain text. */
import { plain, say, utcText, type Segment, type Sentence } from '../../words';
import { type Encoder, type Slot } from '../../views/expand';

/** The three characters that mean something to Slack's parser anywhere; everything else is only formatting. */
export function escapeMrkdwn(text: string): string {
  if (!/[&<>]/u.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Slack has no escape for formatting. A mark formats only beside a space or punctuation, so one that stands between two
 * letters stays as it is, and a word joiner on both sides takes the others their meaning.
 */
function withoutFormatting(text: string): string {
  if (!/[*_~`]/u.test(text)) return text;
  return text.replace(/(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu, '\u2060$&\u2060');
}

const momentFormat = plain(say('time.moment', { day: '{date_short_pretty}', clock: '{time}' }));

function dateToken(segment: Extract<Segment, { time: string }>): string {
  const { time, form, before = '' } = segment;
  const seconds = Math.floor(Date.parse(time) / 1000);
  const format = form === 'time' ? '{time}' : momentFormat;
  return `<!date^${seconds}^${before}${format}|${before}${utcText(time, form)}>`;
}

export function mrkdwn(sentence: Sentence): string {
  return sentence.say.map(mrkdwnSegment).join('');
}

function mrkdwnSegment(segment: Segment): string {
  if ('time' in segment) return bold(segment.bold, dateToken(segment));
  if ('link' in segment) {
    const target = escapeMrkdwn(new URL(segment.link).href).replaceAll('|', '%7C');
    const label = escapeMrkdwn(withoutFormatting(segment.text)).replaceAll('|', '¦');
    return `<${target}|${label}>`;
  }
  if ('mention' in segment) {
    const { platform, user } = segment.mention;
    return platform === 'slack' ? `<@${escapeMrkdwn(user)}>` : escapeMrkdwn(segment.text);
  }
  // Inside of code nothing is parsed but the mark that ends it.
  if (segment.code) return `\`${escapeMrkdwn(segment.text.replaceAll('`', 'ˋ'))}\``;
  return bold(segment.bold, escapeMrkdwn(withoutFormatting(segment.text)));
}

function bold(isBold: true | undefined, text: string): string {
  return isBold && text.trim() !== '' ? `*${text}*` : text;
}

function isText(slot: Slot): boolean {
  return slot.type === 'mrkdwn' && slot.name === 'text';
}

/** Everything but mrkdwn is plain: typed elements and plain_text are not parsed. */
export const slackEncoder: Encoder = {
  isText,
  text: (sentences, slot) =>
    isText(slot) ? sentences.map(mrkdwn).join('\n') : sentences.map(plain).join(' '),
  finish: (node) => node,
};
