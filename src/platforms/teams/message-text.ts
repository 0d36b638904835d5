/** What a person typed, freed of the markup that Teams puts around it. Pure. */
import { storable } from '../../elevation/typed-text';
import { type Activity } from './activity';

/** Commands are short; whatever is longer than this cannot be one and is cut before any pattern sees it. */
const longestText = 40_000;

const namedEntities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** Somebody who is mentioned behind `--for`, `role add` and the like: their words in the text, and who is meant by them. */
export interface MentionedFor {
  readonly words: string;
  /** The id that the person has for this bot (`29:…`). */
  readonly id: string;
  readonly aadObjectId: string | undefined;
}

const gap = '(?:\\s|&nbsp;){1,5}';

/** Whatever leads to somebody who is meant, and not only spoken of. */
const leadsToPerson = [
  `(?:--|[\\u2013-\\u2015]{1,2})for(?:\\s{0,5}[=:]\\s{0,5}|${gap})`,
  `role${gap}(?:add|remove)${gap}(?:(?:owner|admin|auditor)${gap}(?:(?:to|from)${gap})?)?`,
  `policy${gap}test[^<>\\n]{1,200}(?:\\s|&nbsp;)as${gap}`,
].join('|');

const forMention = new RegExp(
  `(?:${leadsToPerson})(<at(?: id="[^"<>]{0,60}")?>[^<>]{0,200}<\\/at>)`,
  'iu',
);

/** Null when nobody is mentioned there, or several who are called the same: then only a name is known. */
export function mentionedFor(activity: Activity): MentionedFor | null {
  const words = forMention.exec((activity.text ?? '').slice(0, longestText))?.[1];
  const meant = (activity.entities ?? []).filter(
    ({ type, text }) => type === 'mention' && text === words,
  );
  const mentioned = meant[0]?.mentioned;
  const ids = new Set(meant.map((one) => one.mentioned?.id));
  if (words === undefined || mentioned === undefined || ids.size > 1) return null;
  return { words, id: mentioned.id, aadObjectId: mentioned.aadObjectId };
}

/**
 * The text as typed: our own mention removed, other people's mentions as names, HTML entities as characters.
 * @param subject the object id of whoever is mentioned there, where it is known: names repeat
 */
export function typedText(activity: Activity, subject: string | null = null): string {
  let text = (activity.text ?? '').slice(0, longestText);
  for (const mention of ownMentions(activity)) text = text.replaceAll(mention, ' ');
  text = text.replace(forMention, (whole, mention: string) => {
    // A name of several words is one name.
    const name = `"${mention.replace(/<[^<>]*>|"/gu, '')}"`;
    return whole.replace(mention, () => (subject === null ? name : `@${subject}`));
  });
  // Lengths are bounded, so that no text can make the search slow.
  text = text.replace(/<at(?: id="[^"<>]{0,60}")?>([^<>]{0,200})<\/at>/g, '$1');
  return storable(decodeEntities(text)).replaceAll('\u00a0', ' ').trim();
}

/** Whether the message speaks to the bot; a channel is full of messages that do not. */
export function mentionsBot(activity: Activity): boolean {
  const bot = activity.recipient?.id;
  if (bot === undefined) return false;
  return (activity.entities ?? []).some(
    (entity) => entity.type === 'mention' && entity.mentioned?.id === bot,
  );
}

function ownMentions(activity: Activity): readonly string[] {
  const bot = activity.recipient?.id;
  if (bot === undefined) return [];
  return (activity.entities ?? [])
    .filter((entity) => entity.type === 'mention' && entity.mentioned?.id === bot)
    .map((entity) => entity.text ?? '')
    .filter((text) => text !== '');
}

/** One pass, so that `&amp;lt;` stays the text `&lt;`. */
function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(nbsp|lt|gt|amp|quot|apos));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return namedEntities[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
