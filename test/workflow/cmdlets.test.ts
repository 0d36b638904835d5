/** Microsoft's cmdlets on both platforms: what they do, what they answer, and who may not. */
import { type Reply } from '../../src/platforms/contract';
import { type ViewFacts } from '../../src/views/view';
import { giveRoles } from '../support/runs-elevate';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await giveRoles(world.db, world.made);
});
afterEach(() => world.close());

const platforms = ['slack', 'teams'] as const;
const ask =
  "New-ElevatedAccessRequest -Task 'Exchange\\Search-Mailbox' -Reason 'phishing' -DurationHours 2";
const refusedAs = (reply: Reply) => reply.privately?.facts['refused'] ?? 'allowed';

/** The objects of an answer, by the names of their properties. */
function objects(reply: Reply): Record<string, string>[] {
  expect(reply.privately?.screen).toBe('in-kind');
  return (reply.privately!.facts['objects'] as readonly ViewFacts[]).map(({ text }) =>
    Object.fromEntries(
      (text as string).split('\n').map((line) => {
        const [name, ...value] = line.split(' :');
        return [name!, value.join(' :').trim()];
      }),
    ),
  );
}

const idOf = async (request: number) => (await world.snapshot(request)).id;

async function refusals(): Promise<unknown[]> {
  const found = await world.db.query<{ verb: string; refused: string }>(
    `select facts->>'verb' as verb, facts->>'refused' as refused
     from elevate.audit_events where kind = 'request.refused' order by seq`,
  );
  return found.map(({ verb, refused }) => `${verb} ${refused}`);
}

describe('New-ElevatedAccessRequest', () => {
  it.each(platforms)(
    'typed on %s asks for the task, for as many hours, with the reason',
    async (on) => {
      const reply = await world.says('ana', ask, on);
      expect(reply.privately?.screen).toBe('receipt');
      expect(await world.snapshot(1)).toMatchObject({
        state: 'pending',
        durationS: 7200,
        reason: 'phishing',
        target: { name: 'Exchange\\Search-Mailbox' },
      });
    },
  );

  it('takes the policy’s usual length where it says none', async () => {
    await world.says('ana', "New-ElevatedAccessRequest -Task 'Search-Mailbox' -Reason x");
    expect(await world.snapshot(1)).toMatchObject({ durationS: 14_400, durationWasDefault: true });
  });

  it('opens nothing when a parameter of it is unknown', async () => {
    const reply = await world.says('ana', `${ask} -Ticket INC-1`);
    expect(refusedAs(reply)).toBe('cmdlet-parameter-unknown');
    expect(await world.db.query('select from elevate.requests')).toEqual([]);
  });
});

describe('Get-ElevatedAccessRequest', () => {
  beforeEach(async () => {
    await world.says('ana', ask);
  });

  it.each(platforms)('on %s shows one request, by number and by id', async (on) => {
    const expected = {
      Identity: 'ELV-1',
      RequestorUPN: 'ana@example.com',
      Service: 'Exchange',
      RequestedAccess: 'Exchange\\Search-Mailbox',
      Type: 'Task',
      DurationHours: '2',
      Reason: 'phishing',
      RequestStatus: 'Pending',
      RequestedFor: 'ana@example.com',
    };
    for (const name of ['ELV-1', '1', await idOf(1)]) {
      const reply = await world.says('ana', `Get-ElevatedAccessRequest -Identity ${name}`, on);
      expect(objects(reply)).toEqual([expect.objectContaining(expected)]);
    }
  });

  it('shows the properties that were chosen, and no other', async () => {
    const typed = 'Get-ElevatedAccessRequest -Identity ELV-1 | select RequestStatus';
    expect(objects(await world.says('ana', typed))).toEqual([{ RequestStatus: 'Pending' }]);
  });

  it('lists one’s own and those of one’s groups, and only of the wanted status', async () => {
    await world.says('ana', ask);
    await world.presses('ben', 'deny', 2, { reason: 'no' });
    const list = async (person: PersonKey, pipe = '') =>
      objects(await world.says(person, `Get-ElevatedAccessRequest ${pipe}`)).map(
        ({ Identity, RequestStatus }) => `${Identity} ${RequestStatus}`,
      );
    expect(await list('ana')).toEqual(['ELV-2 Denied', 'ELV-1 Pending']);
    expect(await list('ben', "| ?{$_.RequestStatus -eq 'Pending'}")).toEqual(['ELV-1 Pending']);
    expect(await list('ben', '| where RequestStatus -eq Expired')).toEqual([]);
    expect(await list('dan')).toEqual([]);
  });

  it('says how many there are where it shows some', async () => {
    for (let more = 0; more < 6; more += 1) await world.says('ana', ask);
    const reply = await world.says('ana', 'Get-ElevatedAccessRequest');
    expect(objects(reply)).toHaveLength(5);
    expect(reply.privately!.notification).toBe('Get-ElevatedAccessRequest: 7 found');
    expect(JSON.stringify(reply.privately!.facts['more'])).toContain('and 2\u00A0more');
  });

  it('tells somebody else nothing by number, and by id not even the number', async () => {
    const id = await idOf(1);
    for (const name of ['ELV-1', id]) {
      const reply = await world.says('dan', `Get-ElevatedAccessRequest -Identity ${name}`);
      expect(refusedAs(reply)).toBe('unknown-request');
      expect(JSON.stringify(reply)).not.toContain('phishing');
      if (name === id) expect(JSON.stringify(reply)).not.toContain('ELV-1');
    }
    expect(await refusals()).toEqual(['show unknown-request', 'show unknown-request']);
  });

  it('is answered to no guest and to no account of nobody', async () => {
    world.slack.kinds.set(world.made.accounts.ben.slack.user, 'guest');
    for (const typed of ['Get-ElevatedAccessRequest', 'Get-ElevatedAccessRequest 1']) {
      expect(refusedAs(await world.says('ben', typed))).toBe('guest');
    }
    await world.db.query('delete from elevate.accounts');
    const id = await idOf(1);
    for (const typed of ['Get-ElevatedAccessRequest', `Get-ElevatedAccessRequest ${id}`]) {
      expect(refusedAs(await world.says('cara', typed))).toBe('unlinked-account');
    }
    expect(await refusals()).toHaveLength(4);
  });

  it('writes nothing', async () => {
    const before = await world.db.query('select count(*) from elevate.audit_events');
    await world.says('ana', 'Get-ElevatedAccessRequest -Identity ELV-1');
    await world.says('ben', 'Get-ElevatedAccessRequest');
    expect(await world.db.query('select count(*) from elevate.audit_events')).toEqual(before);
  });
});

