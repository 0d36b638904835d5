/** Who holds a target through Elevate. */
import { type Person } from '../elevation/model';
import { type Tx } from './database';
import { rows, statement } from './sql';

interface Holder {
  readonly person: Person;
  /** The part of the target; '' is all of it. */
  readonly scope: string;
  /** When the last of their grants is, or was, due to end. */
  readonly until: Date;
  /** Whether one of them was taken without approval. */
  readonly glass: boolean;
}

/** One screen shows fewer; beyond it they are not even counted. */
const holdersMax = 500;

// What was not read back as there (scheduled, activating) is not held; what is being taken away still is, if it was ever made.
const ofTarget = statement(
  'holders-of-target',
  `select s.id, s.name, s.line, s.disabled_at is not null as disabled,
     s.kind = 'system' as system, g.scope,
     max(least(g.ends_at, coalesce(g.ending_at, g.ends_at))) as until,
     bool_or(r.kind = 'review') as glass
   from elevate.grants g
   join elevate.requests r on r.organisation_id = g.organisation_id and r.id = g.request_id
   join elevate.persons p on p.organisation_id = g.organisation_id and p.id = g.subject_id
   join elevate.persons s
     on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
   where g.organisation_id = $1 and g.target_id = $2 and g.state in ('active', 'ending')
     and g.held_before is not null
   group by s.organisation_id, s.id, g.scope
   order by until, s.name, s.id, g.scope limit ${holdersMax}`,
);

/** Everybody who holds the target now, each once for each part of it; who is to lose it first goes first. */
export async function holdersOf(
  tx: Tx,
  organisationId: string,
  targetId: string,
): Promise<Holder[]> {
  const found = await rows<Person & Omit<Holder, 'person'>>(tx, ofTarget, [
    organisationId,
    targetId,
  ]);
  return found.map(({ until, scope, glass, system, ...human }) => {
    const person = system === true ? { ...human, system } : human;
    return { person, scope, until, glass };
  });
}
