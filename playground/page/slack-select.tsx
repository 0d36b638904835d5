import { useEffect, useRef } from 'react';
import { type FoundOption, type Json } from '../page-state';
import { json, text, textOf } from './json';
import { createTypeahead, type Typeahead } from './typeahead';

export interface SlackSelectProps {
  readonly element: Json;
  readonly label: string;
  readonly invalid: boolean;
  readonly search: (typed: string) => Promise<readonly FoundOption[]>;
  readonly onChoose: (value: string) => void;
}

/** A select menu whose options the bot finds while somebody types. */
export function SlackSelect({ element, label, invalid, search, onChoose }: SlackSelectProps) {
  const place = useRef<HTMLDivElement>(null);
  const made = useRef<Typeahead | null>(null);
  // What is typed into it stays while the page is drawn anew; what it calls is always the present one.
  const latest = useRef({ search, onChoose });
  latest.current = { search, onChoose };
  const initial = json(element.initial_option);
  const value = text(initial.value);
  const chosen = value === '' ? null : { label: textOf(initial.text), value };
  const placeholder = textOf(element.placeholder);

  useEffect(() => {
    if (made.current !== null) return;
    made.current = createTypeahead({
      label,
      placeholder,
      chosen,
      search: (typed) => latest.current.search(typed),
      onChoose: (option) => latest.current.onChoose(option.value),
    });
    place.current?.append(made.current.element);
  });

  useEffect(() => {
    made.current?.input.setAttribute('aria-invalid', String(invalid));
  }, [invalid]);

  return <div ref={place} />;
}
