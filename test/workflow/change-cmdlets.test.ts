/** Microsoft's cmdlets that change what is configured: the same drafts, second admins and refusals as the verbs that they are. */
import { parseCommand } from '../../src/commands/parse-command';
import { type View } from '../../src/views/view';
import {
  createChangeWorld,
  linesIn,
  messageTo,
  pressesOn,
  refusedAs,
  summary,
} from '../support/change-world';
import { giveRoles } from '../support/runs-elevate';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

const platforms = ['slack', 'teams'] as const;

const newPolicy =
  "New-ElevatedAccessApprovalPolicy -Task 'Exchange\\New-MoveRequest' -ApprovalType Manual -ApproverGroup 'Exchange approvers'";

/** Each with the verb that it is. */
const cmdlets: Readonly<Record<string, string>> = {
  'Enable-ElevatedAccessControl': 'enable',
  'Disable-ElevatedAccessControl': 'disable',
  [newPolicy]: 'policy-create',
  "Remove-ElevatedAccessApprovalPolicy -Identity 'Warehouse\\*'": 'policy-remove',
};

const changes = async (typed: string, person: PersonKey = 'ben') =>
  linesIn((await world.says(person, typed)).privately)['What changes'];

async function settings(): Promise<Record<string, unknown>> {
  const [found] = await world.db.query<{ value: Record<string, unknown> }>(
    'select value from elevate.settings order by version desc limit 1',
  );
  return found?.value ?? {};
}

/** By Ben, and by Ana. */
async function sentAndApproved(drafted: View | null): Promise<void> {
  await pressesOn(world, 'ben', drafted, 'send');
  await world.settle();
  await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
}

