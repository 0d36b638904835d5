import { useEffect, useState } from 'react';

/** What has been seen, for the whole life of the page: panes come and go with the person. */
const seen = new Map<string, string>();

/**
 * Which conversations changed since they were last open. `marks`: by conversation id, what changes with it.
 * An empty mark is a conversation without messages.
 */
export function useUnread(
  owner: string,
  marks: Readonly<Record<string, string>>,
  open: string,
): ReadonlySet<string> {
  const [, redraw] = useState(0);
  const openMark = marks[open] ?? '';
  useEffect(() => {
    seen.set(`${owner} ${open}`, openMark);
    redraw((count) => count + 1);
  }, [owner, open, openMark]);
  const unread = Object.entries(marks).filter(
    ([id, mark]) => id !== open && mark !== '' && seen.get(`${owner} ${id}`) !== mark,
  );
  return new Set(unread.map(([id]) => id));
}

/** Which conversation each person had open last, for the whole life of the page. */
const places = new Map<string, string>();

export function useOpenPlace(owner: string, first: string): [string, (place: string) => void] {
  const [place, setPlace] = useState(places.get(owner) ?? first);
  return [
    place,
    (next) => {
      places.set(owner, next);
      setPlace(next);
    },
  ];
}
