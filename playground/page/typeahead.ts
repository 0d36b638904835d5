/** A field that finds its options by typing, by mouse and by keyboard: the combobox of the ARIA practices. */
import { type FoundOption } from '../page-state';

export interface TypeaheadOptions {
  /** Visible beside it, too. */
  readonly label: string;
  readonly placeholder: string;
  readonly chosen: FoundOption | null;
  readonly search: (typed: string) => Promise<readonly FoundOption[]>;
  readonly onChoose: (option: FoundOption) => void;
}

export interface Typeahead {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  chosen(): FoundOption | null;
}

/** Until somebody pauses, in milliseconds: nobody reads a list that changes with every letter. */
const pauseMs = 120;

let made = 0;

export function createTypeahead(options: TypeaheadOptions): Typeahead {
  made += 1;
  const listId = `typeahead-${made}`;
  const element = document.createElement('div');
  element.className = 'typeahead';
  const input = field(options, listId);
  const list = createList(input, listId, choose);
  list.element.setAttribute('aria-label', options.label);
  element.append(input, list.element);

  let chosen = options.chosen;
  let asked = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  function close(): void {
    clearTimeout(pause);
    asked += 1;
    list.close();
  }

  function choose(option: FoundOption): void {
    chosen = option;
    input.value = option.label;
    close();
    options.onChoose(option);
  }

  async function look(): Promise<void> {
    asked += 1;
    const own = asked;
    const found = await options.search(input.value === chosen?.label ? '' : input.value);
    if (own === asked) list.show(found);
  }

  function lookAfter(ms: number): void {
    clearTimeout(pause);
    pause = setTimeout(() => void look(), ms);
  }

  input.addEventListener('input', () => lookAfter(pauseMs));
  input.addEventListener('click', () => lookAfter(0));
  input.addEventListener('blur', () => {
    close();
    input.value = chosen?.label ?? '';
  });
  input.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && !list.move(step)) lookAfter(0);
    if (event.key === 'Enter') list.pick();
    const isEscape = event.key === 'Escape' && list.isOpen();
    if (isEscape) close();
    // Sending the form in is the button's business, and closing it is the second Escape.
    if (step === 0 && event.key !== 'Enter' && !isEscape) return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { element, input, chosen: () => chosen };
}

function field({ label, placeholder, chosen }: TypeaheadOptions, listId: string): HTMLInputElement {
  const input = document.createElement('input');
  const value = chosen?.label ?? '';
  Object.assign(input, { type: 'text', placeholder, value, autocomplete: 'off' });
  const states = { role: 'combobox', 'aria-label': label, 'aria-controls': listId };
  const more = { 'aria-autocomplete': 'list', 'aria-expanded': 'false' };
  for (const [name, state] of Object.entries({ ...states, ...more })) {
    input.setAttribute(name, state);
  }
  return input;
}

interface List {
  readonly element: HTMLElement;
  isOpen(): boolean;
  show(found: readonly FoundOption[]): void;
  close(): void;
  /** Marks the next one or the one before; false when the list is closed. */
  move(step: number): boolean;
  /** Chooses what is marked. */
  pick(): void;
}

/** The options below a field, which says which of them is marked. */
function createList(
  input: HTMLInputElement,
  id: string,
  onPick: (option: FoundOption) => void,
): List {
  const element = document.createElement('ul');
  Object.assign(element, { id, role: 'listbox', hidden: true });
  let options: readonly FoundOption[] = [];
  let active = -1;

  function mark(index: number): void {
    active = index;
    for (const [at, one] of [...element.children].entries()) {
      one.setAttribute('aria-selected', String(at === index));
      if (at === index) one.scrollIntoView({ block: 'nearest' });
    }
    if (index === -1) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `${id}-${index}`);
  }

  function open(isOpen: boolean): void {
    element.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen));
    mark(isOpen && options.length > 0 ? 0 : -1);
  }

  return {
    element,
    isOpen: () => !element.hidden,
    show(found) {
      options = found;
      const drawn = found.map((option, index) => item(option, `${id}-${index}`, onPick));
      element.replaceChildren(...(found.length === 0 ? [nothing()] : drawn));
      open(true);
    },
    close: () => open(false),
    move(step) {
      if (element.hidden) return false;
      if (options.length > 0) mark((active + step + options.length) % options.length);
      return true;
    },
    pick() {
      const option = element.hidden ? undefined : options[active];
      if (option !== undefined) onPick(option);
    },
  };
}

function item(option: FoundOption, id: string, onPick: (one: FoundOption) => void): HTMLElement {
  const one = document.createElement('li');
  Object.assign(one, { id, role: 'option', textContent: option.label });
  // Before the field loses its focus, which would close the list.
  one.addEventListener('mousedown', (event) => event.preventDefault());
  one.addEventListener('click', () => onPick(option));
  return one;
}

function nothing(): HTMLElement {
  const one = document.createElement('li');
  Object.assign(one, { className: 'typeahead-nothing', textContent: 'Nothing found.' });
  return one;
}
