/** Approver groups whose people come from a real Active Directory: Samba. */
import { Attribute, Change, Client } from 'ldapts';
import { v7 as uuidv7 } from 'uuid';
import { connectorKinds } from '../../src/connectors/registry';
import { createActiveDirectorySource } from '../../src/directory/active-directory';
import { type Reply } from '../../src/platforms/contract';
import { applyConfiguration } from '../../src/workflow/apply-configuration';
import { elevate } from '../support/command-line';
import { testDatabase } from '../support/database';
import { describeWithSamba, startSamba, type Samba } from '../support/samba';
import { administrator, domain, groupDn, idOf, personDn, reader } from '../support/samba-entries';
import { type PersonKey } from '../support/seed';
import { createWorld, type World } from '../support/world';

describeWithSamba('approvers from Active Directory', () => {
  let samba: Samba;
  let admin: Client;
  let world: World | null = null;
  const ownersId = uuidv7();

  const url = () => `ldaps://127.0.0.1:${samba.ldaps.port}`;

  beforeAll(async () => {
    samba = await startSamba();
    admin = new Client({ url: url(), tlsOptions: { ca: [samba.ca] } });
    await admin.bind(administrator.bind, administrator.password);
  });
  afterAll(async () => {
    await admin?.unbind();
    await samba?.stop();
  });

  /** By key of the test who they are there: Ben is five levels down, Cara nowhere, Dan owns the default group, by name. */
  const names = { Ben: 'Ana', Cara: 'Cara', Dan: 'Ben' } as const;

  async function start(): Promise<void> {
    const place = { url: url(), ca: samba.ca, ...reader, base: domain.base };
    const key = `${domain.name}/${await idOf(admin, groupDn('Level1'))}`;
    const ids = new Map<string, string>();
    for (const [name, there] of Object.entries(names)) {
      ids.set(name, await idOf(admin, personDn(there)));
    }
    const made = await createWorld({
      sources: [createActiveDirectorySource(place)],
      change: (rows) => ({
        ...rows,
        organisation: { ...rows.organisation, defaultApproverGroupId: ownersId },
        accounts: [
          ...rows.accounts,
          ...rows.persons.flatMap(({ id, name }) => {
            const userKey = ids.get(name);
            const account = { personId: id, system: 'ad', tenant: '' };
            return userKey === undefined ? [] : [{ ...account, userKey }];
          }),
        ],
        groups: [
          { ...rows.groups[0]!, memberIds: [], outside: [{ kind: 'ad', key }] },
          {
            id: ownersId,
            name: 'Owners',
            memberIds: rows.persons.filter(({ name }) => name === 'Dan').map(({ id }) => id),
            channels: rows.groups[0]!.channels,
          },
        ],
      }),
    });
    world = made;
    await made.settle();
    await made.says('ana', 'Search-Mailbox 4h phishing');
    await made.settle();
  }
  afterEach(async () => {
    await world?.close();
    world = null;
  });

  const approves = (person: PersonKey): Promise<Reply> => world!.presses(person, 'approve', 1);
  const refusedAs = (reply: Reply) => reply.privately?.facts['refused'] ?? 'allowed';
  const stateNow = async () => (await world!.snapshot(1)).state;

  function cara(operation: 'add' | 'delete') {
    const modification = new Attribute({ type: 'member', values: [personDn('Cara')] });
    return admin.modify(groupDn('Level3'), new Change({ operation, modification }));
  }

  it('has whoever is five levels down decide, and nobody who was removed since the prompt', async () => {
    await cara('add');
    await start();
    // By their listing.
    expect((await world!.snapshot(1)).approverGroup.size).toBe(3);
    await cara('delete');
    expect(refusedAs(await approves('cara'))).toBe('not-an-approver');
    expect(await stateNow()).toBe('pending');
    expect(refusedAs(await approves('ben'))).toBe('allowed');
    expect(await stateNow()).toBe('approved');
  });

  it('has nobody decide while the server is away, and says which source that is', async () => {
    await start();
    samba.ldaps.cut();
    try {
      const reply = await approves('ben');
      expect(refusedAs(reply)).toBe('directory-unavailable');
      expect(JSON.stringify(reply.privately)).toContain('Active Directory');
      expect(await stateNow()).toBe('pending');
    } finally {
      samba.ldaps.restore();
    }
    expect(refusedAs(await approves('ben'))).toBe('allowed');
    expect(await stateNow()).toBe('approved');
  });

  it('is what doctor lists, group by group, or says why it cannot', async () => {
    const again = new Client({ url: url(), tlsOptions: { ca: [samba.ca] } });
    const db = await testDatabase({ poolSize: 2 });
    try {
      await again.bind(administrator.bind, administrator.password);
      const key = `${domain.name}/${await idOf(again, groupDn('Level1'))}`;
      const text = JSON.stringify({
        organisation: {
          name: 'Example',
          defaultApproverGroup: 'Owners',
          directories: {
            ad: {
              ...{ url: url(), bind: reader.bind, base: domain.base },
              ...{ password: 'env:AD_PASSWORD', ca: 'env:AD_CA' },
            },
          },
        },
        people: [{ key: 'zoe', name: 'Zoe', line: 'zoe@example.com' }],
        approverGroups: [
          { name: 'Owners', sources: [`ad:${key}`], channels: { slack: 'T0001/C00OWN' } },
        ],
      });
      const source = { text, source: 'elevate.yaml', kinds: connectorKinds };
      await applyConfiguration(db.database, source);
      const doctor = (password: string) =>
        elevate('doctor', { DATABASE_URL: db.url, AD_PASSWORD: password, AD_CA: samba.ca });
      expect((await doctor(reader.password)).said).toContain(
        `ok       Active Directory: ${key} has 4 people`,
      );
      expect((await doctor('wrong')).said).toContain(
        `ATTEND   Active Directory: unauthorized (ldap_49): ${key}`,
      );
      expect((await doctor('')).said).toContain('ATTEND   AD_PASSWORD is not set');
    } finally {
      await again.unbind();
      await db.drop();
    }
  }, 120_000);
});
