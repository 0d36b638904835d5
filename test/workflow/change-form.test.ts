/** Forms for changes of the configuration, without any HTTP: what opens them, what they say, and what becomes of them. */
import { formVerbs, type FormPress, type FormVerb } from '../../src/commands/command';
import { parseFormValue } from '../../src/commands/form-value';
import { type Reply } from '../../src/platforms/contract';
import { takeRole } from '../../src/store/roles';
import { type View, type ViewFacts } from '../../src/views/view';
import { createChangeWorld, linesIn, pressesOn, refusedAs, summary } from '../support/change-world';
import { type PersonKey } from '../support/seed';
import { type World } from '../support/world';

let world: World;
beforeEach(async () => void (world = await createChangeWorld()));
afterEach(() => world.close());

const formOf = ({ form }: Reply): View => {
  if (!form) throw new Error('there is no form');
  return form;
};

function sends(
  person: PersonKey,
  form: View,
  filled: Record<string, string>,
  platform: 'slack' | 'teams' = 'slack',
): Promise<Reply> {
  const { value } = form.facts['press'] as ViewFacts;
  const press = parseFormValue(value, filled);
  if (press === null) throw new Error('the form cannot be sent in');
  return world.inbound.changeForm(world.envelope(person, platform), press);
}

/** What stands in each field. */
function filledIn({ facts }: View): Record<string, unknown> {
  const fields = [...(facts['choices'] as ViewFacts[]), ...(facts['texts'] as ViewFacts[])];
  return Object.fromEntries(fields.map(({ name, value }) => [name as string, value]));
}

const pattern = 'Exchange\\Search-*';

async function rulesOf(): Promise<{ needed: number; most: number; decide: number }> {
  const [found] = await world.db.query<{ needed: number; most: number; decide: number }>(
    `select v.approvals_needed as needed, v.duration_max_s as most, v.decide_within_s as decide
     from elevate.approval_policies p
     join elevate.approval_policy_versions v on v.organisation_id = p.organisation_id
       and v.policy_id = p.id and v.version = p.current_version
     where p.pattern = $1 and p.removed_at is null`,
    [pattern],
  );
  return found!;
}

/** What is there to be changed. */
const itemOf: Readonly<Partial<Record<FormVerb, string>>> = {
  'policy-set': pattern,
  'group-set': '"Exchange approvers"',
  'target-set': 'Search-Mailbox',
  'system-account-set': 'backup',
};

const refusals = () =>
  world.db.query(
    `select actor->>'name' as name, facts->>'verb' as verb, facts->>'refused' as refused
     from elevate.audit_events where kind = 'request.refused' order by seq`,
  );

describe('what opens a form', () => {
  it('a command without anything to change: it is filled with what is so now', async () => {
    const reply = await world.says('ben', `policy set ${pattern}`);
    expect(filledIn(formOf(reply))).toMatchObject({
      approval: 'manual',
      approverGroup: 'group-1',
      approvalsNeeded: '1',
      durationMax: '8h',
      requesters: null,
    });
    expect(reply.privately?.screen).toBe('fill-in');
    expect(await refusals()).toEqual([]);
  });

  it('the same of the settings, and of what is new', async () => {
    const settings = formOf(await world.says('ben', 'settings set'));
    expect(filledIn(settings)).toMatchObject({ organisationName: 'Example', footer: null });
    for (const typed of ['policy create', 'policy create Exchange\\New-*']) {
      const created = formOf(await world.says('ben', typed));
      expect(created.facts['item']).toMatchObject({
        value: typed.endsWith('*') ? 'Exchange\\New-*' : null,
      });
    }
  });

  it('a reason alone: it stands in the form', async () => {
    const reply = await world.says('ben', `policy set ${pattern} because of the audit`);
    expect(formOf(reply).facts['because']).toBe('the audit');
  });

  it('a name that nobody knows is refused with the nearest', async () => {
    const reply = await world.says('ben', 'policy set Search-Mailbox');
    expect(refusedAs(reply)).toBe('change-item-unknown');
    expect(reply.privately!.notification).toContain(`Nearest: ${pattern}.`);
    expect(reply.form ?? null).toBeNull();
  });

  it.each(formVerbs)('is for owners and admins alone, refusals on the record: %s', async (verb) => {
    const typed = `${verb.replace(/-(?=[a-z]+$)/u, ' ')} ${itemOf[verb] ?? ''}`;
    const press = { is: 'open', verb, id: null } as const;
    for (const [person, refused] of [
      ['cara', 'needs-role'],
      ['eve', 'disabled'],
    ] as const) {
      const reply = await world.says(person, typed);
      const pressed = await world.inbound.changeForm(world.envelope(person), press);
      expect([refusedAs(reply), refusedAs(pressed)]).toEqual([refused, refused]);
      expect([reply.form ?? null, pressed.form ?? null]).toEqual([null, null]);
    }
    expect(await refusals()).toEqual(
      (['Cara', 'Cara', 'Eve', 'Eve'] as const).map((name) => ({
        ...{ name, verb },
        refused: name === 'Eve' ? 'disabled' : 'needs-role',
      })),
    );
  });
});

