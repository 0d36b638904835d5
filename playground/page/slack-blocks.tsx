import { Message, type MessageProps } from 'slack-blocks-to-jsx';
import { useMemo, useState, type MouseEvent } from 'react';
import { type Json } from '../page-state';
import { isJson, list, text } from './json';
import { slackDate } from './time';

export interface Pressed {
  /** By value where there is one: rows of a list share their action id. */
  readonly action: string;
}

export interface SlackBlocksProps {
  readonly blocks: readonly Json[];
  /** Names by user id. */
  readonly names: Readonly<Record<string, string>>;
  readonly onPress?: (pressed: Pressed) => Promise<void>;
}

const hooks: MessageProps['hooks'] = {
  date: ({ timestamp, format }) => slackDate(timestamp, format),
  // The library makes links of addresses. Slack does not where the text says `verbatim`, and all of Elevate's does.
  link: ({ href, children, className }) =>
    href.startsWith('mailto:') ? (
      children
    ) : (
      <a href={href} className={className} target="_blank" rel="noreferrer">
        {children}
      </a>
    ),
};

/** Blocks in Slack's look. The library draws; what is pressed is found by the id that we give to each button. */
export function SlackBlocks({ blocks, names, onPress }: SlackBlocksProps) {
  const [busy, setBusy] = useState(false);
  // Drawing depends on the content alone; the same content comes anew with each state of the page.
  const content = JSON.stringify(blocks);
  const drawn = useMemo(() => drawable(JSON.parse(content) as Json[]), [content]);
  const users = Object.entries(names).map(([id, name]) => ({ id, name }));

  function onClick(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const action = button ? drawn.actions[Number(button.id.replace('press-', ''))] : undefined;
    if (action === undefined || busy || onPress === undefined) return;
    setBusy(true);
    void onPress({ action }).finally(() => setBusy(false));
  }

  return (
    <div className="slack-blocks" data-busy={busy} onClick={onClick}>
      <Message
        blocks={drawn.blocks as unknown as MessageProps['blocks']}
        name="Elevate"
        logo=""
        theme="light"
        withoutWrapper
        data={{ users }}
        hooks={hooks}
      />
    </div>
  );
}

interface Drawable {
  readonly blocks: readonly Json[];
  /** What to press, by the number in the button's id. */
  readonly actions: readonly string[];
}

/**
 * `verbatim` is dropped (the library would print the text raw), and so is `confirm`: the question is Slack's own and
 * is asked once the press is known there.
 */
function drawable(blocks: readonly Json[]): Drawable {
  const actions: string[] = [];
  function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (!isJson(value)) return value;
    const kept = Object.entries(value).filter(([key]) => key !== 'verbatim' && key !== 'confirm');
    const copied: Json = Object.fromEntries(kept.map(([key, inside]) => [key, copy(inside)]));
    if (value.type === 'mrkdwn') copied.text = inert(text(value.text));
    if (value.type === 'context') copied.elements = list(copied.elements).map(plainly);
    if (value.type !== 'button') return copied;
    actions.push(text(value.value) || text(value.action_id));
    return { ...copied, action_id: `press-${actions.length - 1}` };
  }
  return { blocks: copy(blocks) as Json[], actions };
}

/** The library reads markup into plain text where it stands in a context; Slack does not. */
function plainly(element: unknown): unknown {
  if (!isJson(element) || element.type !== 'plain_text') return element;
  const shown = text(element.text)
    .replaceAll('<', '<\u2060')
    .replaceAll('://', ':\u2060//')
    .replace(/[*_~`]/gu, (sign) => lookalikes[sign] ?? sign);
  return { ...element, text: shown };
}

/** Signs that look like those of the markup and are none to the library. */
const lookalikes: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };

/**
 * The library unescapes before it looks for mentions and links, and takes a sign of the markup for one wherever it
 * stands; in Slack what is escaped is text, and so is a sign between word joiners.
 */
function inert(mrkdwn: string): string {
  return mrkdwn
    .replaceAll('&lt;', '&lt;\u2060')
    .replace(/(?<=\u2060)[*_~`](?=\u2060)/gu, (sign) => lookalikes[sign] ?? sign);
}
