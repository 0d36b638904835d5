/** Changes of the configuration in tests: who runs Elevate, what is said on the screens, and their buttons. */
import { type PressVerb } from '../../src/commands/command';
import { type Reply } from '../../src/platforms/contract';
import { type View, type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { giveRoles } from './runs-elevate';
import { type PersonKey, type SeedOptions } from './seed';
import { createWorld, type World } from './world';

/** Ana and Dan own it, Ben is admin, Cara reads. */
export async function createChangeWorld(options: SeedOptions = {}): Promise<World> {
  const world = await createWorld(options);
  await giveRoles(world.db, world.made, [
    ['ana', 'owner'],
    ['dan', 'owner'],
    ['ben', 'admin'],
    ['cara', 'auditor'],
  ]);
  return world;
}

export const refusedAs = (reply: Reply) => reply.privately?.facts['refused'] ?? 'allowed';

export function linesIn(view: View | null): Record<string, string[]> {
  const found = (view?.facts['parts'] ?? []) as readonly ViewFacts[];
  return Object.fromEntries(
    found.map(({ title, lines }) => [
      plain(title as Sentence),
      (lines as ViewFacts[]).map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' ')),
    ]),
  );
}

export function summary(view: View | null): string {
  const lines = (view?.facts['summary'] ?? []) as ViewFacts[];
  return lines.map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' ')).join(' ');
}

type Button = 'send' | 'make' | 'approve' | 'deny' | 'withdraw';

interface Pressing {
  readonly reason?: string;
  readonly platform?: 'slack' | 'teams';
}

/** Presses the button of this screen as it stands there. */
export function pressesOn(
  world: World,
  person: PersonKey,
  view: View | null,
  button: Button,
  { reason, platform }: Pressing = {},
): Promise<Reply> {
  const facts = (view?.facts[button] ?? (button === 'send' ? view?.facts['make'] : null)) as
    ViewFacts | null | undefined;
  if (facts === null || facts === undefined) throw new Error(`there is no button ${button}`);
  return world.inbound.press(world.envelope(person, platform), {
    verb: facts['verb'] as PressVerb,
    request: Number((facts['request'] as string).slice('ELV-'.length)),
    digest: facts['digest'] as string,
    reason: reason ?? null,
    comment: null,
  });
}

/** What was posted to this person last, as it stands now. */
export function messageTo(
  world: World,
  person: PersonKey,
  platform: 'slack' | 'teams' = 'slack',
): View | null {
  const { user } = world.made.accounts[person][platform];
  const messages = world[platform].messages.filter((one) => one.account?.user === user);
  return messages.at(-1)?.views.at(-1) ?? null;
}
