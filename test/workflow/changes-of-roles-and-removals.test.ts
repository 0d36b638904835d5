/** Roles that need a second admin, and what becomes of what is removed. */
import { noTerms } from '../../src/elevation/model';
import { type Reply } from '../../src/platforms/contract';
import { type View } from '../../src/views/view';
import {
  createChangeWorld,
  linesIn,
  messageTo as messageIn,
  pressesOn,
  refusedAs,
} from '../support/change-world';
import { type PersonKey, type SeedOptions } from '../support/seed';
import { type World } from '../support/world';

let world: World;
afterEach(() => world.close());

async function make(options: SeedOptions = {}): Promise<void> {
  world = await createChangeWorld(options);
}

type Press = Parameters<typeof pressesOn> extends [World, ...infer Rest] ? Rest : never;
const presses = (...press: Press): Promise<Reply> => pressesOn(world, ...press);
const messageTo = (person: PersonKey): View | null => messageIn(world, person);

async function approvalOf(pattern: string): Promise<unknown> {
  const [found] = await world.db.query<{ approval: string; version: number; needed: number }>(
    `select v.approval, v.version, v.approvals_needed as needed from elevate.approval_policies p
     join elevate.approval_policy_versions v on v.organisation_id = p.organisation_id
       and v.policy_id = p.id and v.version = p.current_version
     where p.pattern = $1 and p.removed_at is null`,
    [pattern],
  );
  return found ?? null;
}

async function sent(person: PersonKey, text: string): Promise<Reply> {
  const drafted = await world.says(person, text);
  return presses(person, drafted.privately, 'send');
}

async function shownTo(person: PersonKey, id = 'ELV-1'): Promise<View | null> {
  return (await world.says(person, `show ${id}`)).privately;
}

async function disable(key: PersonKey): Promise<void> {
  await world.db.query('update elevate.persons set disabled_at = elevate.now() where key = $1', [
    key,
  ]);
}

async function holding(role: 'owner' | 'admin'): Promise<string[]> {
  const found = await world.db.query<{ key: string }>(
    `select p.key from elevate.role_holdings h join elevate.persons p on p.id = h.person_id
     where h.role = $1 and h.taken_at is null order by p.key`,
    [role],
  );
  return found.map(({ key }) => key);
}

describe('a role that one person alone may not give', () => {
  it('waits for somebody else who may decide, and is not approved by whoever gets it', async () => {
    await make();
    const drafted = await world.says('ana', 'role add ben owner');
    expect(linesIn(drafted.privately)['What changes']).toEqual([
      'Ben (ben@example.com) becomes owner',
    ]);
    await presses('ana', drafted.privately, 'send');
    await world.settle();
    const prompt = messageTo('dan');
    expect(messageTo('ben')).toBeNull();
    expect(refusedAs(await presses('ben', prompt, 'approve'))).toBe('change-own');
    await presses('dan', prompt, 'approve');
    const owners = await world.db.query(
      `select p.key from elevate.role_holdings h join elevate.persons p on p.id = h.person_id
       where h.role = 'owner' and h.taken_at is null order by p.key`,
    );
    expect(owners).toEqual([{ key: 'ana' }, { key: 'ben' }, { key: 'dan' }]);
  });

  it('is for owners to propose', async () => {
    await make();
    expect(refusedAs(await world.says('ben', 'role add cara admin'))).toBe('needs-role');
  });

  it('is never somebody’s who is disabled, not even when they are disabled while it waits', async () => {
    await make();
    expect(refusedAs(await world.says('ana', 'role add eve owner'))).toBe('role-disabled');
    await sent('ana', 'role add cara owner');
    const prompt = await shownTo('dan');
    await disable('cara');
    expect(refusedAs(await presses('dan', prompt, 'approve'))).toBe('role-disabled');
    expect(await holding('owner')).toEqual(['ana', 'dan']);
  });

  it('is given once, though two people proposed it', async () => {
    await make();
    await sent('ana', 'role add cara admin');
    await sent('dan', 'role add cara admin');
    const first = await shownTo('dan', 'ELV-1');
    const second = await shownTo('ana', 'ELV-2');
    expect(refusedAs(await presses('dan', first, 'approve'))).toBe('allowed');
    expect(refusedAs(await presses('ana', second, 'approve'))).toBe('role-held');
    expect(await holding('admin')).toEqual(['ben', 'cara']);
  });

  it('is not taken a second time from somebody who gave it up', async () => {
    await make();
    await sent('ana', 'role remove ben admin');
    await world.says('ben', 'role remove ben admin');
    expect(refusedAs(await presses('dan', await shownTo('dan'), 'approve'))).toBe('role-not-held');
    const taken = await world.db.query(
      `select seq from elevate.audit_events where kind = 'role.taken'`,
    );
    expect(taken).toHaveLength(1);
  });

  it('is not given on the word of somebody who is no owner any more', async () => {
    await make();
    await sent('ana', 'role add cara owner');
    await world.says('ana', 'role remove ana owner');
    const reply = await presses('ben', await shownTo('ben'), 'approve');
    expect(refusedAs(reply)).toBe('change-proposer-gone');
    expect(await holding('owner')).toEqual(['dan']);
  });

  it('is not taken from the last owner when whoever wanted it has given up theirs', async () => {
    await make();
    await sent('ana', 'role remove dan owner');
    await world.says('ana', 'role remove ana owner');
    const reply = await presses('ben', await shownTo('ben'), 'approve');
    expect(refusedAs(reply)).toBe('change-proposer-gone');
    expect(await holding('owner')).toEqual(['dan']);
  });

  it('can be denied all the same', async () => {
    await make();
    await sent('ana', 'role remove ben admin');
    await world.says('ben', 'role remove ben admin');
    const reply = await presses('dan', await shownTo('dan'), 'deny', { reason: 'done already' });
    expect(refusedAs(reply)).toBe('allowed');
  });
});

