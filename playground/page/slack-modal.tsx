import { useState, type FormEvent } from 'react';
import { type Json, type SlackModalView } from '../page-state';
import { act } from './api';
import { Dialog } from './dialog';
import { json, list, text, textOf } from './json';
import { SlackBlocks } from './slack-blocks';

export interface SlackModalProps {
  readonly person: string;
  readonly modal: SlackModalView;
  readonly names: Readonly<Record<string, string>>;
}

/** A form that the bot opened. The bot's own errors stand at their inputs, and what was typed stays. */
export function SlackModal({ person, modal, names }: SlackModalProps) {
  const { id, view } = modal;
  const [filled, setFilled] = useState<Readonly<Record<string, string>>>({});
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const blocks = list(view.blocks).map(json);
  const close = (): void => void act('slack/close', { person, view: id });

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await act('slack/submit', { person, view: id, filled });
    setBusy(false);
    setRefused(answer.fieldErrors);
    setError(answer.error);
  }

  return (
    <Dialog title={textOf(view.title)} onClose={close}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="slack-dialog-body">
          {error !== null && (
            <p className="slack-error" role="alert">
              {error}
            </p>
          )}
          {blocks.map((block, index) =>
            block.type === 'input' ? (
              <InputBlock
                key={index}
                block={block}
                value={filled[keyOf(block, index)]}
                error={refused[keyOf(block, index)] ?? modal.errors[keyOf(block, index)]}
                onChange={(value) =>
                  setFilled((before) => ({ ...before, [keyOf(block, index)]: value }))
                }
              />
            ) : (
              <SlackBlocks key={index} blocks={[block]} names={names} />
            ),
          )}
        </div>
        <div className="slack-dialog-foot">
          <button type="button" className="slack-button" onClick={close}>
            {textOf(view.close) || 'Cancel'}
          </button>
          <button type="submit" className="slack-button slack-primary" disabled={busy}>
            {textOf(view.submit) || 'Submit'}
          </button>
        </div>
      </form>
    </Dialog>
  );
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
}

function InputBlock({ block, value, error, onChange }: InputBlockProps) {
  const element = json(block.element);
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
      {control(element, props)}
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
