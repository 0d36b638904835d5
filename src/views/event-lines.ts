/** One line for each event of the audit trail, as people read it. */
import { auditFacts, type AuditEvent, type AuditKind } from '../audit/events';
import { type TrailEvent } from '../audit/trail';
import { formatDuration } from '../elevation/duration';
import { wasPutToApprovers } from '../elevation/for-other';
import { type RequestSnapshot } from '../elevation/model';
import { type Fact, refuse } from '../errors';
import { plain, say, type Sentence, type SentenceFacts, type WordKey } from '../words';
import { commonFacts, otherId } from './facts';
import { merged } from './merged';
import { middleCut } from './people';
import { refusalLine } from './refusal';

/** Kinds without a line: another line of the same act says it, or it is not about a request. */
const untold = [
  'request.denied',
  'configuration.applied',
  'place.lost',
  'place.back',
  'link.code-given',
  'link.met',
  'link.confirmed',
  'link.ended',
  'account.linked',
  'role.given',
  'role.taken',
  'system-account.key-made',
  'connector.checked',
  'change.drafted',
  'change.proposed',
  'change.decided',
  'configuration.changed',
] as const satisfies readonly AuditKind[];

type ToldKind = Exclude<AuditKind, (typeof untold)[number]>;

/** Whether an event has a line of its own. */
export function isTold({ kind }: TrailEvent): boolean {
  return !(untold as readonly AuditKind[]).includes(kind);
}

/** One event where it stands. */
export interface EventPlace {
  readonly snapshot: RequestSnapshot;
  readonly event: TrailEvent;
  /** Its time in UTC, in words. */
  readonly utc: string;
}

interface Line extends EventPlace {
  /** Facts that every line has. */
  readonly common: SentenceFacts;
}

type FactsOf<Kind extends AuditKind> = Extract<AuditEvent, { kind: Kind }>['facts'];

type Tell<Kind extends AuditKind> = (facts: FactsOf<Kind>, line: Line) => Sentence;

/** Every kind of event has its line, or this does not compile. */
const tellers: { readonly [Kind in ToldKind]: Tell<Kind> } = {
  'request.opened': openedLine,
  'request.refused': refusedLine,
  'request.decided': decidedLine,
  'request.approved': approvedLine,
  'request.accepted': (_facts, line) => tell('event.accepted', line),
  'request.declined': (_facts, line) => tell('event.declined', line),
  'request.broken-glass': ({ durationS, endsAt }, line) =>
    tell('event.broken-glass', line, {
      duration: formatDuration(durationS),
      end: new Date(endsAt),
    }),
  'review.closed': ({ wasRight }, line) =>
    tell('event.review-closed', line, { right: wasRight ? 'yes' : 'no' }),
  'review.reminded': (_facts, line) => tell('event.review-reminded', line),
  'request.withdrawn': (_facts, line) => tell('event.withdrawn', line),
  'request.reminded': (_facts, line) => tell('event.reminded', line),
  'request.escalated': ({ why, group }, line) =>
    tell('event.escalated', line, { why, next: middleCut(group, nameMost) }),
  'request.stage-reached': ({ stage, group }, line) =>
    tell('event.stage-reached', line, { stage, next: middleCut(group, nameMost) }),
  'request.expired': (_facts, line) =>
    tell(wasPutToApprovers(line.snapshot) ? 'event.expired' : 'event.expired.unaccepted', line),
  'grant.held-before': ({ heldBefore }, line) =>
    tell('event.held-before', line, { before: heldBefore ? 'yes' : 'no' }),
  'grant.withheld': ({ why }, line) => tell('event.withheld', line, { why }),
  'grant.active': (_facts, line) => tell('event.active', line),
  'grant.failed': ({ kind }, line) => tell('event.failed', line, { kind: failedBy(kind) }),
  'grant.end-asked': ({ cause }, line) =>
    tell('event.end-asked', line, { cause: cause === 'never-started' ? 'never' : cause }),
  'grant.retry-asked': (_facts, line) => tell('event.retry-asked', line),
  'grant.warned': ({ leftS }, line) => tell('event.warned', line, { left: formatDuration(leftS) }),
  'grant.ending': (_facts, line) => tell('event.ending', line),
  'grant.ended': (facts, line) => tell('event.ended', line, { how: howEnded(facts) }),
  'grant.overdue': ({ endsAt }, line) => tell('event.overdue', line, { due: new Date(endsAt) }),
  'message.undeliverable': ({ purpose, platform }, line) =>
    tell('event.undeliverable', line, { what: undelivered(purpose), system: platform }),
};

/** Each approver who was passed over is told by a message of their own. */
function undelivered(purpose: string): string {
  return purpose.startsWith('passed-over:') ? 'approver' : purpose;
}