describe('a change whose proposer has gone', () => {
  it.each([
    ['is disabled', () => disable('ben')],
    ['is no admin any more', () => world.says('ben', 'role remove ben admin')],
  ])('is not approved once the proposer %s', async (_why, leaves) => {
    await make();
    await sent('ben', 'policy set Exchange\\Search-* approval auto');
    await leaves();
    const reply = await presses('ana', await shownTo('ana'), 'approve');
    expect(refusedAs(reply)).toBe('change-proposer-gone');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ approval: 'manual' });
  });
});

describe('what is removed', () => {
  it('covers nothing any more, and is the same policy when it comes again', async () => {
    await make({ soloAdmin: true });
    const removing = await world.says('ben', 'policy remove Exchange\\Search-*');
    await presses('ben', removing.privately, 'send');
    expect(await approvalOf('Exchange\\Search-*')).toBeNull();
    expect(refusedAs(await world.says('dan', 'Search-Mailbox 4h'))).toBe('no-policy');
    const again = await world.says('ben', 'policy create Exchange\\Search-* approvals 2');
    await presses('ben', again.privately, 'send');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ version: 2, needed: 2 });
  });

  it('leaves a target’s live grant to its end and lets nobody ask for it', async () => {
    await make({ soloAdmin: true });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    expect(world.exchange.holders.size).toBe(1);
    const removing = await world.says('ben', 'target remove Search-Mailbox');
    await presses('ben', removing.privately, 'send');
    expect(refusedAs(await world.says('dan', 'Search-Mailbox 4h'))).toBe('unknown-target');
    await world.db.advance(4 * 3_600_000);
    await world.settle();
    expect(world.exchange.holders.size).toBe(0);
  });
});

