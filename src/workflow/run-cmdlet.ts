/** What only Microsoft's cmdlets say. What they do is what the verbs do that there are anyway, by the same rules. */
import { type CmdletCommand, type RequestName } from '../commands/command';
import { type RequestSnapshot } from '../elevation/model';
import { isRefusal, refuse, type Refusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { personOfAccount } from '../store/people';
import { loadSnapshot } from '../store/snapshots';
import { authorizationsInKind, objectsMost, requestsInKind } from '../views/in-kind';
import { type View } from '../views/view';
import { considerRequest } from './consider-request';
import { type Context } from './context';
import { endEarly } from './end-early';
import { readSome } from './read-lists';
import { readerNow } from './reader-now';
import { refuseQuery } from './refuse-and-record';
import { showRequest } from './show-request';

/** What each is called in the audit trail: as the verb that it is. */
const verbs = { 'get-request': 'show', 'get-authorization': 'show', revoke: 'revoke' } as const;

export async function runCmdlet(
  context: Context,
  envelope: Envelope,
  command: CmdletCommand,
): Promise<Reply> {
  if (command.request === null) return list(context, envelope, command);
  const request = await numberOf(context, envelope, command.request);
  if (isRefusal(request)) {
    const { account } = envelope;
    const person = await context.database.read((tx) =>
      personOfAccount(tx, context.organisationId, account),
    );
    const verb = command.verb === 'consider' ? command.verdict : verbs[command.verb];
    return refuseQuery(context, envelope, { verb, person }, request);
  }
  switch (command.verb) {
    case 'get-request':
    case 'get-authorization':
      return showRequest(context, envelope, request, (one) => drawOne(command, one));
    case 'consider':
      return considerRequest(context, envelope, { ...command, request });
    case 'revoke': {
      const { reason } = command;
      return endEarly(context, envelope, { how: 'revoke', request, reason, typed: true });
    }
  }
}

/**
 * The number of a request that was named by its id. Whoever may not read it is told what they would be told of an id that nothing has:
 * not even its number.
 */
async function numberOf(
  { database, organisationId }: Context,
  { account }: Envelope,
  name: RequestName,
): Promise<number | Refusal> {
  if ('number' in name) return name.number;
  return database.read(async (tx) => {
    const person = await personOfAccount(tx, organisationId, account);
    if (person === null) return refuse('unlinked-account', { platform: account.platform });
    const snapshot = await loadSnapshot(tx, organisationId, name);
    const reader = snapshot && (await readerNow(tx, snapshot, person));
    if (snapshot === null || reader === null)
      return refuse('unknown-request', { request: name.id });
    return snapshot.number;
  });
}

type Get = Extract<CmdletCommand, { verb: 'get-request' | 'get-authorization' }>;

function drawOne(command: Get, snapshot: RequestSnapshot): View {
  return draw(
    command,
    [snapshot].filter((one) => isWanted(command, one)),
    snapshot.readAt,
  );
}

function isWanted(command: Get, { state, grant }: RequestSnapshot): boolean {
  if (command.verb === 'get-authorization') return grant !== null;
  return command.state === null || command.state === state;
}

function draw(
  { verb, inKind }: Get,
  snapshots: readonly RequestSnapshot[],
  readAt: Date,
  counted = { count: snapshots.length, isMore: false },
): View {
  const inKindOf = verb === 'get-request' ? requestsInKind : authorizationsInKind;
  return inKindOf(snapshots, { ...counted, readAt }, inKind);
}

/** Without a name: what this person asked for, received or could decide on, the newest first. */
function list(context: Context, envelope: Envelope, command: CmdletCommand): Promise<Reply> {
  if (command.verb !== 'get-request' && command.verb !== 'get-authorization') {
    throw new Error(`${command.verb} is about one request`);
  }
  const wanted =
    command.verb === 'get-request'
      ? { state: command.state, granted: false }
      : { state: null, granted: true };
  return readSome(context, envelope, { ...wanted, shown: objectsMost }, (snapshots, counted, at) =>
    draw(command, snapshots, at, counted),
  );
}
