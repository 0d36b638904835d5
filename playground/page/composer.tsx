import { useRef, useState, type KeyboardEvent } from 'react';

export interface ComposerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly suggestions: readonly string[];
  /** Resolves to what went wrong, in the platform's words, or null. */
  readonly onSend: (text: string) => Promise<string | null>;
}

/** The box in which commands are typed, with examples to take over. */
export function Composer({ label, placeholder, suggestions, onSend }: ComposerProps) {
  const [draft, setDraft] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);

  async function send(): Promise<void> {
    const words = draft.trim();
    if (words === '' || busy) return;
    setBusy(true);
    setError(null);
    const wrong = await onSend(words);
    setBusy(false);
    setError(wrong);
    if (wrong === null) setDraft('');
    box.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  }

  return (
    <div className="composer">
      <div className="suggestions" aria-label="Examples">
        <span>Try</span>
        {suggestions.map((one) => (
          <button
            key={one}
            type="button"
            title="Take this over; Enter sends it"
            onClick={() => {
              setDraft(one);
              box.current?.focus();
            }}
          >
            {one}
          </button>
        ))}
      </div>
      {error !== null && (
        <p className="composer-error" role="alert">
          {error}
        </p>
      )}
      <div className="composer-box">
        <textarea
          ref={box}
          aria-label={label}
          placeholder={placeholder}
          rows={1}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          disabled={busy || draft.trim() === ''}
          onClick={() => void send()}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M2.5 3.2c0-.6.6-1 1.2-.7l14 6.8c.6.3.6 1.1 0 1.4l-14 6.8c-.6.3-1.2-.1-1.2-.7l1.4-5.7 7.1-1.1-7.1-1.1z" />
          </svg>
        </button>
      </div>
    </div>
  );
}
