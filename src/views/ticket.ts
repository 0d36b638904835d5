import { type RequestSnapshot } from '../elevation/model';
import { say, type Segment, type Sentence } from '../words';
import { middleCut } from './people';
import { field } from './facts';
import { type ViewFacts } from './view';

const ticketMost = 40;

/** The ticket, as a link where the policy says where tickets can be read. Nothing where there is none. */
export function ticketField(snapshot: RequestSnapshot): readonly ViewFacts[] {
  const ticket = ticketLink(snapshot);
  return ticket === null ? [] : [field('field.ticket', { say: [ticket] })];
}

/** The same on a line of its own, for screens without fields. */
export function ticketSentence(snapshot: RequestSnapshot): Sentence | null {
  const ticket = ticketLink(snapshot);
  return ticket && { say: [...say('accept.ticket').say, { text: ' ' }, ticket, { text: '.' }] };
}

function ticketLink({ ticket, policy }: RequestSnapshot): Segment | null {
  if (ticket === null) return null;
  const text = middleCut(ticket, ticketMost);
  const url = policy.rules.terms.ticket?.url ?? null;
  const link = url && url.replaceAll('{ticket}', encodeURIComponent(ticket));
  return link === null ? { text } : { link, text };
}
