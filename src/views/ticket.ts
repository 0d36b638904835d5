import { type RequestSnapshot } from '../elevation/model';
import { middleCut } from './people';
import { field } from './facts';
import { type ViewFacts } from './view';

const ticketMost = 40;

/** The ticket, as a link where the policy says where tickets can be read. Nothing where there is none. */
export function ticketField({ ticket, policy }: RequestSnapshot): readonly ViewFacts[] {
  if (ticket === null) return [];
  const text = middleCut(ticket, ticketMost);
  const url = policy.rules.terms.ticket?.url ?? null;
  const link = url && url.replaceAll('{ticket}', encodeURIComponent(ticket));
  return [field('field.ticket', { say: [link === null ? { text } : { link, text }] })];
}
