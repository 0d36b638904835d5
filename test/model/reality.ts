/** The product as the model test drives it: verbs, database and a target in memory, with what was done counted. */
import { type PressVerb } from '../../src/commands/command';
import { factsDigest } from '../../src/elevation/digest';
import { promptView } from '../../src/views/prompt';
import { type PlatformName } from '../../src/elevation/model';
import { type Reply } from '../../src/platforms/contract';
import { type World } from '../support/world';
import { type PersonKey } from '../support/seed';
import { wasPutToApprovers } from '../../src/elevation/for-other';
import { holders, isUnanswered, type Expectation, type ExpectedRequest } from './expectation';

export interface Reality {
  readonly world: World;
  /** Numbers of this run's requests, as their receipts gave them. */
  readonly numbers: number[];
  /** How often each verb was done and how often it was refused. */
  readonly counts: Map<string, { done: number; refused: number }>;
  /** The last press, to be sent again. */
  last: { readonly send: () => Promise<Reply>; readonly reply: Reply } | null;
  /** Whether the target fails in this run; where it never does, more is known for sure. */
  readonly mayFail: boolean;
  /** Faults of the target that were ordered in this run. */
  faults: number;
}

export function count({ counts }: Reality, verb: string, done: boolean): void {
  const counted = counts.get(verb) ?? { done: 0, refused: 0 };
  counted[done ? 'done' : 'refused'] += 1;
  counts.set(verb, counted);
}

export function isRefused(reply: Reply): boolean {
  return reply.privately?.screen === 'refusal';
}

export function causeOf(reply: Reply): unknown {
  return reply.privately?.facts.refused;
}

export interface Pressed {
  readonly person: PersonKey;
  readonly platform: PlatformName;
  readonly verb: PressVerb;
  readonly number: number;
  readonly durationS?: number;
  /** What a review found. */
  readonly wasRight?: boolean;
}

let payloads = 0;

/** Presses a button and keeps the payload, so that it can come again. */
export async function press(reality: Reality, pressed: Pressed, digest?: string): Promise<Reply> {
  const { person, platform, verb, number, durationS, wasRight } = pressed;
  payloads += 1;
  const payloadKey = `model-${payloads}`;
  const snapshot = await reality.world.snapshot(number);
  const about = {
    platform,
    payloadKey,
    digest: digest ?? factsDigest(snapshot),
    reason: 'Because.',
    ...(durationS === undefined ? {} : { durationS }),
    ...(wasRight === undefined ? {} : { wasRight, comment: 'Because.' }),
  };
  const send = () => reality.world.presses(person, verb, number, about);
  const reply = await send();
  reality.last = { send, reply };
  count(reality, verb, !isRefused(reply));
  return reply;
}

interface Row {
  readonly number: number;
  readonly state: string;
  readonly deciders: number;
  readonly own: number;
  readonly endsAt: Date | null;
  readonly grant: string | null;
  readonly review: string | null;
}

const rowsSql = `
  select r.number::int, r.state, g.ends_at as "endsAt", g.state as "grant",
    (select case when v.closed_at is null then 'open' else 'closed' end from elevate.reviews v
     where v.request_id = r.id) as review,
    (select count(distinct d.person_id)::int from elevate.decisions d
     where d.request_id = r.id and d.verdict = 'approve') as deciders,
    (select count(*)::int from elevate.decisions d
     where d.request_id = r.id and d.person_id in (r.requester_id, r.subject_id)) as own
  from elevate.requests r left join elevate.grants g on g.request_id = r.id
  where r.number = any($1::int[]) order by r.number`;

function reviewOf({ glass }: ExpectedRequest): string | null {
  if (glass === null) return null;
  return glass.reviewed ? 'closed' : 'open';
}

/** The promises, after every single step. */
export async function checkPromises(
  expected: Expectation,
  { world, numbers }: Reality,
): Promise<void> {
  const rows = await world.db.query<Row>(rowsSql, [numbers]);
  expect(rows.map((row) => row.number)).toEqual(numbers);
  for (const [index, row] of rows.entries()) {
    const request = expected.requests[index]!;
    // Nobody may have written down yet that the time to decide is up.
    const isUp = isUnanswered(request) && expected.now >= request.decideBy;
    expect(isUp ? [request.state, 'expired'] : [request.state]).toContain(row.state);
    expect(row.own).toBe(0);
    // No grant without its approvals, and none without a stored end that never moves.
    expect(row.endsAt?.getTime() ?? null).toBe(request.endsAt);
    if (row.grant !== null && request.glass === null) {
      expect(row.deciders).toBeGreaterThanOrEqual(expected.needed);
    }
    expect(row.review).toBe(reviewOf(request));
  }
  const mayHold = new Set<string>(
    expected.requests.filter((one) => one.endsAt !== null).map((one) => one.subject),
  );
  for (const holder of world.exchange.holders) expect(mayHold).toContain(holder);
}

/** After everything due was done: the target and every prompt say what is stored. */
export async function checkSettled(expected: Expectation, reality: Reality): Promise<void> {
  const { world, numbers } = reality;
  if (reality.faults === 0) expect(world.exchange.holders).toEqual(new Set(holders(expected)));
  for (const number of numbers) {
    const snapshot = await world.snapshot(number);
    if (!wasPutToApprovers(snapshot)) {
      for (const platform of ['slack', 'teams'] as const) {
        expect(await promptOn(world, platform, snapshot.id)).toBeUndefined();
      }
      continue;
    }
    const { screen, notification } = promptView(snapshot, { buttons: true });
    for (const platform of ['slack', 'teams'] as const) {
      const shown = await promptOn(world, platform, snapshot.id);
      expect([platform, shown]).toEqual([
        platform,
        expect.objectContaining({ screen, notification }),
      ]);
    }
  }
}

/** What the prompt of a request shows on a platform now. */
async function promptOn(world: World, platform: PlatformName, requestId: string): Promise<unknown> {
  const [reference] = await world.db.query<{ id: string }>(
    `select m.message_id as id from elevate.message_references m
     where m.request_id = $1 and m.purpose = 'prompt' and m.platform = $2 and m.gone_at is null`,
    [requestId, platform],
  );
  const found = world[platform].messages.find((message) => message.key.id === reference?.id);
  return found?.views.at(-1);
}
