/**
 * Changes of the configuration in chat, in the small and in the large organisation: drafting one policy, which is shown with all
 * that it does; drafting that the pattern for everything denies, which then decides about every target; sending what is made at once;
 * and approving as a second owner. A platform waits 3 seconds for each of these.
 */
import { type ChangeCommand, type PressVerb } from '../src/commands/command';
import { type Reply } from '../src/platforms/contract';
import { type View, type ViewFacts } from '../src/views/view';
import { type Bound, median } from './figures';
import { bareName } from './organisation';
import { envelopeOf, timed, type Place } from './place';

/** Of each kind, in each organisation. */
const rounds = 9;
/** What is left of the 3 s is the way there and back. */
const answeredMs = 2_200;

const proposer = 0;
const decider = 1;

type Field = ChangeCommand['fields'][number];

const kinds: readonly (readonly [
  name: string,
  change: (place: Place, round: number) => Promise<number>,
])[] = [
  [
    'drafting a policy',
    async (place, round) => (await draft(place, policyOf(round), twoApprovals)).tookMs,
  ],
  [
    'drafting a denial of all',
    async (place) => (await draft(place, 'Warehouse\\*', denial)).tookMs,
  ],
  ['making a change', making],
  ['approving a change', approving],
];

export async function measureChanges(small: Place, large: Place): Promise<readonly Bound[]> {
  for (const place of [small, large]) await makeOwners(place);
  const bounds: Bound[] = [];
  for (const [name, change] of kinds) {
    const [ofSmall, ofLarge] = [[], []] as [number[], number[]];
    for (let round = 0; round < rounds; round += 1) {
      ofSmall.push(await change(small, round));
      ofLarge.push(await change(large, round));
    }
    console.log(
      `${name}: ${median(ofSmall).toFixed(0)} ms in the small organisation, ${median(ofLarge).toFixed(0)} ms ` +
        `in the large one (at most ${Math.max(...ofLarge).toFixed(0)} ms)`,
    );
    bounds.push({ name, value: median(ofLarge), unit: 'ms', below: answeredMs });
  }
  return bounds;
}

async function makeOwners({ database }: Place): Promise<void> {
  await database.pool.query(
    `with clock as materialized (select elevate.now() as now)
     insert into elevate.role_holdings (organisation_id, id, person_id, role, given_at)
     select organisation_id, gen_random_uuid(), id, 'owner', clock.now
     from elevate.persons, clock where key in ('person-${proposer}', 'person-${decider}')`,
  );
}

function policyOf(round: number): string {
  return `Warehouse\\${bareName(round)}`;
}

function set(field: string, value: string): Field {
  return { field, how: 'set', values: [value] };
}

const twoApprovals = set('approvals', '2');
const denial = set('approval', 'deny');

interface Drafted {
  readonly tookMs: number;
  readonly reply: Reply;
}

async function draft({ inbound }: Place, item: string, field: Field): Promise<Drafted> {
  const command = { verb: 'policy-set', item, fields: [field], reason: 'the audit' } as const;
  let reply: Reply | undefined;
  const tookMs = await timed(async () => {
    reply = await inbound.command(envelopeOf(proposer), command);
  });
  return { tookMs, reply: reply! };
}

/** It weakens nothing: it is done when the press is answered. */
async function making(place: Place, round: number): Promise<number> {
  const { reply } = await draft(place, policyOf(round), twoApprovals);
  const { tookMs } = await press(place, proposer, buttonIn(reply.privately, 'make'), 'change-send');
  return tookMs;
}

/** It lets rights last longer, so a second owner approves it. */
async function approving(place: Place, round: number): Promise<number> {
  const { reply } = await draft(place, policyOf(round), set('max', '9h'));
  const sent = await press(place, proposer, buttonIn(reply.privately, 'send'), 'change-send');
  const button = buttonIn(sent.reply.screen, 'withdraw');
  const { tookMs, reply: approved } = await press(place, decider, button, 'change-approve');
  if (approved.privately === null) return tookMs;
  throw new Error(`it was not approved: ${approved.privately.notification}`);
}

function buttonIn(view: View | null, name: 'make' | 'send' | 'withdraw'): ViewFacts {
  const button = view?.facts[name] as ViewFacts | null | undefined;
  if (button) return button;
  throw new Error(`there is no button to ${name}: ${view?.notification}`);
}

async function press(
  { inbound }: Place,
  who: number,
  { request, digest }: ViewFacts,
  verb: PressVerb,
): Promise<Drafted> {
  const number = Number((request as string).replace(/^\D+/u, ''));
  const pressed = { verb, request: number, digest: digest as string, reason: null, comment: null };
  let reply: Reply | undefined;
  const tookMs = await timed(async () => {
    reply = await inbound.press(envelopeOf(who), pressed);
  });
  return { tookMs, reply: reply! };
}
