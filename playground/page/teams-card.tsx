import {
  type Action,
  AdaptiveCard,
  ExecuteAction,
  type IMarkdownProcessingResult,
  SubmitAction,
} from 'adaptivecards';
import MarkdownIt from 'markdown-it';
import { useEffect, useRef, useState } from 'react';
import { type Json, type TeamsMessageView } from '../page-state';
import { act } from './api';
import { isJson, json, list, text } from './json';
import { teamsHost } from './teams-host';
import { drawnType, searchWith } from './teams-typeahead';

const markdown = new MarkdownIt({ html: false, linkify: false });

AdaptiveCard.onProcessMarkdown = (source: string, result: IMarkdownProcessingResult): void => {
  result.outputHtml = markdown.render(source);
  result.didProcess = true;
};

/** Refreshes that this page has asked for: a client asks once per person and state of a message. */
const asked = new Set<string>();

export interface TeamsCardProps {
  readonly person: string;
  readonly message: TeamsMessageView;
  readonly card: Json;
}

/** One card as this person sees it, with everything on it working as it does in Teams. */
export function TeamsCard({ person, message, card }: TeamsCardProps) {
  const place = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  // Drawn anew only when the card itself changed: what is typed into it stays otherwise.
  const content = JSON.stringify(card);

  useRefresh(person, message, card);

  useEffect(() => {
    const { drawable, actions } = numbered(JSON.parse(content) as Json);
    const drawn = new AdaptiveCard();
    drawn.hostConfig = teamsHost;
    drawn.parse(drawable);
    searchWith(drawn, async (input, typed) => {
      const answer = await act('teams/search', { person, message: message.id, input, typed });
      setError(answer.error);
      return answer.found;
    });
    drawn.onExecuteAction = (action) => {
      const original = actions.get(action.id ?? '');
      if (original) void press(original, action);
    };
    // What opens below the fold would look as if nothing had happened.
    drawn.onInlineCardExpanded = (_action, isExpanded) => {
      if (isExpanded) place.current?.scrollIntoView({ block: 'end', behavior: 'smooth' });
    };
    const element = drawn.render();
    place.current?.replaceChildren(...(element ? [element] : []));
    async function press(original: Json, action: Action): Promise<void> {
      setBusy(true);
      setError(null);
      const answer = await act('teams/execute', {
        person,
        message: message.id,
        action: original.data === undefined ? text(original.verb) : JSON.stringify(original.data),
        inputs: inputsOf(original, action),
      });
      setBusy(false);
      const [wrong] = Object.values(answer.fieldErrors);
      setError(answer.error ?? wrong ?? null);
    }
  }, [content, person, message.id]);

  return (
    <div className="teams-card" data-busy={busy}>
      <div ref={place} />
      {error !== null && (
        <p className="teams-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** The client refreshes by itself for those whom the card lists, so that each sees their own view. */
function useRefresh(person: string, { id, revision }: TeamsMessageView, card: Json): void {
  const refreshes = card.refresh !== undefined;
  useEffect(() => {
    const key = `${person} ${id} ${revision}`;
    if (!refreshes || asked.has(key)) return;
    asked.add(key);
    void act('teams/see', { person, message: id });
  }, [person, id, revision, refreshes]);
}

/** A copy in which every action has an id of its own, and the original of each by that id. */
function numbered(card: Json): { drawable: Json; actions: ReadonlyMap<string, Json> } {
  const actions = new Map<string, Json>();
  function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (!isJson(value)) return value;
    const kept = Object.entries(value).filter(([key]) => key !== 'data' && key !== 'fallback');
    const copied: Json = Object.fromEntries(kept.map(([key, inside]) => [key, copy(inside)]));
    if (value.data !== undefined) copied.data = value.data;
    Object.assign(copied, drawnType(value));
    if (!text(value.type).startsWith('Action.')) return copied;
    const id = `press-${actions.size}`;
    actions.set(id, value);
    return { ...copied, id };
  }
  return { drawable: json(copy(card)), actions };
}

/** What the inputs added to the action's own data. */
function inputsOf(original: Json, action: Action): Record<string, string> {
  if (!(action instanceof ExecuteAction) && !(action instanceof SubmitAction)) return {};
  const own = new Set(Object.keys(json(original.data)));
  const added = Object.entries(json(action.data)).filter(([key]) => !own.has(key));
  return Object.fromEntries(
    added.map(([key, value]) => [key, Array.isArray(value) ? list(value).join(',') : text(value)]),
  );
}
