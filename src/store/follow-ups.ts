/** Reminders, and groups that are asked later: written once, and never changed. */
import { type AskedGroup } from '../elevation/model';
import { type Tx } from './database';
import { rows, statement } from './sql';

export interface DueFollowUp {
  readonly organisationId: string;
  readonly id: string;
  /** When the first of what is due fell due. */
  readonly since: Date;
}

const due = statement(
  'due-follow-ups',
  `select organisation_id as "organisationId", id, follow_up_at as since
   from elevate.requests
   where state = 'pending' and follow_up_at is not null and follow_up_at <= elevate.now()
     and decide_by > elevate.now() and id <> all ($2::uuid[])
   order by follow_up_at, id limit $1
   for no key update skip locked`,
);

/**
 * Pending requests on which something is due, locked; those of `except` and those that somebody else has locked are left
 * out.
 */
export function dueFollowUps(
  tx: Tx,
  limit: number,
  except: readonly string[] = [],
): Promise<DueFollowUp[]> {
  return rows(tx, due, [limit, except]);
}

const set = statement(
  'set-follow-up',
  'update elevate.requests set follow_up_at = $3 where organisation_id = $1 and id = $2',
);

/** Says when something is due next on a request, in the transaction that did what was due before; null for never. */
export async function setFollowUp(
  tx: Tx,
  organisationId: string,
  id: string,
  next: Date | null,
): Promise<void> {
  await rows(tx, set, [organisationId, id, next]);
}

const remind = statement(
  'insert-reminder',
  `insert into elevate.reminders (organisation_id, request_id, number, reminded_at)
   values ($1, $2, $3, $4)`,
);

export interface NewReminder {
  readonly organisationId: string;
  readonly requestId: string;
  /** 1 for the first of this request. */
  readonly number: number;
  readonly at: Date;
}

/** Throws when this reminder is there already: the request was not locked. */
export async function insertReminder(tx: Tx, reminder: NewReminder): Promise<void> {
  const { organisationId, requestId, number, at } = reminder;
  await rows(tx, remind, [organisationId, requestId, number, at]);
}

const ask = statement(
  'insert-asked-group',
  `insert into elevate.asked_groups (organisation_id, request_id, group_id, why, asked_at, stage)
   values ($1, $2, $3, $4, $5, $6)
   on conflict do nothing returning group_id`,
);

export interface NewAskedGroup {
  readonly organisationId: string;
  readonly requestId: string;
  readonly groupId: string;
  readonly why: AskedGroup['why'];
  readonly stage: number;
  readonly at: Date;
}

/** @returns false when this group is asked in this stage already */
export async function insertAskedGroup(tx: Tx, asked: NewAskedGroup): Promise<boolean> {
  const { organisationId, requestId, groupId, why, at, stage } = asked;
  const made = await rows(tx, ask, [organisationId, requestId, groupId, why, at, stage]);
  return made.length > 0;
}
