/** One of the organisations that are compared, and what is typed there. */
import { randomUUID } from 'node:crypto';
import { type Envelope } from '../src/platforms/contract';
import { type Database } from '../src/store/database';
import { type createInbound } from '../src/workflow/inbound';
import { askers, slackTeam } from './organisation';

export interface Place {
  readonly database: Database;
  readonly inbound: ReturnType<typeof createInbound>;
}

/** A new payload of one of the people, in their own conversation. */
export function envelopeOf(index: number): Envelope {
  const user = askers[index % askers.length]!;
  return {
    account: { platform: 'slack', tenant: slackTeam, user },
    payloadKey: randomUUID(),
    conversation: { platform: 'slack', tenant: slackTeam, id: user },
    conversationKind: 'personal',
    zone: null,
    pressed: null,
  };
}

/** In milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
