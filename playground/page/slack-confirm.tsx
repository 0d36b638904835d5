import { type Json } from '../page-state';
import { Dialog } from './dialog';
import { textOf } from './json';

export interface SlackConfirmProps {
  readonly confirm: Json;
  readonly onConfirm: () => Promise<void>;
  readonly onBack: () => void;
}

/** The question that Slack asks by itself before a press counts. */
export function SlackConfirm({ confirm, onConfirm, onBack }: SlackConfirmProps) {
  const style = confirm.style === 'danger' ? 'danger' : 'primary';
  return (
    <Dialog title={textOf(confirm.title)} onClose={onBack}>
      <p className="slack-dialog-body">{textOf(confirm.text)}</p>
      <div className="slack-dialog-foot">
        <button type="button" className="slack-button" onClick={onBack}>
          {textOf(confirm.deny)}
        </button>
        <button
          type="button"
          className={`slack-button slack-${style}`}
          onClick={() => void onConfirm()}
          autoFocus
        >
          {textOf(confirm.confirm)}
        </button>
      </div>
    </Dialog>
  );
}