describe('what a target grants', () => {
  const harmless = 'target set Search-Mailbox settings.role harmless';

  it('is not made another while the right is held, or asked for', async () => {
    await make({ soloAdmin: true });
    await world.says('dan', 'Search-Mailbox 4h phishing');
    expect(refusedAs(await world.says('ben', harmless))).toBe('change-in-use');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const reply = await world.says('ben', harmless);
    expect(refusedAs(reply)).toBe('change-in-use');
    expect(reply.privately!.notification).toContain('ELV-1');
    await world.db.advance(4 * 3_600_000);
    await world.settle();
    expect(refusedAs(await world.says('ben', harmless))).toBe('allowed');
  });

  it('is looked at again when it is sent and when it is approved', async () => {
    await make();
    const drafted = await world.says('ben', harmless);
    await world.says('dan', 'Search-Mailbox 4h phishing');
    expect(refusedAs(await presses('ben', drafted.privately, 'send'))).toBe('change-in-use');
    await world.presses('dan', 'withdraw', 1 + 1);
    await presses('ben', drafted.privately, 'send');
    await world.settle();
    const prompt = messageTo('ana');
    await world.says('dan', 'Search-Mailbox 4h phishing');
    expect(refusedAs(await presses('ana', prompt, 'approve'))).toBe('change-in-use');
  });

  it('does not change by removing it and adding it again while the right is held', async () => {
    await make({ soloAdmin: true });
    await world.says('dan', 'Search-Mailbox 4h phishing');
    await world.presses('ben', 'approve', 1);
    await world.settle();
    const removing = await world.says('ben', 'target remove Search-Mailbox');
    await presses('ben', removing.privately, 'send');
    const again = 'target add Exchange\\Search-Mailbox type task settings.role harmless';
    expect(refusedAs(await world.says('ben', again))).toBe('change-in-use');
  });
});

it('a change of something that is gone by now can be read and denied, and not approved', async () => {
  await make();
  const extension = { allowed: true, maxTotalS: null };
  await world.changePolicy({
    terms: { ...noTerms, extension: { ...extension, maxTotalS: 36_000 } },
  });
  const drafted = await world.says('ben', 'policy set Exchange\\Search-* extension.maxTotal 12h');
  await presses('ben', drafted.privately, 'send');
  await world.settle();
  const prompt = messageTo('ana');
  await world.changePolicy({ terms: noTerms });
  expect(refusedAs(await presses('ana', prompt, 'approve'))).toBe('change-conflict');
  const shown = await world.says('ana', 'show ELV-1');
  expect(linesIn(shown.privately)['It changed in the meantime']).toContain(
    '• extension: … → nothing',
  );
  await presses('ana', shown.privately, 'deny', { reason: 'it is gone' });
  expect((await world.says('ana', 'show ELV-1')).privately!.facts['deny']).toBeNull();
});

it('a change that was made can be read after what it changed is gone', async () => {
  await make({ soloAdmin: true });
  await world.changePolicy({
    terms: { ...noTerms, extension: { allowed: true, maxTotalS: 36_000 } },
  });
  const drafted = await world.says('ben', 'policy set Exchange\\Search-* extension.maxTotal 12h');
  await presses('ben', drafted.privately, 'send');
  await world.changePolicy({ terms: noTerms });
  const shown = await world.says('ana', 'show ELV-1');
  expect(linesIn(shown.privately)['What changes']).toContain('• extension.maxTotal: 10h → 12h');
});

it('gives a group of a removed one’s name nothing that was the old one’s to decide', async () => {
  await make({ soloAdmin: true });
  await sent('ben', 'group create Security members @U0ANA,@U0CARA channel slack:T0001/C0SEC');
  await sent('ben', 'policy set Exchange\\Search-* approvers Security');
  const asked = await world.says('dan', 'Search-Mailbox 4h phishing');
  const request = Number(/ELV-(\d+)/u.exec(asked.privately!.notification)![1]);
  await sent('ben', 'policy set Exchange\\Search-* approvers "Exchange approvers"');
  await sent('ben', 'group remove Security');
  const again = 'group create Security members @U0BEN,@U0CARA channel slack:T0001/C0SEC';
  expect(refusedAs(await sent('ben', again))).toBe('allowed');
  expect(refusedAs(await world.presses('ben', 'approve', request))).not.toBe('allowed');
  const groups = await world.db.query<{ id: string }>(
    `select id from elevate.approver_groups where name = 'Security'`,
  );
  expect(groups).toHaveLength(2);
});

it('a setting that was stored with a dot in its name keeps nothing else from being changed', async () => {
  await make({
    soloAdmin: true,
    change: (rows) => ({
      ...rows,
      targets: rows.targets.map((one) => ({
        ...one,
        settings: { ...(one.settings as object), 'a.b': 'x' },
      })),
    }),
  });
  const drafted = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
  expect(refusedAs(await presses('ben', drafted.privately, 'send'))).toBe('allowed');
  expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ needed: 2 });
});
