/** A file that is applied to a database that is in use. */
import { type Configuration } from '../../src/administration/configuration';
import { configurationText } from '../../src/administration/configuration-text';
import { roleHolders } from '../../src/store/roles';
import { type FileOutcome, applyFile } from '../../src/workflow/apply-file';
import { proposeFile } from '../../src/workflow/propose-file';
import { readConfiguration } from '../../src/workflow/read-configuration';
import { createChangeWorld, messageTo, pressesOn, refusedAs } from '../support/change-world';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createChangeWorld();
});
afterEach(() => world.close());

type Policy = Configuration['policies'][number];

async function present(): Promise<Configuration> {
  return (await readConfiguration(world.db.database))!.configuration;
}

/** The present configuration with the policy of Search-Mailbox changed. */
async function withPolicy(change: Partial<Policy>): Promise<Configuration> {
  const configuration = await present();
  const policies = configuration.policies.map((one) =>
    one.target === 'Exchange\\Search-*' ? { ...one, ...change } : one,
  );
  return { ...configuration, policies };
}

function apply(
  configuration: Configuration,
  options: { readonly approvedBy?: number; readonly soloAdmin?: boolean } = {},
): Promise<FileOutcome> {
  return applyFile(world.db.database, {
    configuration,
    text: configurationText(configuration, new Date(0)),
    source: 'elevate.yaml',
    kinds: world.context.connectorKinds,
    approvedBy: options.approvedBy ?? null,
    soloAdmin: options.soloAdmin ?? false,
  });
}

async function approved(text: string): Promise<void> {
  const drafted = await world.says('ben', text);
  await pressesOn(world, 'ben', drafted.privately, 'send');
  await world.settle();
  await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
}

async function trail(): Promise<unknown[]> {
  return world.db.query(
    `select kind, facts->'source' as source from elevate.audit_events
     where kind = 'configuration.changed' order by seq`,
  );
}

it('writes what weakens nothing, and the trail names the file', async () => {
  const wanted = await withPolicy({ approvalsNeeded: 2 });
  const done = await apply(wanted);
  expect(done).toMatchObject({ outcome: 'applied', changes: [{ field: 'approvalsNeeded' }] });
  expect(await apply(wanted)).toEqual({ outcome: 'nothing' });
  expect(await trail()).toEqual([
    {
      kind: 'configuration.changed',
      source: {
        file: 'elevate.yaml',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as unknown,
        approvedBy: null,
      },
    },
  ]);
});

it('has the prompts of requests that wait drawn anew', async () => {
  await world.says('dan', 'Search-Mailbox 4h phishing');
  await world.settle();
  const drawn = world.slack.messages[0]!.views.length;
  await apply(await withPolicy({ approvalsNeeded: 2 }));
  await world.settle();
  expect(world.slack.messages[0]!.views.length).toBeGreaterThan(drawn);
});

it('writes nothing of a file that weakens control, not even the rest of it', async () => {
  const wanted = await withPolicy({ approval: 'auto', durationMax: 3600, durationDefault: 3600 });
  const done = await apply(wanted);
  expect(done).toMatchObject({
    outcome: 'weakens',
    why: 'unasked',
    weakens: [{ field: 'approval', why: 'without-people' }],
  });
  expect((await present()).policies[0]).toMatchObject({ approval: 'manual' });
  expect(await trail()).toEqual([]);
});

it('weakens what an approved change agreed to, and takes that for nothing else', async () => {
  await approved('policy set Exchange\\Search-* approval auto');
  // What people decide on can go on by their decision, which a policy that approves by itself does not say.
  const back = await withPolicy({ approval: 'manual' });
  expect(await apply(back)).toMatchObject({ weakens: [{ why: 'more-time' }] });
  expect(await apply(back, { soloAdmin: true })).toMatchObject({ outcome: 'applied' });
  const other = await withPolicy({ approval: 'auto', durationMax: 9 * 3600 });
  expect(await apply(other, { approvedBy: 1 })).toMatchObject({
    outcome: 'weakens',
    why: 'no-such-approval',
    weakens: [{ field: 'durationMax' }],
  });
  const same = await withPolicy({ approval: 'auto' });
  expect(await apply(same, { approvedBy: 1 })).toMatchObject({ outcome: 'applied' });
  expect((await trail()).at(-1)).toMatchObject({ source: { approvedBy: 1 } });
  // Once: whoever takes it back again does not find it done again.
  expect(await apply(back, { soloAdmin: true })).toMatchObject({ outcome: 'applied' });
  expect(await apply(same, { approvedBy: 1 })).toMatchObject({ why: 'no-such-approval' });
});

it('takes no change for approved that waits, was denied, or was approved long ago', async () => {
  const drafted = await world.says('ben', 'policy set Exchange\\Search-* approval auto');
  await pressesOn(world, 'ben', drafted.privately, 'send');
  await world.settle();
  const same = await withPolicy({ approval: 'auto' });
  expect(await apply(same, { approvedBy: 1 })).toMatchObject({ why: 'no-such-approval' });
  expect(await apply(same, { approvedBy: 99 })).toMatchObject({ why: 'no-such-approval' });
  await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
  await apply(await withPolicy({ approval: 'manual' }), { soloAdmin: true });
  await world.db.advance(7 * 86_400_000 + 1);
  expect(await apply(same, { approvedBy: 1 })).toMatchObject({ why: 'too-long-ago' });
});