describe('the button “Change…”', () => {
  const buttonOn = (reply: Reply) => reply.privately?.facts['change'] as ViewFacts | null;

  it('is there for those who may, and opens the form of what is shown', async () => {
    const { value } = buttonOn(await world.says('ben', `policy show ${pattern}`))!;
    const press = parseFormValue(value)!;
    const opened = formOf(await world.inbound.changeForm(world.envelope('ben'), press));
    expect(filledIn(opened)).toMatchObject({ durationMax: '8h' });
    const settings = buttonOn(await world.says('ana', 'settings show'))!;
    expect(parseFormValue(settings.value)).toEqual({ is: 'open', verb: 'settings-set', id: null });
    expect(buttonOn(await world.says('cara', `policy show ${pattern}`))).toBeNull();
    expect(buttonOn(await world.says('cara', 'settings show'))).toBeNull();
    expect(buttonOn(await world.says('cara', 'group show Exchange approvers'))).toBeNull();
    const group = buttonOn(await world.says('ben', 'group show Exchange approvers'))!;
    const members = parseFormValue(group.value)!;
    const ofGroup = formOf(await world.inbound.changeForm(world.envelope('ben'), members));
    expect(filledIn(ofGroup)).toMatchObject({ members: 'ben\ncara' });
  });

  it('finds nothing where it is gone, or where somebody else’s id stands in it', async () => {
    const id = '0197f0a4-0000-7000-8000-0000000000ab';
    const press: FormPress = { is: 'open', verb: 'policy-set', id };
    const reply = await world.inbound.changeForm(world.envelope('ben'), press);
    expect(refusedAs(reply)).toBe('form-lapsed');
  });
});

describe('the button in the place of the form', () => {
  it('opens it as it was, for its own person alone', async () => {
    const { privately } = await world.says('ben', `policy set ${pattern}`);
    const press = parseFormValue(privately!.facts['value'])!;
    const by = (person: PersonKey) => world.inbound.changeForm(world.envelope(person), press);
    expect(filledIn(formOf(await by('ben')))).toMatchObject({ durationMax: '8h' });
    expect(refusedAs(await by('ana'))).toBe('form-lapsed');
    const [, verb] = ['', 'settings-set'] as const;
    const another = { ...press, verb } as FormPress;
    expect(refusedAs(await world.inbound.changeForm(world.envelope('ben'), another))).toBe(
      'form-lapsed',
    );
  });
});

