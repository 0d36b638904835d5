/** What tests have in common that go over hours: a clock that counts them from the start, and what Ana holds then. */
import { plain, type Sentence } from '../../src/words';
import { noTerms, type PolicyRules, type PolicyTerms } from '../../src/elevation/model';
import { type ViewFacts } from '../../src/views/view';
import { testStart } from './database';
import { shownBy, type PostedMessage } from './recording-platform';
import { createWorld, type World } from './world';

const hourMs = 3_600_000;

/** So many hours after the start. */
export function at(hours: number): Date {
  return new Date(testStart.getTime() + hours * hourMs);
}

/** Moves the clock there, and lets everything happen that is due by then. */
export async function moveTo(world: World, hours: number): Promise<void> {
  await world.db.setNow(at(hours));
  await world.settle();
}

/** As it is typed by somebody in Madrid, where the recording platforms say that everybody is. */
export function madrid(hours: number): string {
  return at(hours).toLocaleString('sv-SE', { timeZone: 'Europe/Madrid' }).slice(0, 16);
}

/** Ana holds Search-Mailbox through ELV-1, for 4 hours from now. */
export async function holds(world: World): Promise<void> {
  await world.says('ana', 'Search-Mailbox 4h phishing clean-up');
  await world.presses('ben', 'approve', 1);
  await world.settle();
}

export async function grantOf(world: World, request: number) {
  return (await world.snapshot(request)).grant;
}

/** A world whose policies have these terms. */
export function worldUnder(
  terms: Partial<PolicyTerms>,
  rules: Partial<PolicyRules> = {},
): Promise<World> {
  return createWorld({ rules: { ...rules, terms: { ...noTerms, ...terms } } });
}

/** The sentences of a screen, one under the other. */
export function saidIn({ summary }: ViewFacts): string {
  return (summary as readonly ViewFacts[]).map((line) => plain(line.say as Sentence)).join('\n');
}

/** The same of what a message shows now. */
export function saidBy(message: PostedMessage): string {
  return saidIn(shownBy(message).facts);
}
