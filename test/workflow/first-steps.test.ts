/** Setting Elevate up: who is greeted, what is left, and that steps are ticked by what is stored. */
import { plain, type Sentence } from '../../src/words';
import { type View, type ViewFacts } from '../../src/views/view';
import { greetAccount, greetOwners } from '../../src/workflow/greet';
import { refusedAs } from '../support/change-world';
import { giveRoles } from '../support/runs-elevate';
import { shownBy } from '../support/recording-platform';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

/** Nothing is configured but people, a target and a group that has no channel. */
async function begin(): Promise<void> {
  world = await createWorld({
    change: (rows) => ({
      ...rows,
      policies: [],
      groups: rows.groups.map((group) => ({ ...group, channels: [] })),
    }),
  });
}

function shown(view: View): { left: string; steps: string[]; next: string[] } {
  const parts = view.facts['parts'] as readonly ViewFacts[];
  const lines = ({ lines: all }: ViewFacts) =>
    (all as readonly ViewFacts[]).map(({ say }) =>
      plain(say as Sentence).replaceAll('\u00A0', ' '),
    );
  return {
    left: plain(view.facts['headline'] as Sentence).replaceAll('\u00A0', ' '),
    steps: lines(parts[0]!).map((line) => line.slice(0, 1)),
    next: lines(parts[1]!),
  };
}

async function setup(person: PersonKey = 'ana') {
  return shown((await world.says(person, 'setup')).privately!);
}

const greeted = () =>
  [...world.slack.messages, ...world.teams.messages].filter((one) =>
    JSON.stringify(shownBy(one)).includes('These steps lead there'),
  );

describe('setup', () => {
  it('shows which steps are left and what to type next, as they are done', async () => {
    await begin();
    await giveRoles(world.db, world.made);
    expect(await setup()).toMatchObject({
      left: '3 steps are left until Elevate is set up',
      steps: ['✓', '–', '–', '–'],
      next: [
        expect.stringContaining('/elevate group create "Approvers"'),
        '/elevate setup shows these steps again.',
      ],
    });
    const { organisationId, groupId, channels } = world.made;
    await world.db.query(
      `insert into elevate.approver_group_channels
         (organisation_id, group_id, platform, tenant, conversation_id)
       values ($1, $2, 'slack', $3, $4)`,
      [organisationId, groupId, channels.slack.tenant, channels.slack.id],
    );
    expect(await setup('ben')).toMatchObject({
      steps: ['✓', '✓', '–', '–'],
      next: [
        expect.stringContaining('/elevate policy create Exchange\\Search-Mailbox approvals 1'),
        expect.anything(),
      ],
    });
  });

  it('is done once somebody has asked', async () => {
    world = await createWorld();
    await giveRoles(world.db, world.made);
    expect((await setup()).next[0]).toContain('/elevate Exchange\\Search-Mailbox 30m');
    await world.says('dan', 'Search-Mailbox 1h');
    expect(await setup()).toMatchObject({
      left: 'Elevate is set up',
      steps: ['✓', '✓', '✓', '✓'],
    });
  });

  it('is for owners and admins', async () => {
    world = await createWorld();
    await giveRoles(world.db, world.made);
    expect(refusedAs(await world.says('cara', 'setup'))).toBe('needs-role');
    expect(refusedAs(await world.says('dan', 'setup'))).toBe('needs-role');
  });
});

describe('the greeting', () => {
  it('comes to owners at the start, once, and to admins when they come', async () => {
    await begin();
    await giveRoles(world.db, world.made);
    await greetOwners(world.context);
    await greetOwners(world.context);
    await greetAccount(world.context, world.made.accounts.ana.teams);
    await world.settle();
    expect(greeted().map(({ account }) => account)).toEqual([world.made.accounts.ana.slack]);
    await greetAccount(world.context, world.made.accounts.ben.teams);
    await greetAccount(world.context, world.made.accounts.dan.teams);
    await world.settle();
    expect(greeted().map(({ account }) => account?.user)).toEqual([
      world.made.accounts.ana.slack.user,
      world.made.accounts.ben.teams.user,
    ]);
  });

  it('comes to whoever installs it while there is neither an owner nor a policy', async () => {
    await begin();
    await world.inbound.arrived(world.made.accounts.dan.teams);
    await world.inbound.arrived(world.made.accounts.eve.teams);
    await world.settle();
    expect(greeted()).toHaveLength(1);
    expect(shown(shownBy(greeted()[0]!)).next[0]).toContain(
      'An operator sets who the first owners',
    );
  });

  it('does not come where everything is set up, nor to an account that nobody is tied to', async () => {
    world = await createWorld();
    await giveRoles(world.db, world.made);
    await world.says('dan', 'Search-Mailbox 1h');
    await greetOwners(world.context);
    await greetAccount(world.context, world.made.accounts.ana.slack);
    await greetAccount(world.context, { ...world.made.accounts.ana.slack, user: 'U0NOBODY' });
    await world.settle();
    expect(greeted()).toEqual([]);
  });
});
