import { type RequestSnapshot } from '../elevation/model';
import { refuse } from '../errors';
import { type Tx } from '../store/database';
import { loadSnapshot } from '../store/snapshots';
import { type Context } from './context';
import { refuseSystem } from './refuse-system';
import { requestBody, type Answer } from './system-answer';
import { type Caller } from './system-caller';
import { answerSystem } from './system-once';

/** `GET /api/requests/ELV-142`: what has become of a request of its own. Others are to it as if they were not there. */
export function readAsSystem(
  context: Context,
  { key, request }: { readonly key: string | null; readonly request: number },
): Promise<Answer> {
  const verb = 'show';
  return answerSystem(context, { key, verb }, async (awaited, caller) => {
    const { database } = awaited;
    const own = await database.read((tx) => ownRequest(awaited, tx, caller, request));
    if (own !== null) return { status: 200, body: requestBody(own) };
    const unknown = refuse('unknown-request', { request });
    return database.transaction((tx) => refuseSystem(awaited, tx, caller, { verb }, unknown));
  });
}

/** Null for what is not there, and for what is not the caller's own. */
export async function ownRequest(
  { organisationId }: Context,
  tx: Tx,
  { accountId }: Caller,
  number: number,
): Promise<RequestSnapshot | null> {
  const found = await loadSnapshot(tx, organisationId, { number });
  return found?.requester.id === accountId ? found : null;
}