describe('a form that was sent in', () => {
  it('is drafted as if it had been typed, and done by the same press', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    const filled = { approvalsNeeded: '2', durationMax: '8h', because: 'the audit' };
    const drafted = await sends('ben', form, filled);
    expect(linesIn(drafted.privately)).toEqual({
      'What changes': [`the policy ${pattern}`, '• approvalsNeeded: 1 → 2'],
    });
    expect(JSON.stringify(drafted.privately)).toContain('the audit');
    expect(await rulesOf()).toMatchObject({ needed: 1 });
    await pressesOn(world, 'ben', drafted.privately, 'send');
    expect(await rulesOf()).toMatchObject({ needed: 2, most: 8 * 3600 });
  });

  it('needs a second admin where it weakens control', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`, 'teams'));
    const drafted = await sends('ben', form, { approval: 'auto' }, 'teams');
    expect(summary(drafted.privately)).toContain('another admin has to approve it');
  });

  it('makes something new', async () => {
    const form = formOf(await world.says('ben', 'policy create'));
    const drafted = await sends('ben', form, { item: 'Exchange\\New-*', approvalsNeeded: '2' });
    expect(linesIn(drafted.privately)['What changes']![0]).toContain('Exchange\\New-*');
    const nameless = await sends('ben', form, { item: ' ', approvalsNeeded: '2' });
    expect(refusedAs(nameless)).toBe('change-not-possible');
    expect(formOf(nameless).facts['wrong']).toBe('item');
  });

  it('changes who is in a group and where its prompts go, person by person', async () => {
    const form = formOf(await world.says('ben', 'group set "Exchange approvers"'));
    const sent = { members: 'ben, cara\ndan@example.com', slackChannel: 'T0001/C0NEW' };
    const drafted = await sends('ben', form, sent);
    expect(linesIn(drafted.privately)['What changes']).toEqual([
      'the group Exchange approvers',
      '• members: + dan',
      expect.stringMatching(/^• channels\.slack: .+ → T0001\/C0NEW$/u),
    ]);
    const unknown = await sends('ben', form, { members: 'ben\ncara\nnobody@example.com' });
    expect(refusedAs(unknown)).toBe('person-unknown');
    expect(formOf(unknown).facts['wrong']).toBe('members');
    const few = await sends('ben', form, { members: 'cara' });
    expect(refusedAs(few)).toBe('change-not-possible');
    const mistaken = await sends('ben', form, { slackChannel: 'somewhere' });
    expect(formOf(mistaken).facts['wrong']).toBe('slackChannel');
  });

  it('makes groups, targets and system accounts', async () => {
    const made = async (typed: string, filled: Record<string, string>) => {
      const form = formOf(await world.says('ben', typed));
      const drafted = await sends('ben', form, filled);
      return linesIn(drafted.privately)['What changes'];
    };
    const members = 'ben\ndan';
    const group = { item: 'Security', members, slackChannel: 'T0001/C0SECURITY' };
    expect(await made('group create', group)).toEqual(
      expect.arrayContaining(['• members: [ben, dan]']),
    );
    const target = {
      item: 'Exchange\\New-TransportRule',
      targetType: 'task',
      targetSettings: 'a b',
    };
    expect(await made('target add', target)).toEqual(
      expect.arrayContaining(['• type: task', '• settings: { a: b }']),
    );
    const account = { owner: 'ben@example.com', purpose: 'Nightly copy', until: '2030-01-01' };
    const backup = await made('system-account add backup', { ...account, targets: 'Warehouse\\*' });
    expect(backup).toEqual(
      expect.arrayContaining(['• owner: ben', '• reason: Nightly copy', '• durationMax: 1h']),
    );
  });

  it('changes a target and nothing else of it', async () => {
    const form = formOf(await world.says('ben', 'target set Search-Mailbox'));
    const drafted = await sends('ben', form, { description: 'Searches.' });
    expect(linesIn(drafted.privately)['What changes']).toEqual([
      'the target Exchange\\Search-Mailbox',
      expect.stringContaining('• description:'),
    ]);
  });

  it('with nothing changed changes nothing, and says so', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    const sent = filledIn(form);
    const texts = Object.entries(sent).map(([name, value]) => [name, (value ?? '') as string]);
    const reply = await sends('ben', form, Object.fromEntries(texts) as Record<string, string>);
    expect(refusedAs(reply)).toBe('change-nothing');
    expect(formOf(reply).facts).toMatchObject({ wrong: null });
  });

  it('says what is wrong at its field and keeps what was filled in', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    const reply = await sends('ben', form, { durationMax: '4x', approvalsNeeded: '2' });
    expect(refusedAs(reply)).toBe('change-not-possible');
    expect(formOf(reply).facts['wrong']).toBe('durationMax');
    expect(filledIn(formOf(reply))).toMatchObject({ durationMax: '4x', approvalsNeeded: '2' });
    const mended = await sends('ben', formOf(reply), { durationMax: '4h', approvalsNeeded: '2' });
    expect(refusedAs(mended)).toBe('allowed');
    expect(await refusals()).toMatchObject([
      { verb: 'policy-set', refused: 'change-not-possible' },
    ]);
  });

  it('leaves what somebody else changed in the meantime, where it was not touched', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    const theirs = await world.says('ana', `policy set ${pattern} approvals 2`);
    await pressesOn(world, 'ana', theirs.privately, 'send');
    const sent = filledIn(form) as Record<string, string>;
    const drafted = await sends('ben', form, { ...sent, requesters: '', decideWithin: '2h' });
    await pressesOn(world, 'ben', drafted.privately, 'send');
    expect(await rulesOf()).toEqual({ needed: 2, most: 8 * 3600, decide: 2 * 3600 });
  });

  it('is refused with the difference where both touched the same', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    const theirs = await world.says('ana', `policy set ${pattern} approvals 2`);
    await pressesOn(world, 'ana', theirs.privately, 'send');
    const reply = await sends('ben', form, { approvalsNeeded: '3' });
    expect(refusedAs(reply)).toBe('form-outdated');
    expect(JSON.stringify(reply.privately)).toContain('approvalsNeeded');
    expect(await rulesOf()).toMatchObject({ needed: 2 });
  });

  it('counts once, however often it comes', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    const press = parseFormValue((form.facts['press'] as ViewFacts)['value'], {
      durationMax: '4h',
    })!;
    const envelope = world.envelope('ben');
    const first = await world.inbound.changeForm(envelope, press);
    expect(await world.inbound.changeForm(envelope, press)).toEqual(first);
  });

  it('is refused and recorded when the role was taken in between', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    const { ana: by, ben: person } = world.made.persons;
    await world.db.database.transaction((tx) =>
      takeRole(tx, world.made.organisationId, { person, role: 'admin', by }),
    );
    const reply = await sends('ben', form, { approvalsNeeded: '2' });
    expect(refusedAs(reply)).toBe('needs-role');
    expect(reply.form ?? null).toBeNull();
    expect(await refusals()).toEqual([{ name: 'Ben', verb: 'policy-set', refused: 'needs-role' }]);
  });

  it('is nobody else’s to send, and none that was never made', async () => {
    const form = formOf(await world.says('ben', `policy set ${pattern}`));
    expect(refusedAs(await sends('ana', form, { approvalsNeeded: '2' }))).toBe('form-lapsed');
    const press = { is: 'send', verb: 'policy-set' as FormVerb, key: 'never', filled: {} } as const;
    const reply = await world.inbound.changeForm(world.envelope('ben'), press);
    expect(refusedAs(reply)).toBe('form-lapsed');
  });

  it('from a payload whose key no button can carry is not offered: help is', async () => {
    const envelope = world.envelope('ben', 'slack', 'a key with spaces');
    const command = { verb: 'settings-set', form: true, item: null, reason: null } as const;
    const reply = await world.inbound.command(envelope, command);
    expect(reply.privately?.screen).toBe('help');
    expect(reply.form ?? null).toBeNull();
  });
});