it('takes no change for an approval that one person made alone', async () => {
  const drafted = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
  await pressesOn(world, 'ben', drafted.privately, 'send');
  const weaker = await withPolicy({ approvalsNeeded: 1 });
  expect(await apply(weaker, { approvedBy: 1 })).toMatchObject({ why: 'no-such-approval' });
  expect(await apply(weaker, { soloAdmin: true })).toMatchObject({ outcome: 'applied' });
});

it('refuses more approvals than people of the group could give, and writes nothing', async () => {
  const done = await apply(await withPolicy({ approvalsNeeded: 19 }), { soloAdmin: true });
  const problem =
    'policies: Exchange\\Search-* needs 19 approvals, and 2 of Exchange approvers could give them';
  const refusal = { refused: 'change-not-possible', facts: { problems: [problem] } };
  expect(done).toEqual({ outcome: 'refused', refusal });
  expect(await trail()).toEqual([]);
});

it('leaves an owner who can act', async () => {
  const configuration = await present();
  for (const change of [{ disabled: true }, { accounts: {} }]) {
    const people = configuration.people.map((one) => ({ ...one, ...change }));
    expect(await apply({ ...configuration, people }, { soloAdmin: true })).toMatchObject({
      outcome: 'refused',
      refusal: { refused: 'change-last-owner' },
    });
  }
});

it('shuts nobody out alone, by their accounts or by name', async () => {
  const configuration = await present();
  for (const change of [{ disabled: true }, { accounts: {} }]) {
    const people = configuration.people.map((one) =>
      one.key === 'dan' ? { ...one, ...change } : one,
    );
    expect(await apply({ ...configuration, people })).toMatchObject({
      outcome: 'weakens',
      weakens: [expect.objectContaining({ item: 'dan', why: 'fewer-people' })],
    });
  }
});

it('takes their roles from whoever is removed, on the record, and gives none to who comes again', async () => {
  const before = await present();
  const holders = async () =>
    (await world.db.database.read((tx) => roleHolders(tx, world.made.organisationId))).map(
      ({ person, role }) => `${person.name} ${role}`,
    );
  const without = { ...before, people: before.people.filter(({ key }) => key !== 'dan') };
  expect(await apply(without, { soloAdmin: true })).toMatchObject({ outcome: 'applied' });
  expect(await holders()).toEqual(['Ana owner', 'Ben admin', 'Cara auditor']);
  expect(await apply(before, { soloAdmin: true })).toMatchObject({ outcome: 'applied' });
  expect(await holders()).toEqual(['Ana owner', 'Ben admin', 'Cara auditor']);
  expect(refusedAs(await world.says('dan', 'status'))).toBe('needs-role');
  const taken = await world.db.query(
    `select facts from elevate.audit_events where kind = 'role.taken'`,
  );
  expect(taken).toEqual([{ facts: { role: 'owner', personId: world.made.persons.dan.id } }]);
});

describe('a file that is proposed', () => {
  const propose = (configuration: Configuration, key: string) =>
    proposeFile(world.db.database, { configuration, source: 'elevate.yaml', key });

  it('is drafted for an admin, who looks at it in chat and sends it, and another admin approves it', async () => {
    const wanted = await withPolicy({ approval: 'auto' });
    const people = wanted.people.map((one) =>
      one.key === 'cara' ? { ...one, line: 'cara@other.example' } : one,
    );
    const drafted = await propose({ ...wanted, people }, 'ben');
    expect(drafted).toMatchObject({ outcome: 'drafted', number: 1, name: 'Ben' });
    expect((await present()).policies[0]).toMatchObject({ approval: 'manual' });
    const shown = await world.says('ben', 'change show');
    await pressesOn(world, 'ben', shown.privately, 'send', { platform: 'teams' });
    await world.settle();
    await pressesOn(world, 'ana', messageTo(world, 'ana'), 'approve');
    expect((await present()).policies[0]).toMatchObject({ approval: 'auto' });
    expect((await present()).people.find(({ key }) => key === 'cara')?.line).toBe(
      'cara@other.example',
    );
    expect(await apply({ ...wanted, people })).toEqual({ outcome: 'nothing' });
  });

  it('is not drafted where nobody could see all of it', async () => {
    const wanted = await present();
    const targets = Array.from({ length: 200 }, (_one, n) => ({
      name: `Exchange\\Task-${n}`,
      type: 'task' as const,
      settings: {},
    }));
    expect(await propose({ ...wanted, targets: [...wanted.targets, ...targets] }, 'ben')).toEqual({
      outcome: 'too-large',
    });
    expect((await world.says('ben', 'change show')).privately?.facts['refused']).toBe(
      'change-none',
    );
  });

  it('is nobody else’s to see or send', async () => {
    await propose(await withPolicy({ approval: 'auto' }), 'ben');
    const shown = await world.says('ben', 'change show');
    const others = await world.says('ana', 'change show');
    expect(others.privately?.facts['refused']).toBe('change-none');
    const pressed = await pressesOn(world, 'ana', shown.privately, 'send');
    expect(pressed.privately?.facts['refused']).toBe('change-lapsed');
  });

  it('is drafted for nobody but owners and admins', async () => {
    const wanted = await withPolicy({ approval: 'auto' });
    for (const key of ['cara', 'eve', 'nobody']) {
      expect(await propose(wanted, key)).toEqual({ outcome: 'nobody' });
    }
    expect(await propose(await present(), 'ben')).toEqual({ outcome: 'nothing' });
  });
});
