import { type Origin } from './payloads';

/**
 * ours: a member's payload, with the id under which the account is known.
 * stranger: received in our workspace, but the person belongs to another one (Slack Connect).
 * foreign: nothing in it is ours.
 */
export type Standing =
  | { readonly is: 'ours'; readonly tenant: string }
  | { readonly is: 'stranger'; readonly tenant: string }
  | { readonly is: 'foreign' };

/**
 * Compares what a payload says about its origin with the allow-list of workspace and enterprise ids.
 * An account is known under the enterprise when that is listed, else under the workspace, so that a person has
 * one key whichever workspace of an organisation they write from. With an enterprise listed, a home workspace
 * cannot be told apart here from a visitor's; `Platform.readAccount` asks Slack for it before anything is decided.
 */
export function judgeOrigin(origin: Origin, allowed: ReadonlySet<string>): Standing {
  const enterprise = origin.enterprises.find((id) => allowed.has(id));
  if (enterprise !== undefined) return { is: 'ours', tenant: enterprise };
  const workspace = origin.workspaces.find((id) => allowed.has(id));
  if (workspace === undefined) return { is: 'foreign' };
  const elsewhere = origin.personTeams.find((id) => !allowed.has(id));
  if (elsewhere !== undefined) return { is: 'stranger', tenant: elsewhere };
  return { is: 'ours', tenant: workspace };
}
