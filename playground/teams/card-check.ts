/** What is wrong with an Adaptive Card: the published parser's findings, and what Teams adds to them. */
import * as AdaptiveCards from 'adaptivecards/dist/adaptivecards';
import { isRecord, list, record, text, type Json } from '../shared/json';
import { limits } from './limits';

/** Sentences with the place in the card; empty when it is content. */
export function checkCard(card: unknown): readonly string[] {
  if (!isRecord(card)) return ['the card is no object'];
  const found: string[] = [];
  if (card.type !== 'AdaptiveCard') found.push('type must be AdaptiveCard');
  versionRule(card, found);
  parserRules(card, found);
  const inputs: string[] = [];
  walk(card, '', (node, at) => nodeRules(node, at, found, inputs));
  const twice = inputs.find((id, index) => inputs.indexOf(id) !== index);
  if (twice !== undefined) found.push(`input id "${twice}" is there more than once`);
  refreshRules(card, found);
  return [...new Set(found)];
}

function versionRule(card: Json, found: string[]): void {
  const [major = NaN, minor = NaN] = text(card.version).split('.').map(Number);
  const [mostMajor = 0, mostMinor = 0] = limits.cardVersion.split('.').map(Number);
  if (Number.isNaN(major) || Number.isNaN(minor)) found.push('version is missing');
  else if (major > mostMajor || (major === mostMajor && minor > mostMinor)) {
    found.push(`version ${text(card.version)} is above ${limits.cardVersion}`);
  }
}

/** Teams takes it in cards of 1.5, which is what it documents for typeahead; the parser goes by its own table. */
const typeahead =
  'Property "choices.data" is supported in version 1.6, but you are using version 1.5.';

function parserRules(card: Json, found: string[]): void {
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  const parsed = new AdaptiveCards.AdaptiveCard();
  parsed.hostConfig = new AdaptiveCards.HostConfig({ actions: { maxActions: limits.actions } });
  try {
    parsed.parse(structuredClone(card), context);
  } catch (fault) {
    found.push(`the parser gave up: ${fault instanceof Error ? fault.message : 'fault'}`);
    return;
  }
  for (let index = 0; index < context.eventCount; index++) {
    const { message } = context.getEventAt(index);
    if (message !== typeahead) found.push(message);
  }
  // Its own rule for inputs without a label is ours too, so that each is named once.
  for (const event of parsed.validateProperties().validationEvents) {
    if (event.event !== AdaptiveCards.ValidationEvent.Hint) found.push(event.message);
  }
}

/** Visits every typed object of the card; data of actions and Teams' own properties are not part of the card. */
function walk(value: unknown, at: string, visit: (node: Json, at: string) => void): void {
  for (const [index, item] of list(value).entries()) walk(item, `${at}/${index}`, visit);
  if (!isRecord(value)) return;
  if (typeof value.type === 'string') visit(value, at);
  for (const [key, inside] of Object.entries(value)) {
    if (key === 'data' || key === 'msteams') continue;
    walk(inside, `${at}/${key}`, visit);
  }
}

function nodeRules(node: Json, at: string, found: string[], inputs: string[]): void {
  const type = text(node.type);
  if (type.startsWith('Input.')) {
    if (text(node.id) === '') found.push(`${at}: ${type} without an id`);
    else inputs.push(text(node.id));
    if (text(node.label) === '') found.push(`${at}: ${type} without a label`);
  }
  if (type === 'Action.Execute') executeRules(node, at, found);
  const actions = list(node.actions);
  if (actions.length > limits.actions) {
    found.push(`${at}: ${actions.length} actions, at most ${limits.actions} are shown`);
  }
  dateRules(node, type, at, found);
}

function executeRules(action: Json, at: string, found: string[]): void {
  if (text(action.verb) === '') found.push(`${at}: Action.Execute without a verb`);
  // The refresh action is never shown, so old clients need no other one.
  if (at === '/refresh/action') return;
  if (record(action.fallback).type !== 'Action.Submit') {
    found.push(`${at}: Action.Execute without an Action.Submit as fallback`);
  }
}

const dateShape = /\{\{\s*(?:DATE|TIME)\s*\([^)]*\)\s*\}\}/gi;
const dateRight =
  /^\{\{(?:DATE|TIME)\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)(?:,(?:COMPACT|SHORT|LONG))?\)\}\}$/;

/** Teams writes dates only in a TextBlock and only in this exact form; everything else is shown raw. */
function dateRules(node: Json, type: string, at: string, found: string[]): void {
  for (const key of ['text', 'title', 'label', 'value', 'altText']) {
    for (const [token] of text(node[key]).matchAll(dateShape)) {
      if (type !== 'TextBlock' || key !== 'text') found.push(`${at}: ${token} in ${type}.${key}`);
      else if (!dateRight.test(token)) found.push(`${at}: unreadable date ${token}`);
    }
  }
}

function refreshRules(card: Json, found: string[]): void {
  if (card.refresh === undefined) return;
  const refresh = record(card.refresh);
  if (record(refresh.action).type !== 'Action.Execute') {
    found.push('refresh.action must be an Action.Execute');
  }
  const { userIds } = refresh;
  if (userIds === undefined) return;
  if (!Array.isArray(userIds) || userIds.some((id) => typeof id !== 'string')) {
    found.push('refresh.userIds must be a list of ids');
  } else if (userIds.length > limits.refreshUsers) {
    found.push(`refresh.userIds has ${userIds.length} ids, at most ${limits.refreshUsers}`);
  }
}
