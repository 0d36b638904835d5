/**
 * What a person typed, out of Slack's message text: `<@U1>`, `<https://x|x>` and `&amp;` become what the person saw.
 * The result is data for the parser and the record; nothing here makes it safe to show.
 */

const token = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/gu;
const mark: Readonly<Record<string, string>> = { '@': '@', '#': '#', '!': '@', '': '' };

/** Whatever leads to somebody who is meant, and not only spoken of. */
const leadsToPerson = [
  '(?:--|[\\u2013-\\u2015]{1,2})for(?:\\s{0,5}[=:]\\s{0,5}|\\s{1,5})',
  'role\\s{1,5}(?:add|remove)\\s{1,5}(?:(?:owner|admin|auditor)\\s{1,5}(?:(?:to|from)\\s{1,5})?)?',
  'policy\\s{1,5}test\\s[^<>\\n]{1,200}\\sas\\s{1,5}',
].join('|');

/** There a mention says who is meant by account, because names repeat. */
const mentionedFor = new RegExp(`(?<=${leadsToPerson})<@([^<>|]{1,60})(?:\\|[^<>]*)?>`, 'giu');

/** The text after `/elevate`. */
export function typedAfterCommand(text: string): string {
  return plain(text).trim();
}

/** The text beside the first mention of the bot: what follows it, or what stands before when nothing does. */
export function typedBesideMention(text: string, botUser: string): string {
  const mention = new RegExp(`<@${escaped(botUser)}(?:\\|[^<>]*)?>`, 'u').exec(text);
  if (mention === null) return plain(text).trim();
  const after = plain(text.slice(mention.index + mention[0].length)).trim();
  return after === '' ? plain(text.slice(0, mention.index)).trim() : after;
}

function plain(text: string): string {
  return decoded(
    text
      .replace(mentionedFor, '@$1')
      .replace(token, (_whole, sort: string, id: string, label?: string) => {
        if (label === undefined || label === '') return `${mark[sort]}${id}`;
        return sort === '#' ? `#${label}` : label;
      }),
  );
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function escaped(id: string): string {
  return id.replace(/[^A-Za-z0-9]/gu, (character) => `\\${character}`);
}
