/** Views as Adaptive Cards, from cards/teams. */
import { merged } from '../../views/merged';
import { loadTemplates } from '../../views/templates';
import { type View, type ViewFacts } from '../../views/view';
import { teamsEncoder } from './text';

const templates = loadTemplates('teams', teamsEncoder);

/**
 * The card of a view and the line for notifications.
 * @param options.refreshUserIds people whose clients ask for a card of their own (Teams: at most 60)
 */
export function renderTeamsCard(
  view: View,
  options: { readonly refreshUserIds?: readonly string[] } = {},
): { card: object; summary: string } {
  const facts = merged(view.facts, { notification: view.notification });
  const card = templates[view.screen](facts) as object;
  const refresh = refreshOf(view, options.refreshUserIds ?? []);
  return { card: refresh === null ? card : { ...card, refresh }, summary: view.notification };
}

function refreshOf(view: View, userIds: readonly string[]): object | null {
  const press = view.facts.refresh;
  if (userIds.length === 0 || press === undefined || press === null) return null;
  const { verb, request, digest, action } = press as ViewFacts;
  const data = { v: verb, r: request, d: digest };
  return { action: { type: 'Action.Execute', verb: action, data }, userIds };
}
