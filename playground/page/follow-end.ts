import { useEffect, useRef, type RefObject } from 'react';

/** How near to its end a list counts as being read at its end, in pixels. */
const nearPx = 40;

/**
 * Keeps a list of messages at its end: when something new comes (`mark` changes with the list), and when what is there
 * grows while its end is being read, as a card does that is refreshed or opened.
 */
export function useFollowEnd(mark: string): RefObject<HTMLDivElement> {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const now = box.current;
    if (!now) return undefined;
    const toEnd = (): void => void (now.scrollTop = now.scrollHeight);
    const note = (): void => {
      atEnd.current = now.scrollHeight - now.scrollTop - now.clientHeight < nearPx;
    };
    const grown = new MutationObserver(() => atEnd.current && toEnd());
    grown.observe(now, { childList: true, subtree: true, attributes: true });
    // The box itself shrinks when the composer grows.
    const resized = new ResizeObserver(() => atEnd.current && toEnd());
    resized.observe(now);
    now.addEventListener('scroll', note, { passive: true });
    return () => {
      grown.disconnect();
      resized.disconnect();
      now.removeEventListener('scroll', note);
    };
  }, []);
  useEffect(() => {
    const now = box.current;
    if (now) now.scrollTop = now.scrollHeight;
  }, [mark]);
  return box;
}
