import { nearestNames } from '../elevation/nearest';
import { refuse, type Refusal } from '../errors';
import { listConnectors } from '../store/configured-lists';
import { type Tx } from '../store/database';

/** Names that a mistyped one is compared with. */
const comparedMost = 1_000;

/** The workload whose connector was meant; upper and lower case are alike. */
export async function connectorNamed(
  tx: Tx,
  organisationId: string,
  typed: string,
): Promise<string | Refusal> {
  const all = await listConnectors(tx, organisationId, { from: 0, most: comparedMost });
  const names = all.rows.map(({ workload }) => workload);
  const found =
    names.find((one) => one === typed) ??
    names.find((one) => one.toLowerCase() === typed.toLowerCase());
  return found ?? refuse('unknown-connector', { typed, nearest: nearestNames(typed, names, 3) });
}
