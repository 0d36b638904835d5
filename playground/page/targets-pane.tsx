import { useState } from 'react';
import { type HolderView, type PageState, type RightView, type TargetView } from '../page-state';
import { act } from './api';
import { Avatar } from './avatar';
import { timeLeft, timeOfDay, useNow } from './time';

export function TargetsPane({ state }: { state: PageState }) {
  const now = useNow(state.now);
  return (
    <section className="pane targets" data-name="Targets" aria-label="Targets">
      <div className="pane-bar">
        <b>Who holds what now</b>
        <span className="tag">from the targets</span>
      </div>
      <div className="targets-body">
        {state.targets.map((target) => (
          <Target key={target.workload} target={target} state={state} now={now} />
        ))}
        <Limits breaches={state.breaches} />
      </div>
    </section>
  );
}

interface TargetProps {
  readonly target: TargetView;
  readonly state: PageState;
  readonly now: number;
}

function Target({ target, state, now }: TargetProps) {
  const { workload, simulated, source, rights, sessions, error } = target;
  return (
    <section className="target" data-workload={workload}>
      <header>
        <h2>{workload}</h2>
        <span className={simulated ? 'kind kind-simulated' : 'kind kind-real'}>
          {simulated ? 'simulated' : 'real PostgreSQL'}
        </span>
        <small>{source}</small>
      </header>
      {error !== null && (
        <p className="target-error" role="alert">
          {error}
        </p>
      )}
      {rights.map((right) => (
        <Right key={right.name} right={right} state={state} now={now} />
      ))}
      {sessions !== null && (
        <p className="sessions">
          <b>Open sessions</b>
          {sessions.length === 0
            ? ' none'
            : sessions.map(({ name, since }) => (
                <span key={name}>
                  {name} since {timeOfDay(since)}
                </span>
              ))}
        </p>
      )}
    </section>
  );
}

interface RightProps {
  readonly right: RightView;
  readonly state: PageState;
  readonly now: number;
}

function Right({ right, state, now }: RightProps) {
  const me = state.people.find(({ key }) => key === state.person);
  const [said, setSaid] = useState<{ ok: boolean; words: string } | null>(null);

  async function tryIt(): Promise<void> {
    const answer = await act('warehouse/work', { person: state.person, role: right.name });
    setSaid({ ok: answer.error === null, words: answer.error ?? answer.said ?? '' });
  }

  return (
    <div className="right" data-right={right.name}>
      <div className="right-head">
        <div>
          <code>{right.name}</code>
          <small>{right.description}</small>
        </div>
        {right.tryable && (
          <button
            type="button"
            className="try"
            title={`Opens a session as ${me?.name} and runs: set role ${right.name}; select …`}
            onClick={() => void tryIt()}
          >
            Use as {me?.name}
          </button>
        )}
      </div>
      {right.holders.length === 0 ? (
        <p className="nobody">Nobody</p>
      ) : (
        <ul>
          {right.holders.map((holder) => (
            <Holder key={`${holder.person}/${holder.scope}`} holder={holder} now={now} />
          ))}
        </ul>
      )}
      {said !== null && (
        <p className="said" data-ok={said.ok} role="status">
          {said.words}
        </p>
      )}
    </div>
  );
}

function Holder({ holder, now }: { holder: HolderView; now: number }) {
  const { person, name, scope, request, endsAt, ending } = holder;
  return (
    <li className="holder" data-holder={person}>
      <Avatar name={name} round />
      <span className="holder-words">
        <b>{name}</b>
        {scope !== '' && <span className="scope">{scope} only</span>}
        {endsAt !== null && !ending && (
          <span className="left">{timeLeft(Date.parse(endsAt) - now)} left</span>
        )}
        <small>
          {request === null
            ? 'not through Elevate'
            : ending
              ? `${request} · being taken away`
              : `${request} · until ${timeOfDay(endsAt ?? '')}`}
        </small>
      </span>
    </li>
  );
}

/** The simulated platforms judge what Elevate sends them. */
function Limits({ breaches }: { breaches: readonly string[] }) {
  if (breaches.length === 0) {
    return (
      <p className="limits">
        Elevate has kept every limit that Slack and Teams publish: the simulations check each call.
      </p>
    );
  }
  return (
    <div className="limits limits-broken" role="alert">
      <b>A limit of Slack or Teams was exceeded</b>
      <ul>
        {breaches.map((breach, index) => (
          <li key={index}>{breach}</li>
        ))}
      </ul>
    </div>
  );
}
