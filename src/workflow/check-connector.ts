import { type Person } from '../elevation/model';
import { isRefusal } from '../errors';
import { type Envelope, type Reply } from '../platforms/contract';
import { appendAudit } from '../store/audit';
import { connectorCheckView } from '../views/connector';
import { checkConnectors } from './check-connectors';
import { type Context } from './context';
import { connectorNamed } from './name-connector';
import { once } from './once';
import { actorOf, refuseQuery } from './refuse-and-record';

/** `connector check Exchange`: asks the system now whether it can do its work. Who asked, and what came of it, is on the record. */
export async function checkConnector(
  context: Context,
  envelope: Envelope,
  person: Person,
  typed: string,
): Promise<Reply> {
  const { database, organisationId } = context;
  const workload = await database.read((tx) => connectorNamed(tx, organisationId, typed));
  if (isRefusal(workload)) {
    return refuseQuery(context, envelope, { verb: 'connector-check', person }, workload);
  }
  const [checked] = await checkConnectors(context, [workload]);
  return once(context, envelope, async (tx) => {
    const { state, findings } = checked!;
    await appendAudit(tx, {
      organisationId,
      kind: 'connector.checked',
      actor: actorOf(envelope, person),
      facts: { workload, state, findings },
    });
    return { privately: connectorCheckView(checked!), screen: null };
  });
}
