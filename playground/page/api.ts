/** How the page talks to the playground: one stream of states, and acts as one person. */
import { useEffect, useState } from 'react';
import { type ActAnswer, type PageState } from '../page-state';

export interface Live {
  readonly state: PageState | null;
  /** Whether the playground is there; a stopped one leaves the last state standing. */
  readonly connected: boolean;
}

/** The state of one person, now and after each change. The browser reconnects by itself. */
export function useLive(person: string): Live {
  const [state, setState] = useState<PageState | null>(null);
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const source = new EventSource(`/playground/events?person=${encodeURIComponent(person)}`);
    source.onmessage = (event: MessageEvent<string>) => {
      setState(JSON.parse(event.data) as PageState);
      setConnected(true);
    };
    source.onerror = () => setConnected(false);
    return () => source.close();
  }, [person]);
  // What another person saw is never shown, not even for a moment.
  return { state: state?.person === person ? state : null, connected };
}

/** Does something as a person. What goes wrong comes back in words, never as an exception. */
export async function act(name: string, body: Record<string, unknown>): Promise<ActAnswer> {
  const failed = (error: string): ActAnswer => ({
    error,
    confirm: null,
    fieldErrors: {},
    said: null,
    found: [],
  });
  try {
    const response = await fetch(`/playground/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-elevate-playground': '1' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as ActAnswer;
    return response.ok ? answer : failed(answer.error ?? 'That did not work.');
  } catch {
    return failed('The playground does not answer. Start it again with npm start.');
  }
}
