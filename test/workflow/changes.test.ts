/** Changes of the configuration: drafted, sent, approved by a second admin, done. */
import { type Reply } from '../../src/platforms/contract';
import { type View, type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import {
  createChangeWorld,
  linesIn,
  messageTo as messageIn,
  pressesOn,
  refusedAs,
  summary,
} from '../support/change-world';
import { giveRoles } from '../support/runs-elevate';
import { type PersonKey, type SeedOptions } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

async function make(options: SeedOptions = {}): Promise<void> {
  world = await createChangeWorld(options);
}

type Press = Parameters<typeof pressesOn> extends [World, ...infer Rest] ? Rest : never;
const presses = (...press: Press): Promise<Reply> => pressesOn(world, ...press);
const messageTo = (person: PersonKey): View | null => messageIn(world, person);

async function proposed(text = 'policy set Exchange\\Search-* approval auto'): Promise<View> {
  const drafted = await world.says('ben', text);
  expect(refusedAs(drafted)).toBe('allowed');
  const sent = await presses('ben', drafted.privately, 'send');
  await world.settle();
  return sent.screen!;
}

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

async function trail(): Promise<string[]> {
  const found = await world.db.query<{ kind: string }>(
    'select kind from elevate.audit_events order by seq',
  );
  return found.map(({ kind }) => kind).filter((kind) => !kind.startsWith('role.'));
}

/** What was told to whoever typed it. */
function problemIn(reply: Reply): string {
  const [said] = reply.privately!.facts['summary'] as ViewFacts[];
  return plain(said!['say'] as Sentence);
}

describe('a change that was typed', () => {
  it('is shown as a difference and changes nothing before it is sent', async () => {
    await make();
    const { privately } = await world.says(
      'ben',
      'policy set Exchange\\Search-* approvals 2 max 4h because of the audit',
    );
    expect(linesIn(privately)).toEqual({
      'What changes': [
        'the policy Exchange\\Search-*',
        '• approvalsNeeded: 1 → 2',
        '• durationMax: 8h → 4h',
      ],
    });
    expect(summary(privately)).toContain('It weakens nothing');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ version: 1, needed: 1 });
    expect(await trail()).toEqual([]);
  });

  it('is done at once by one admin where it weakens nothing, and the trail has all of it', async () => {
    await make();
    const { privately } = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
    const { screen } = await presses('ben', privately, 'send');
    expect(summary(screen)).toContain('It weakens nothing, so nobody else was asked.');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ version: 2, needed: 2 });
    expect(await trail()).toEqual(['change.proposed', 'configuration.changed']);
    await world.settle();
    expect(messageTo('ana')).toBeNull();
  });

  it('changes what it names and nothing else', async () => {
    await make();
    const { privately } = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
    await presses('ben', privately, 'send');
    const [warehouse] = await world.db.query<{ current_version: number }>(
      `select current_version from elevate.approval_policies where pattern = 'Warehouse\\*'`,
    );
    expect(warehouse!.current_version).toBe(1);
    const settings = await world.db.query('select version from elevate.settings');
    expect(settings).toHaveLength(1);
  });

  it('says what it does to requests that wait', async () => {
    await make();
    await world.says('dan', 'Search-Mailbox 4h phishing');
    const { privately } = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
    expect(linesIn(privately)['What it does to requests that wait']).toEqual([
      '1 pending request will need more approvals: ELV-1',
    ]);
    const removing = await world.says('ben', 'policy remove Exchange\\Search-*');
    expect(linesIn(removing.privately)['What it does to requests that wait']).toEqual([
      '1 pending request could not be approved any more: ELV-1',
    ]);
  });

  it('is refused with what is wrong, and the nearest right thing', async () => {
    await make();
    const refused = async (text: string) => refusedAs(await world.says('ben', text));
    expect(await refused('policy set Exchange\\Search-* aprovals 2')).toBe('change-field-unknown');
    expect(await refused('policy set Exchange\\Search-* approvals many')).toBe('change-value');
    expect(await refused('policy set Exchange\\Search-* max 4x')).toBe('change-not-possible');
    expect(await refused('policy set Exchange\\Serch-* approvals 2')).toBe('change-item-unknown');
    expect(await refused('policy create Exchange\\Search-* approvals 2')).toBe(
      'change-item-exists',
    );
    expect(await refused('policy set Exchange\\Search-* approvals 1')).toBe('change-nothing');
    expect(await refused('policy set Exchange\\Search-* approvers "Nobody"')).toBe(
      'change-not-possible',
    );
    expect(await refused('group set "Exchange approvers" members +@U0NOBODY')).toBe(
      'person-unknown',
    );
    expect(await refused('group set "Exchange approvers" channel here')).toBe('change-here');
  });

  it('is refused where a group would have fewer than two people who can decide', async () => {
    await make();
    const reply = await world.says('ben', 'group set "Exchange approvers" members -@U0BEN');
    expect(refusedAs(reply)).toBe('change-not-possible');
    expect(problemIn(reply)).toContain('has one person');
  });

  it.each([
    ['policy set Exchange\\Search-* approvals 19', 'needs 19 approvals, and 2 of'],
    [
      'policy set Exchange\\Search-* approvals 2 stages "Exchange approvers"',
      'needs 3 approvals, and 2 of',
    ],
  ])('is refused where more approvals are needed than people could give: %s', async (text, why) => {
    await make();
    const reply = await world.says('ben', text);
    expect(refusedAs(reply)).toBe('change-not-possible');
    expect(problemIn(reply)).toContain(why);
  });

  it('is refused for a cmdlet, too, whose policy nobody could decide about', async () => {
    await make();
    await world.db.query(
      `update elevate.persons set disabled_at = now() where key in ('ben', 'cara')`,
    );
    const task = 'New-ElevatedAccessApprovalPolicy -Task Exchange\\New-Thing';
    const reply = await world.says(
      'ana',
      `${task} -ApprovalType Manual -ApproverGroup "Exchange approvers"`,
    );
    expect(refusedAs(reply)).toBe('change-not-possible');
    expect(problemIn(reply)).toContain('needs 1 approval, and 0 of');
  });

  it('is refused where those who are left in a group are disabled', async () => {
    await make();
    const group = 'group set "Exchange approvers" members';
    await world.db.query(`update elevate.persons set disabled_at = now() where key = 'cara'`);
    // It had one who can act before: that is no worse by somebody more who cannot.
    expect(refusedAs(await world.says('ben', `${group} +@U0EVE`))).toBe('allowed');
    const made = 'group create "Security" members @U0BEN,@U0CARA channel slack:T0EXAMPLE/C0SEC';
    expect(refusedAs(await world.says('ben', made))).toBe('change-not-possible');
  });

  it('names the pattern that decides about a target without a policy of its own', async () => {
    await make();
    const reply = await world.says('ben', 'policy set Search-Mailbox approvals 2');
    expect(refusedAs(reply)).toBe('change-item-unknown');
    expect(reply.privately!.notification).toContain('Nearest: Exchange\\Search-*.');
  });

  it('is not for auditors and strangers', async () => {
    await make();
    const text = 'policy set Exchange\\Search-* approvals 2';
    expect(refusedAs(await world.says('cara', text))).toBe('needs-role');
  });

  it('is replaced by the next one: the button of the first sends nothing', async () => {
    await make();
    const first = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
    await world.says('ben', 'policy set Exchange\\Search-* max 7h');
    expect(refusedAs(await presses('ben', first.privately, 'send'))).toBe('change-lapsed');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ version: 1 });
  });

  it('is nobody else’s to send', async () => {
    await make();
    const first = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
    const reply = await presses('ana', first.privately, 'send');
    expect(refusedAs(reply)).toBe('change-lapsed');
    expect(reply.screen).toBeNull();
  });

  it('lapses when it is not sent in time', async () => {
    await make();
    const { privately } = await world.says('ben', 'policy set Exchange\\Search-* approvals 2');
    await world.db.advance(15 * 60_000);
    expect(refusedAs(await presses('ben', privately, 'send'))).toBe('change-lapsed');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ version: 1 });
  });

  it('is refused at the press when the same was changed by somebody else in the meantime', async () => {
    await make();
    const ours = await world.says('ben', 'policy set Exchange\\Search-* approvals 2 decide 12h');
    const theirs = await world.says('ana', 'policy set Exchange\\Search-* approvals 2');
    await presses('ana', theirs.privately, 'send');
    const reply = await presses('ben', ours.privately, 'send');
    expect(refusedAs(reply)).toBe('change-conflict');
    expect(linesIn(reply.screen)['It changed in the meantime']).toEqual([
      'the policy Exchange\\Search-*',
      '• approvalsNeeded: 1 → 2',
    ]);
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ needed: 2 });
  });
});

