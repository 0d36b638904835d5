/** Whether the audit trail tells each request's whole story, in the order in which it can only have happened. */
import { type TestDatabase } from './database';

/** Events that may come at any time and change nothing. */
const asides = new Set([
  'request.refused',
  'request.reminded',
  'request.escalated',
  'request.stage-reached',
  'message.undeliverable',
  'grant.overdue',
  'grant.warned',
  'review.closed',
]);

const ending = '(grant\\.end-asked |grant\\.ending )';
const tried = '(grant\\.held-before )?';
const held = `${tried}(grant\\.active )?`;

/** What was recorded when a request and its grant stand so, refusals left out. */
const stories: Readonly<Record<string, RegExp>> = {
  // For somebody else: nobody has accepted it, or they did not want it.
  'awaiting-acceptance': story(''),
  pending: story('(request\\.decided )*'),
  withdrawn: story('(request\\.declined |(request\\.decided )*request\\.withdrawn )'),
  expired: story('(request\\.decided )*request\\.expired '),
  denied: story('(request\\.decided )+request\\.denied '),
  'approved scheduled': approved(''),
  'approved activating': approved(tried),
  'approved active': approved('grant\\.held-before grant\\.active '),
  'approved ending': approved(`(${held}${ending}|${ending}${tried})`),
  // What ends before it was ever tried is read then: it may be the person's own.
  // What never started was called off before, or its whole time passed.
  'approved ended': approved(
    `((${held}${ending}|${ending}${tried})grant\\.ended |grant\\.end-asked |grant\\.ended )`,
  ),
  'approved failed': approved(`${tried}grant\\.failed `),
};

function story(rest: string): RegExp {
  return new RegExp(`^request\\.opened (request\\.accepted )?${rest}$`, 'u');
}

/** What was approved, or was taken without asking. */
function approved(rest: string): RegExp {
  const asked = 'request\\.opened (request\\.accepted )?(request\\.decided )*request\\.approved ';
  return new RegExp(`^(${asked}|request\\.broken-glass )${rest}$`, 'u');
}

/** Kinds of the audit events of a request, oldest first. */
export async function auditOf(db: TestDatabase, request: number): Promise<string[]> {
  const events = await db.query<{ kind: string }>(
    `select e.kind from elevate.audit_events e
     join elevate.requests r on r.id = e.request_id where r.number = $1 order by e.seq`,
    [request],
  );
  return events.map((event) => event.kind);
}

/** Changes of the configuration have a trail of their own. */
const changes = 'change';

/** One line for each request whose events do not tell how it came to stand as it stands. */
export async function brokenAudit(db: TestDatabase): Promise<string[]> {
  const requests = await db.query<{ number: number; stands: string }>(
    `select r.number::int as number, concat_ws(' ', r.state, g.state) as stands
     from elevate.requests r left join elevate.grants g on g.request_id = r.id
     where r.kind <> $1 order by 1`,
    [changes],
  );
  const broken: string[] = [];
  for (const { number, stands } of requests) {
    const told = (await auditOf(db, number)).filter((kind) => !asides.has(kind)).join(' ');
    const expected = stories[stands];
    if (expected?.test(`${told} `)) continue;
    broken.push(`ELV-${number} is ${stands}, but its audit says: ${told}`);
  }
  return broken;
}
