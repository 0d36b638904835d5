/** Roles that need a second admin, and what becomes of what is removed. */
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

describe('a role that one person alone may not give', () => {
  it('waits for somebody else who may decide, and is not approved by whoever gets it', async () => {
    await make();
    const drafted = await world.says('ana', 'role add ben owner');
    expect(linesIn(drafted.privately)['What changes']).toEqual(['Ben becomes owner']);
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