describe('a change that weakens control', () => {
  it('waits for another admin, who is told with the difference and the buttons', async () => {
    await make();
    const own = await proposed();
    expect(summary(own)).toContain('It waits for another admin: Ana, Dan.');
    expect(own.facts['approve']).toBeNull();
    const message = messageTo('ana');
    expect(linesIn(message)).toEqual({
      'What changes': ['the policy Exchange\\Search-*', '• approval: manual → auto'],
      'Why it weakens control': ['• approval: less is left to people to decide'],
    });
    expect(message!.facts['approve']).not.toBeNull();
    expect(messageTo('ben')).toBeNull();
    expect(messageTo('cara')).toBeNull();
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ approval: 'manual' });
  });

  it('is done when another admin approves it from the other platform, and both are on the record', async () => {
    await make();
    await proposed();
    const prompt = messageTo('dan');
    const reply = await presses('dan', prompt, 'approve', { platform: 'teams' });
    expect(refusedAs(reply)).toBe('allowed');
    expect(summary(reply.screen)).toContain('Dan approved it');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ approval: 'auto', version: 2 });
    await world.settle();
    expect(summary(messageTo('ana'))).toContain('Dan approved it');
    expect(messageTo('ana')!.facts['approve']).toBeNull();
    expect(summary(messageTo('ben'))).toContain('Dan approved it');
    const actors = await world.db.query(
      `select kind, actor->>'name' as name, actor->'account'->>'platform' as platform
       from elevate.audit_events where kind in ('change.proposed', 'change.decided') order by seq`,
    );
    expect(actors).toEqual([
      { kind: 'change.proposed', name: 'Ben', platform: 'slack' },
      { kind: 'change.decided', name: 'Dan', platform: 'teams' },
    ]);
  });

  it('cannot be approved by whoever proposed it, from either platform', async () => {
    await make();
    await proposed();
    const prompt = messageTo('ana');
    for (const platform of ['slack', 'teams'] as const) {
      expect(refusedAs(await presses('ben', prompt, 'approve', { platform }))).toBe('change-own');
    }
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ approval: 'manual' });
  });

  it('is nothing for auditors, who see it without buttons', async () => {
    await make();
    await proposed();
    expect(refusedAs(await presses('cara', messageTo('ana'), 'approve'))).toBe('change-no-admin');
    const shown = await world.says('cara', 'show ELV-1');
    expect(shown.privately!.screen).toBe('change');
    expect(shown.privately!.facts['approve']).toBeNull();
  });

  it('is denied with a reason that whoever proposed it sees', async () => {
    await make();
    await proposed();
    const bare = await presses('ana', messageTo('ana'), 'deny');
    expect(refusedAs(bare)).toBe('deny-reason-required');
    await presses('ana', messageTo('ana'), 'deny', { reason: 'not before the audit' });
    await world.settle();
    const told = messageTo('ben')!;
    expect(summary(told)).toContain('Ana denied it');
    expect(JSON.stringify(told.facts['quotes'])).toContain('not before the audit');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ approval: 'manual' });
  });

  it('can be taken back while nobody has decided, and approved no more', async () => {
    await make();
    const own = await proposed();
    const prompt = messageTo('ana');
    const reply = await presses('ben', own, 'withdraw');
    expect(summary(reply.screen)).toContain('Ben took it back');
    expect(refusedAs(await presses('ana', prompt, 'approve'))).toBe('request-closed');
    expect(refusedAs(await presses('ana', own, 'withdraw'))).toBe('not-yours');
  });

  it('expires when nobody decides in a day', async () => {
    await make();
    await proposed();
    const prompt = messageTo('ana');
    await world.db.advance(24 * 3_600_000);
    expect(refusedAs(await presses('ana', prompt, 'approve'))).toBe('request-closed');
    await world.settle();
    expect(summary(messageTo('ana'))).toContain('Nobody decided');
    expect(summary(messageTo('ben'))).toContain('Nobody decided');
  });

  it('is decided once, whoever presses what afterwards', async () => {
    await make();
    await proposed();
    const prompt = messageTo('ana');
    await presses('ana', prompt, 'approve');
    expect(refusedAs(await presses('dan', prompt, 'deny', { reason: 'no' }))).toBe(
      'already-decided',
    );
  });

  it('is not approved on a screen that says something else, when what decides is another thing by now', async () => {
    await make();
    await proposed('policy set Exchange\\Search-* max 9h');
    const prompt = messageTo('ana');
    await world.changePolicy({ duration_default_s: 3600 });
    const stale = await presses('ana', prompt, 'approve');
    expect(refusedAs(stale)).toBe('stale-screen');
    expect(refusedAs(await presses('ana', stale.screen, 'approve'))).toBe('allowed');
    await proposed('policy set Exchange\\Search-* max 10h');
    await world.changePolicy({ duration_max_s: 3600 });
    const reply = await presses('ana', messageTo('ana'), 'approve');
    expect(refusedAs(reply)).toBe('change-conflict');
    expect(reply.screen!.facts['approve']).toBeNull();
  });

  it('needs somebody who could approve it', async () => {
    world = await createWorld();
    await giveRoles(world.db, world.made, [['ana', 'owner']]);
    const reply = await world.says('ana', 'policy set Exchange\\Search-* approval auto');
    expect(refusedAs(reply)).toBe('change-nobody-else');
  });

  it('is one person’s alone where the operator allows it, and every screen says so', async () => {
    await make({ soloAdmin: true });
    const { privately } = await world.says('ben', 'policy set Exchange\\Search-* approval auto');
    expect(summary(privately)).toContain('lets one admin alone');
    const { screen } = await presses('ben', privately, 'send');
    expect(summary(screen)).toContain('alone: this installation');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ approval: 'auto' });
    const [event] = await world.db.query<{ needs: string }>(
      `select facts->>'needs' as needs from elevate.audit_events where kind = 'change.proposed'`,
    );
    expect(event!.needs).toBe('nobody-but-the-only-admin');
  });

  it('is approved by a guest’s account no more than anything else', async () => {
    await make();
    await proposed();
    const prompt = messageTo('ana');
    world.slack.kinds.set('U0ANA', 'guest');
    expect(refusedAs(await presses('ana', prompt, 'approve'))).toBe('guest');
    expect(await approvalOf('Exchange\\Search-*')).toMatchObject({ approval: 'manual' });
  });
});