/** The line of an event: when, who, what. A trail outlives the versions that wrote it: what cannot be read is there all the same. */
export function eventLine(place: EventPlace): Sentence {
  const { snapshot, event, utc } = place;
  const common = merged(commonFacts(snapshot), actorFacts(event, utc));
  const line = { ...place, common };
  const kind = event.kind as ToldKind;
  const teller = (tellers as Partial<typeof tellers>)[kind];
  const facts = teller && auditFacts[kind].safeParse(event.facts);
  if (!facts?.success) return tell('event.other', line);
  return (teller as Tell<ToldKind>)(facts.data, line);
}

function tell(key: WordKey, { common }: Line, facts: SentenceFacts = {}): Sentence {
  return say(key, merged(common, facts));
}

/** Names in a line: there may be many lines. */
const nameMost = 40;

function actorFacts({ at, actor }: TrailEvent, utc: string): SentenceFacts {
  if (actor.type === 'elevate') return { at, utc, who: 'Elevate', platform: 'none' };
  if (actor.type === 'system-account') {
    return { at, utc, who: middleCut(actor.name, nameMost), platform: 'none' };
  }
  const { platform } = actor.account;
  const stranger = plain(say('timeline.stranger'));
  const who = actor.type === 'person' ? middleCut(actor.name, nameMost) || stranger : stranger;
  return { at, utc, who, platform };
}

function openedLine(_facts: FactsOf<'request.opened'>, line: Line): Sentence {
  const { durationS, startAt, fixedEnd, extends: extended } = line.snapshot;
  if (extended !== null) {
    const facts = { duration: formatDuration(durationS), other: otherId(line.snapshot) };
    return tell('event.opened.more', line, facts);
  }
  if (startAt !== null) return openedLater(line, startAt);
  if (fixedEnd !== null) return tell('event.opened.until', line, { end: fixedEnd });
  return tell('event.opened', line, { duration: formatDuration(durationS) });
}

function openedLater(line: Line, start: Date): Sentence {
  const { durationS, fixedEnd } = line.snapshot;
  if (fixedEnd !== null) return tell('event.opened.later.until', line, { start, end: fixedEnd });
  return tell('event.opened.later', line, { start, duration: formatDuration(durationS) });
}

function approvedLine(
  { automatically, startsAt, endsAt }: FactsOf<'request.approved'>,
  line: Line,
): Sentence {
  const { systemAccount } = line.snapshot;
  const itself = systemAccount === null ? 'policy' : 'account';
  const facts = { by: automatically ? itself : 'people', end: new Date(endsAt) };
  if (line.snapshot.startAt === null) return tell('event.approved', line, facts);
  return tell('event.approved.later', line, { ...facts, start: new Date(startsAt) });
}

/** In the words that the person got, where they can still be said. */
function refusedLine(
  { verb, refused, facts, told: instead }: FactsOf<'request.refused'>,
  line: Line,
): Sentence {
  const { number: request } = line.snapshot;
  const told = refusalLine(
    instead ? refuse(instead, { request }) : refuse(refused, revived(facts)),
  );
  const act = acts.get(verb) ?? verb;
  if (told === null) return tell('event.refused.wordless', line, { verb: act });
  return tell('event.refused', line, { verb: act, told });
}

/** Verbs that are another one to those who read about them. */
const acts: ReadonlyMap<string, string> = new Map([
  ['approve-less', 'approve'],
  ['break-glass', 'take'],
  ['reason', 'show'],
]);

/** JSON has no dates: facts of these names come as text. */
const moments: ReadonlySet<string> = new Set(['at', 'until', 'opens', 'end', 'start']);

function revived(facts: Readonly<Record<string, unknown>>): Record<string, Fact> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      moments.has(name) ? new Date(String(fact)) : (fact as Fact),
    ]),
  );
}

function decidedLine(facts: FactsOf<'request.decided'>, line: Line): Sentence {
  if (facts.verdict === 'deny') return tell('event.decided.deny', line);
  const { approvals, approvalsNeeded: needed } = facts;
  const duration = formatDuration(facts.durationS ?? line.snapshot.durationS);
  if (needed === 1) return tell('event.decided.approve', line, { duration });
  return tell('event.decided.approve.some', line, { duration, approvals, needed });
}

function failedBy(kind: string): string {
  return kind === 'unavailable' || kind === 'throttled' ? 'silent' : 'refused';
}

function howEnded({ cause, kept }: FactsOf<'grant.ended'>): string {
  if (cause === 'never-started') return 'never';
  if (cause === 'removed-elsewhere') return 'elsewhere';
  if (kept === 'no') return 'gone';
  return kept === 'held-before' ? 'before' : 'also';
}