describe('the cmdlets that change', () => {
  it.each(platforms)('are on %s for those who may change, refusals on the record', async (on) => {
    world = await createWorld();
    await giveRoles(world.db, world.made);
    const expected: Readonly<Record<PersonKey, RegExp>> = {
      ana: /^(?:allowed|change-nothing)$/u,
      ben: /^(?:allowed|change-nothing)$/u,
      cara: /^needs-role$/u,
      dan: /^needs-role$/u,
      eve: /^disabled$/u,
    };
    const recorded: string[] = [];
    for (const [person, refused] of Object.entries(expected) as [PersonKey, RegExp][]) {
      for (const [typed, verb] of Object.entries(cmdlets)) {
        const found = refusedAs(await world.says(person, typed, on)) as string;
        expect(`${person} ${typed}: ${found}`).toMatch(new RegExp(`: ${refused.source.slice(1)}`));
        if (found !== 'allowed') recorded.push(`${verb} ${found}`);
      }
    }
    const trail = await world.db.query<{ verb: string; refused: string }>(
      `select facts->>'verb' as verb, facts->>'refused' as refused
       from elevate.audit_events where kind = 'request.refused' order by seq`,
    );
    expect(trail.map(({ verb, refused }) => `${verb} ${refused}`)).toEqual(recorded);
  });

  it('switch off only by two, and on again only by two', async () => {
    world = await createChangeWorld();
    const { privately } = await world.says('ben', 'Disable-ElevatedAccessControl');
    expect(summary(privately)).toContain('It weakens control');
    expect(linesIn(privately)['What changes']).toEqual(['the settings', '• enabled: true → false']);
    await pressesOn(world, 'ben', privately, 'send');
    expect((await settings())['enabled']).not.toBe(false);
    await world.settle();
    await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
    expect((await settings())['enabled']).toBe(false);

    const enable = await world.says('ben', 'Enable-ElevatedAccessControl');
    expect(summary(enable.privately)).toContain('It weakens control');
    await sentAndApproved(enable.privately);
    expect((await settings())['enabled']).toBe(true);
  });

  it('enable with fewer parameters, keep the rest, and say so', async () => {
    world = await createChangeWorld();
    const before = await settings();
    await world.db.query(
      `insert into elevate.settings (organisation_id, version, value)
       select organisation_id, version + 1, value || '{"enabled": false}'
       from elevate.settings order by version desc limit 1`,
    );
    const { privately } = await world.says('ben', 'Enable-ElevatedAccessControl');
    expect(summary(privately)).toContain('Whatever is not named here stays as it is.');
    expect(linesIn(privately)['What changes']).toEqual(['the settings', '• enabled: false → true']);
    await sentAndApproved(privately);
    expect(await settings()).toEqual({ directories: null, ...before, enabled: true });
  });

  it('change the default approver group when they enable with one', async () => {
    world = await createChangeWorld();
    const typed = "Enable-ElevatedAccessControl -AdminGroup 'Nobody'";
    expect(refusedAs(await world.says('ben', typed))).toBe('change-not-possible');
    const conversation = { platform: 'slack', tenant: 'T0001', id: 'C0SECOND' } as const;
    const inChannel = {
      ...world.envelope('ben'),
      conversation,
      conversationKind: 'channel',
    } as const;
    const second = parseCommand('group create "Second" members @ana,@ben channel here');
    const group = await world.inbound.command(inChannel, second);
    expect(refusedAs(group)).toBe('allowed');
    await pressesOn(world, 'ben', group.privately, 'send');
    expect(await changes("Enable-ElevatedAccessControl -AdminGroup 'Second'")).toEqual([
      'the settings',
      '• defaultApproverGroup: Exchange approvers → Second',
    ]);
  });

  it('say of a change that is named like a request what it is, with its buttons', async () => {
    world = await createChangeWorld();
    const { privately } = await world.says('ben', 'Disable-ElevatedAccessControl');
    const { screen } = await pressesOn(world, 'ben', privately, 'send');
    const id = /ELV-[0-9]+/u.exec(JSON.stringify(screen))![0];
    const typed = `Approve-ElevatedAccessRequest -RequestId ${id}`;
    expect(refusedAs(await world.says('eve', typed))).toBe('disabled');
    world.slack.kinds.set(world.made.accounts.ana.slack.user, 'guest');
    expect(refusedAs(await world.says('ana', typed))).toBe('guest');
    world.slack.kinds.clear();
    const shown = await world.says('ana', typed);
    expect(shown.privately).toMatchObject({
      screen: 'change',
      facts: { approve: { request: id } },
    });
    expect((await settings())['enabled']).not.toBe(false);
    await pressesOn(world, 'ana', shown.privately, 'approve');
    expect((await settings())['enabled']).toBe(false);
  });

  it('make a policy of the task, the approval and the group that they name', async () => {
    world = await createChangeWorld();
    expect(await changes(newPolicy)).toEqual(
      expect.arrayContaining([expect.stringContaining('Exchange\\New-MoveRequest')]),
    );
    const { privately } = await world.says('ben', newPolicy);
    await sentAndApproved(privately);
    expect(
      await world.db.query(
        `select v.approval, g.name from elevate.approval_policies p
         join elevate.approval_policy_versions v on v.policy_id = p.id and v.version = p.current_version
         join elevate.approver_groups g on g.id = v.approver_group_id
         where p.pattern = 'Exchange\\New-MoveRequest'`,
      ),
    ).toEqual([{ approval: 'manual', name: 'Exchange approvers' }]);
    const auto = newPolicy.replace('New-MoveRequest', 'Search-Mailbox').replace('Manual', 'auto');
    expect(summary((await world.says('ben', auto)).privately)).toContain('It weakens control');
  });

  it('refuse system accounts that there are not, and take those that there are', async () => {
    world = await createChangeWorld();
    const add = await world.says(
      'ben',
      'system-account add backup owner @ana reason "Nightly copy" targets Exchange\\Search-Mailbox until 2027-06-30 accounts.Exchange sys1@x.example',
    );
    expect(refusedAs(add)).toBe('allowed');
    await pressesOn(world, 'ben', add.privately, 'send');
    await world.settle();
    await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
    const enable = async (accounts: string) =>
      world.says('ben', `Enable-ElevatedAccessControl -SystemAccounts ${accounts}`);
    const reply = await enable("@('SYS1@x.example','sys2@x.example')");
    expect(refusedAs(reply)).toBe('system-accounts-unknown');
    expect(JSON.stringify(reply)).not.toContain('SYS1');
    expect(JSON.stringify(reply)).toContain('sys2@x.example');
    // Nothing would change: they are there, and it is on.
    expect(refusedAs(await enable('SYS1@x.example'))).toBe('change-nothing');
    expect(refusedAs(await enable('backup'))).toBe('change-nothing');
  });
});