describe('Approve- and Deny-ElevatedAccessRequest', () => {
  beforeEach(async () => {
    await world.says('ana', ask);
  });

  it.each(platforms)(
    'typed on %s show the prompt with its buttons, say so, and decide nothing',
    async (on) => {
      for (const verb of ['Approve', 'Deny']) {
        const typed = `${verb}-ElevatedAccessRequest -RequestId ${await idOf(1)} -Comment 'fine'`;
        const { privately } = await world.says('ben', typed, on);
        expect(privately).toMatchObject({
          screen: 'approval-prompt',
          facts: { approve: { verb: 'approve' }, deny: { verb: 'deny' } },
        });
        const said = JSON.stringify(privately!.facts['typed']);
        expect(said).toContain('Nothing is decided yet.');
        expect(said).toContain('The comment was not kept');
      }
      expect(await world.snapshot(1)).toMatchObject({ state: 'pending', decisions: [] });
      expect(await world.audited(1)).toEqual(['request.opened']);
    },
  );

  it('bring the button of what is stored now, which then decides', async () => {
    const { privately } = await world.says('ben', 'Approve-ElevatedAccessRequest -RequestId 1');
    expect(JSON.stringify(privately!.facts['typed'])).not.toContain('comment');
    const { digest } = privately!.facts['approve'] as { readonly digest: string };
    const reply = await world.presses('ben', 'approve', 1, { digest });
    expect(reply.screen?.facts['typed']).toEqual([]);
    expect(await world.snapshot(1)).toMatchObject({ state: 'approved' });
  });

  it.each<[string, PersonKey, string]>([
    ['whoever asked', 'ana', 'own-request'],
    ['somebody whom nobody asked', 'dan', 'unknown-request'],
    ['somebody disabled', 'eve', 'disabled'],
  ])('are refused to %s, on the record', async (_who, person, refused) => {
    const reply = await world.says(person, 'Approve-ElevatedAccessRequest -RequestId ELV-1');
    expect(refusedAs(reply)).toBe(refused);
    await world.says(person, 'Deny-ElevatedAccessRequest -RequestId ELV-1');
    const recorded = await refusals();
    expect(recorded).toHaveLength(2);
    expect(recorded[0]).toMatch(/^approve /u);
    expect(recorded[1]).toMatch(/^deny /u);
  });

  it('are refused once it is decided, to a guest, and for what nobody has', async () => {
    await world.presses('ben', 'approve', 1);
    const approve = async (id: string) =>
      refusedAs(await world.says('cara', `Approve-ElevatedAccessRequest -RequestId ${id}`));
    expect(await approve('ELV-1')).toBe('already-decided');
    expect(await approve('ELV-7')).toBe('unknown-request');
    expect(await approve('28560ed0-419d-4cc3-8f5b-603911cbd450')).toBe('unknown-request');
    world.slack.kinds.set(world.made.accounts.cara.slack.user, 'guest');
    expect(await approve('ELV-1')).toBe('guest');
  });
});

