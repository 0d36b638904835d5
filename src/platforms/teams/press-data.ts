/** What a button of a card sends: `{v, r, d}` and what was filled in beside it. */
import { z } from 'zod';

import { type AnyPress, type LinkPress, type Press } from '../../commands/command';
import { parseLinkValue } from '../../commands/link-value';
import { parsePageValue } from '../../commands/page-value';
import {
  asAsked,
  parseChosenLength,
  parsePressValue,
  parseWasRight,
} from '../../commands/press-value';

const Data = z.object({
  /** Verb. */
  v: z.string(),
  /** `ELV-142`, or 142. */
  r: z.union([z.string(), z.number()]),
  /** Digest of what was shown. */
  d: z.string(),
  reason: z.string().optional().catch(undefined),
  comment: z.string().optional().catch(undefined),
  /** Chosen beside Approve; left out by cards that offered no choice. */
  length: z.unknown().optional(),
  /** How much longer, as typed. */
  duration: z.string().optional().catch(undefined),
  /** Chosen beside the comment of a review. */
  right: z.unknown().optional(),
});

const PageData = z.object({
  /** The list. */
  v: z.string(),
  /** `PAGE-2` */
  r: z.string(),
});

const LinkData = z.object({
  v: z.string(),
  /** Its id. */
  r: z.string(),
  d: z.string(),
});

/** Null for everything that no button of ours sends. Data comes from outside and may be forged. */
export function pressOfData(data: unknown): AnyPress | null {
  const page = PageData.safeParse(data);
  if (!page.success) return requestPressOf(data);
  const { v, r } = page.data;
  return parsePageValue(`${v} ${r}`) ?? linkPressOf(data) ?? requestPressOf(data);
}

function linkPressOf(data: unknown): LinkPress | null {
  const read = LinkData.safeParse(data);
  if (!read.success) return null;
  const { v, r, d } = read.data;
  return parseLinkValue(`${v} ${r} ${d}`);
}

function requestPressOf(data: unknown): Press | null {
  const read = Data.safeParse(data);
  if (!read.success) return null;
  const { v, r, d, reason, comment, duration, length = asAsked, right } = read.data;
  const value = parsePressValue(`${v} ${typeof r === 'number' ? `ELV-${r}` : r} ${d}`);
  const durationS = parseChosenLength(length);
  if (value === null || durationS === undefined) return null;
  const wasRight = right === undefined ? null : parseWasRight(right);
  if (wasRight === undefined) return null;
  const longer = value.verb === 'extend' ? filledIn(duration) : null;
  return {
    ...value,
    reason: filledIn(reason),
    comment: filledIn(comment),
    ...(durationS !== null && { durationS }),
    ...(longer !== null && { duration: longer }),
    ...(wasRight !== null && { wasRight }),
  };
}

const Execute = z.object({
  action: z.object({ verb: z.string(), data: z.unknown() }),
});

/** The press in an `adaptiveCard/action` invoke, or null when its verb and its data do not say the same. */
export function pressOfExecute(value: unknown): AnyPress | null {
  const read = Execute.safeParse(value);
  if (!read.success) return null;
  const { verb, data } = read.data.action;
  const press = pressOfData(data);
  if (press === null) return null;
  return verb === `${prefixOf(press)}.${press.verb}` ? press : null;
}

/** Action.Execute names its verb `request.<verb>`, that of another page of a list `page.<list>`, and that of a link `link.<verb>`. */
function prefixOf(press: AnyPress): 'page' | 'link' | 'request' {
  if ('page' in press) return 'page';
  return 'link' in press ? 'link' : 'request';
}

function filledIn(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text;
}
