/** A platform that refuses our token: all of it is lost until it takes the token again. */
import { RemoteError } from '../../src/errors';
import { noteToken } from '../../src/workflow/note-token';
import { slackTeam } from '../support/seed';
import { giveRoles } from '../support/runs-elevate';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await giveRoles(world.db, world.made, [['ana', 'owner']]);
});
afterEach(() => world.close());

async function trail(): Promise<readonly [string, unknown][]> {
  const found = await world.db.query<{ kind: string; facts: { why?: string; code: string } }>(
    `select kind, facts from elevate.audit_events where kind like 'place.%' order by seq`,
  );
  return found.map(({ kind, facts }) => [kind, facts.why ?? facts.code]);
}

const refusal = (code: string) => new RemoteError('Slack', 'unauthorized', code);

describe('a token that Slack refuses', () => {
  it('is told to owners where they can be reached, once, and is over when it is taken', async () => {
    const refused = refusal('account_inactive');
    await noteToken(world.context, 'slack', { refused, tenants: [] });
    await noteToken(world.context, 'slack', { refused, tenants: [slackTeam] });
    for (let time = 0; time < 20; time += 1) {
      world.slack.failures.push({ call: 'postDirect', error: refused });
    }
    await world.settle();
    expect(await trail()).toEqual([['place.lost', 'app-removed']]);
    expect(world.teams.messages.map(({ account }) => account?.user)).toEqual([
      world.made.accounts.ana.teams.user,
    ]);
    await noteToken(world.context, 'slack', { refused: null, tenants: [slackTeam] });
    expect((await trail())[1]).toEqual(['place.back', 'token']);
  });

  it.each([
    ['of another workspace', 'token_revoked', ['T0OTHER']],
    ['with what does not say that the token is lost', 'http_403', []],
  ])('%s loses no place', async (_case, code, tenants) => {
    await noteToken(world.context, 'slack', { refused: refusal(code), tenants });
    expect(await trail()).toEqual([]);
  });
});