describe('authorizations', () => {
  beforeEach(async () => {
    await world.says('ana', ask);
    await world.presses('ben', 'approve', 1);
    await world.settle();
    await world.says('ana', ask);
  });

  it('are what was granted, for whoever holds it and for those who decide', async () => {
    const expected = {
      AuthorizedBy: 'ben@example.com',
      Type: 'Task',
      AuthorizedAccess: 'Exchange\\Search-Mailbox',
      Revoked: 'False',
      RevokedBy: '',
      Identity: 'ELV-1',
      AuthorizedFor: 'ana@example.com',
      Status: 'Active',
    };
    for (const person of ['ana', 'ben'] as const) {
      for (const typed of ['', ' -RequestId ELV-1']) {
        const reply = await world.says(person, `Get-ElevatedAccessAuthorization${typed}`);
        expect(objects(reply)).toEqual([expect.objectContaining(expected)]);
      }
    }
    const none = await world.says('ana', 'Get-ElevatedAccessAuthorization -RequestId ELV-2');
    expect(objects(none)).toEqual([]);
  });

  it.each(platforms)(
    'are revoked on %s at once, with the comment, by those who decide',
    async (on) => {
      const typed = `Revoke-ElevatedAccessAuthorization -Comment 'it is done' -RequestId ${await idOf(1)}`;
      const reply = await world.says('cara', typed, on);
      expect(reply.privately?.screen).toBe('approval-active');
      await world.settle();
      expect([...world.exchange.holders]).toEqual([]);
      const answer = await world.says('ana', 'Get-ElevatedAccessAuthorization ELV-1');
      expect(objects(answer)).toEqual([
        expect.objectContaining({
          Revoked: 'True',
          RevokedBy: 'cara@example.com',
          RevocationComment: 'it is done',
          Status: 'Ended',
        }),
      ]);
    },
  );

  it('are not revoked without a comment, nor by somebody else', async () => {
    const revoke = async (person: PersonKey, rest: string) =>
      refusedAs(await world.says(person, `Revoke-ElevatedAccessAuthorization ELV-1 ${rest}`));
    expect(await revoke('ben', '')).toBe('revoke-reason-required');
    expect(await revoke('dan', '-Comment x')).toBe('unknown-request');
    expect((await world.snapshot(1)).grant).toMatchObject({ state: 'active' });
    expect(await refusals()).toEqual(['revoke revoke-reason-required', 'revoke may-not-revoke']);
  });
});

/** Who may, as with the verbs that these are. */
const allowed: Readonly<Record<PersonKey, string>> = {
  ana: 'allowed',
  ben: 'allowed',
  cara: 'allowed',
  dan: 'needs-role',
  eve: 'disabled',
};

const ofConfiguration: Readonly<Record<string, string>> = {
  'policy-list': 'Get-ElevatedAccessApprovalPolicy',
  'policy-show': 'Get-ElevatedAccessApprovalPolicy -Identity Search-Mailbox',
  'settings-show': 'Get-OrganizationConfig | fl ElevatedAccessControl',
};

describe('what is configured', () => {
  it.each(platforms)(
    'is for those with a role on %s, as the verbs are, refusals on the record',
    async (on) => {
      const people = Object.keys(allowed) as readonly PersonKey[];
      const recorded: string[] = [];
      for (const person of people) {
        for (const [verb, typed] of Object.entries(ofConfiguration)) {
          const cell = [person, typed, refusedAs(await world.says(person, typed, on))];
          expect(cell).toEqual([person, typed, allowed[person]]);
          if (allowed[person] !== 'allowed') recorded.push(`${verb} ${allowed[person]}`);
        }
      }
      expect(await refusals()).toEqual(recorded);
    },
  );

  it('is shown with Microsoft’s names', async () => {
    const policies = objects(await world.says('cara', 'Get-ElevatedAccessApprovalPolicy'));
    expect(policies).toHaveLength(2);
    expect(policies[0]).toMatchObject({
      Task: 'Exchange\\Search-*',
      ApprovalType: 'Manual',
      ApproverGroup: 'Exchange approvers',
      DefaultDurationHours: '4',
    });
    const one = 'Get-ElevatedAccessApprovalPolicy -Identity Search-Mailbox | fl Task';
    expect(objects(await world.says('cara', one))).toEqual([{ Task: 'Exchange\\Search-*' }]);
    const all = objects(
      await world.says('ben', 'Get-OrganizationConfig | fl ElevatedAccessControl'),
    );
    expect(all).toEqual([
      {
        ElevatedAccessControl: expect.stringContaining('AdminGroup: Exchange approvers') as string,
      },
    ]);
    const expanded = 'Get-OrganizationConfig | select -ExpandProperty ElevatedAccessControl';
    expect(objects(await world.says('ben', expanded))).toEqual([
      expect.objectContaining({ Enabled: 'True', SystemAccounts: '{}', ApprovalPolicies: '2' }),
    ]);
  });

  it('says whether Elevate is switched on', async () => {
    const enabled = async () => {
      const typed = 'Get-OrganizationConfig | select -ExpandProperty ElevatedAccessControl';
      return objects(await world.says('ben', typed))[0]!['Enabled'];
    };
    expect(await enabled()).toBe('True');
    await world.db.query(
      `insert into elevate.settings
       select (jsonb_populate_record(s, jsonb_build_object(
         'version', s.version + 1, 'value', s.value || '{"enabled": false}'))).*
       from elevate.settings s order by s.version desc limit 1`,
    );
    expect(await enabled()).toBe('False');
  });

  it('names what there is when a policy is unknown', async () => {
    const reply = await world.says('cara', "Get-ElevatedAccessApprovalPolicy -Identity 'x\\*'");
    expect(refusedAs(reply)).toBe('unknown-policy');
  });
});
