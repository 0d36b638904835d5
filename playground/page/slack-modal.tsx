import { useState, type FormEvent } from 'react';
import { type FoundOption, type Json, type SlackModalView } from '../page-state';
import { act } from './api';
import { Dialog } from './dialog';
import { json, list, text, textOf } from './json';
import { SlackBlocks } from './slack-blocks';
import { SlackSelect } from './slack-select';

export interface SlackModalProps {
  readonly person: string;
  readonly modal: SlackModalView;
  readonly names: Readonly<Record<string, string>>;
}

/** A form that the bot opened. The bot's own errors stand at their inputs, and what was typed stays. */
export function SlackModal({ person, modal, names }: SlackModalProps) {
  const { id, view } = modal;
  const blocks = list(view.blocks).map(json);
  const form = useForm(person, id, blocks);
  const close = (): void => void act('slack/close', { person, view: id });
  return (
    <Dialog title={textOf(view.title)} onClose={close}>
      <form onSubmit={(event) => void form.submit(event)}>
        <div className="slack-dialog-body">
          {form.error !== null && (
            <p className="slack-error" role="alert">
              {form.error}
            </p>
          )}
          {blocks.map((block, index) => {
            if (block.type !== 'input') {
              return <SlackBlocks key={index} blocks={[block]} names={names} />;
            }
            const key = keyOf(block, index);
            return (
              <InputBlock
                key={key}
                block={block}
                value={form.filled[key]}
                error={form.refused[key] ?? modal.errors[key]}
                onChange={(value) => form.fill(key, value)}
                onSearch={form.search}
                onChoose={(action, value) => void form.choose(key, action, value)}
              />
            );
          })}
        </div>
        <div className="slack-dialog-foot">
          <button type="button" className="slack-button" onClick={close}>
            {textOf(view.close) || 'Cancel'}
          </button>
          <button type="submit" className="slack-button slack-primary" disabled={form.busy}>
            {textOf(view.submit) || 'Submit'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

type Texts = Readonly<Record<string, string>>;

/** What is filled in by block, what the bot said about it, and what can be done with it. */
function useForm(person: string, view: string, blocks: readonly Json[]) {
  const [filled, setFilled] = useState<Texts>({});
  const [refused, setRefused] = useState<Texts>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  /** Of the inputs that are there: the bot may have put others in their place. */
  function present(more: Texts = {}): Texts {
    const keys = new Set(blocks.map(keyOf));
    const all = Object.entries({ ...filled, ...more });
    return Object.fromEntries(all.filter(([key]) => keys.has(key)));
  }

  function fill(key: string, value: string): void {
    setFilled((before) => ({ ...before, [key]: value }));
  }

  async function search(action: string, typed: string): Promise<readonly FoundOption[]> {
    const answer = await act('slack/search', { person, view, action, typed });
    setError(answer.error);
    return answer.found;
  }

  async function choose(key: string, action: string, value: string): Promise<void> {
    fill(key, value);
    const chosen = present({ [key]: value });
    const answer = await act('slack/choose', { person, view, action, value, filled: chosen });
    setError(answer.error);
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await act('slack/submit', { person, view, filled: present() });
    setBusy(false);
    setRefused(answer.fieldErrors);
    setError(answer.error);
  }

  return { filled, refused, error, busy, fill, search, choose, submit };
}

/** As the simulated Slack names a block without an id. */
function keyOf(block: Json, index: number): string {
  return text(block.block_id) || `b${index}`;
}

interface InputBlockProps {
  readonly block: Json;
  readonly value: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onSearch: (action: string, typed: string) => Promise<readonly FoundOption[]>;
  readonly onChoose: (action: string, value: string) => void;
}

function InputBlock({ block, value, error, onChange, onSearch, onChoose }: InputBlockProps) {
  const element = json(block.element);
  const action = text(element.action_id);
  const initial = text(element.initial_value) || text(json(element.initial_option).value);
  const props = {
    value: value ?? initial,
    placeholder: textOf(element.placeholder),
    'aria-invalid': error !== undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <label className="slack-input">
      <b>
        {textOf(block.label)}
        {block.optional === true && <span> (optional)</span>}
      </b>
      {element.type === 'external_select' ? (
        <SlackSelect
          element={element}
          label={textOf(block.label)}
          invalid={error !== undefined}
          search={(typed) => onSearch(action, typed)}
          onChoose={(chosen) => onChoose(action, chosen)}
        />
      ) : (
        control(element, props)
      )}
      {error !== undefined && (
        <span className="slack-input-error" role="alert">
          {error}
        </span>
      )}
      {block.hint !== undefined && <small>{textOf(block.hint)}</small>}
    </label>
  );
}

interface ControlProps {
  readonly value: string;
  readonly placeholder: string;
  readonly 'aria-invalid': boolean;
  readonly onChange: (event: { target: { value: string } }) => void;
}

function control(element: Json, props: ControlProps) {
  const options = list(element.options).map(json);
  if (options.length === 0) {
    return element.multiline === true ? <textarea rows={4} {...props} /> : <input {...props} />;
  }
  const { placeholder, ...select } = props;
  return (
    <select {...select}>
      {props.value === '' && <option value="">{placeholder}</option>}
      {options.map((option) => (
        <option key={text(option.value)} value={text(option.value)}>
          {textOf(option.text)}
        </option>
      ))}
    </select>
  );
}
