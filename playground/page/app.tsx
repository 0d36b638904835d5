import { useEffect, useState } from 'react';
import { type PersonView } from '../page-state';
import { useLive } from './api';
import { Avatar } from './avatar';
import { SlackPane } from './slack-pane';
import { TargetsPane } from './targets-pane';
import { TeamsPane } from './teams-pane';

const panes = ['Slack', 'Teams', 'Targets'] as const;
type PaneName = (typeof panes)[number];

/** The person stands in the address, so that a reload and a second window keep theirs. */
function useChosenPerson(): [string, (key: string) => void] {
  const read = (): string => window.location.hash.slice(1) || 'ana';
  const [person, setPerson] = useState(read);
  useEffect(() => {
    const follow = (): void => setPerson(read());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return [person, (key) => void (window.location.hash = key)];
}

export function App() {
  const [person, choose] = useChosenPerson();
  const [pane, setPane] = useState<PaneName>('Slack');
  const { state, connected } = useLive(person);
  return (
    <div className="page">
      <header className="page-head">
        <div className="brand">
          <Avatar name="Elevate" />
          <div>
            <h1>Elevate playground</h1>
            <p>
              Everything on this page runs on this computer. Slack, Teams and Exchange are
              simulated; the Warehouse is a real PostgreSQL database.
            </p>
          </div>
        </div>
        <PersonSwitcher people={state?.people ?? []} chosen={person} onChoose={choose} />
      </header>
      {!connected && (
        <p className="page-alert" role="alert">
          The playground does not answer. Start it again with <code>npm start</code>; this page
          reconnects by itself.
        </p>
      )}
      <nav className="tabs" role="tablist" aria-label="Panes">
        {panes.map((name) => (
          <button
            key={name}
            role="tab"
            aria-selected={name === pane}
            onClick={() => setPane(name)}
            type="button"
          >
            {name}
          </button>
        ))}
      </nav>
      {state === null ? (
        <p className="page-wait">Reading…</p>
      ) : (
        <main className="panes" data-pane={pane}>
          {/* Keyed by person: drafts and open dialogs belong to whoever began them. */}
          <SlackPane key={`slack ${person}`} person={person} state={state.slack} />
          <TeamsPane key={`teams ${person}`} person={person} state={state.teams} />
          <TargetsPane key={`targets ${person}`} state={state} />
        </main>
      )}
    </div>
  );
}

interface SwitcherProps {
  readonly people: readonly PersonView[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

function PersonSwitcher({ people, chosen, onChoose }: SwitcherProps) {
  return (
    <div className="switcher" role="radiogroup" aria-label="You are">
      <span className="switcher-label">You are</span>
      {people.map(({ key, name, part, waiting }) => (
        <button
          key={key}
          type="button"
          role="radio"
          aria-checked={key === chosen}
          data-person={key}
          onClick={() => onChoose(key)}
        >
          <Avatar name={name} round />
          <span className="switcher-words">
            <b>{name}</b>
            <small>{part}</small>
          </span>
          {waiting > 0 && (
            <span className="badge" title={`${waiting} waiting for ${name}`}>
              {waiting}
              <span className="sr-only"> waiting for a decision</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
