/** Groups of Active Directory from a real domain controller: Samba. */
import { Attribute, Change, Client } from 'ldapts';
import { type SourceReading } from '../../src/directory/contract';
import {
  createActiveDirectorySource,
  type ActiveDirectoryOptions,
} from '../../src/directory/active-directory';
import { describeWithSamba, startSamba, type Samba } from '../support/samba';
import {
  administrator,
  domain,
  elsewhere,
  groupDn,
  idOf as idThere,
  manyCount,
  oddGroup,
  personDn,
  reader,
} from '../support/samba-entries';
import { until } from '../support/third-party-program';

describeWithSamba('Active Directory by Samba', () => {
  let samba: Samba;
  let admin: Client;
  let source: ReturnType<typeof createActiveDirectorySource>;

  beforeAll(async () => {
    samba = await startSamba();
    admin = new Client({ url: options().url, tlsOptions: { ca: [samba.ca] } });
    await admin.bind(administrator.bind, administrator.password);
    source = createActiveDirectorySource(options());
  });

  afterAll(async () => {
    await admin?.unbind();
    await samba?.stop();
  });

  function options(): ActiveDirectoryOptions {
    const url = `ldaps://127.0.0.1:${samba.ldaps.port}`;
    return { url, ca: samba.ca, ...reader, base: domain.base };
  }

  const idOf = (dn: string) => idThere(admin, dn);

  async function keyOf(group: string): Promise<string> {
    return `${domain.name}/${await idOf(groupDn(group))}`;
  }

  const signal = () => AbortSignal.timeout(20_000);

  async function accountOf(dn: string) {
    return { system: 'ad', tenant: '', user: await idOf(dn) };
  }

  /** Which of the groups somebody is in, by name. */
  async function read(
    person: string,
    groups: readonly string[],
    asked = source,
  ): Promise<SourceReading> {
    const accounts = [await accountOf(personDn(person))];
    const keys = await Promise.all(groups.map(keyOf));
    const reading = await asked.read({ accounts, keys }, signal());
    return { ...reading, memberOf: groups.filter((_, at) => reading.memberOf.includes(keys[at]!)) };
  }

  async function list(group: string, asked = source): Promise<(readonly string[])[]> {
    const pages: (readonly string[])[] = [];
    for await (const page of asked.list(await keyOf(group), signal())) {
      pages.push(page.map(({ user }) => user));
    }
    return pages;
  }

  async function idsOf(names: readonly string[]): Promise<string[]> {
    return (await Promise.all(names.map((name) => idOf(personDn(name))))).sort();
  }

  function change(dn: string, operation: 'add' | 'delete' | 'replace', type: string, to: string) {
    const modification = new Attribute({ type, values: [to] });
    return admin.modify(dn, new Change({ operation, modification }));
  }

  const levels = ['Level1', 'Level2', 'Level3', 'Level4', 'Level5'];

  describe('who is in a group', () => {
    it('finds whoever is five levels down in each of the five, and whoever is in the first in that alone', async () => {
      expect(await read('Ana', levels)).toEqual({ memberOf: levels, disabled: false });
      expect(await read('Ben', levels)).toEqual({ memberOf: ['Level1'], disabled: false });
      expect(await read('Cara', levels)).toEqual({ memberOf: [], disabled: false });
    });

    it('lists everybody of five levels who is enabled', async () => {
      const expected = await idsOf(['Ana', 'Ben', 'Fay moved', 'Gus locked out']);
      expect((await list('Level1')).flat().sort()).toEqual(expected);
    });

    it('comes to an end where groups are in themselves', async () => {
      const circle = ['Circle1', 'Circle2', 'Circle3'];
      expect(await read('Hana', circle)).toEqual({ memberOf: circle, disabled: false });
      expect(await read('Ana', circle)).toEqual({ memberOf: [], disabled: false });
      for (const one of circle) expect((await list(one)).flat()).toEqual(await idsOf(['Hana']));
    });

    it('lists 5,000 members by pages, and finds one of them', async () => {
      const pages = await list('Many');
      expect(new Set(pages.flat()).size).toBe(manyCount);
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(500);
      expect(await read('Many 4711', ['Many'])).toEqual({ memberOf: ['Many'], disabled: false });
    });

    it('lists nobody in a group without members, and says of one that is gone that it is', async () => {
      expect((await list('Empty')).flat()).toEqual([]);
      const gone = `${domain.name}/00000000-0000-4000-8000-000000000000`;
      await expect(drain(source.list(gone, signal()))).rejects.toMatchObject({
        kind: 'not_found',
        code: 'group_gone',
      });
      const accounts = [await accountOf(personDn('Ana'))];
      const keys = [gone, await keyOf('Level5')];
      expect(await source.read({ accounts, keys }, signal())).toEqual({
        memberOf: [keys[1]],
        disabled: false,
      });
    });

    it('counts a removed member from that moment on no more', async () => {
      await change(groupDn('Level2'), 'add', 'member', personDn('Cara'));
      expect((await read('Cara', levels)).memberOf).toEqual(['Level1', 'Level2']);
      await change(groupDn('Level2'), 'delete', 'member', personDn('Cara'));
      expect((await read('Cara', levels)).memberOf).toEqual([]);
      expect((await list('Level1')).flat()).not.toContain(await idOf(personDn('Cara')));
    });

    it('knows people and groups by their ids after they were moved and renamed', async () => {
      const accounts = [await accountOf(personDn('Fay moved'))];
      const keys = [await keyOf('Level1'), await keyOf('Level5')];
      await admin.modifyDN(personDn('Fay moved'), `CN=Fay,${elsewhere}`);
      await admin.modifyDN(groupDn('Level5'), `CN=Innermost,${elsewhere}`);
      try {
        const reading = await source.read({ accounts, keys }, signal());
        expect(reading).toEqual({ memberOf: keys, disabled: false });
      } finally {
        await admin.modifyDN(`CN=Innermost,${elsewhere}`, groupDn('Level5'));
      }
    });

    it('takes a name that is full of signs as a name', async () => {
      expect(await read('Ana', [oddGroup])).toEqual({ memberOf: [oddGroup], disabled: false });
      expect((await read('Ben', [oddGroup])).memberOf).toEqual([]);
      expect((await list(oddGroup)).flat()).toEqual(await idsOf(['Ana']));
    });

    it.each(['*', '*)(objectClass=*', 'GUID=', ''])(
      'asks nothing about %j as an id',
      async (user) => {
        const keys = [await keyOf('Level1'), `${domain.name}/${user}`];
        const accounts = [{ system: 'ad', tenant: '', user }];
        const reading = await source.read({ accounts, keys }, signal());
        expect(reading).toEqual({ memberOf: [], disabled: true });
      },
    );

    it('asks nobody about people who have no account there', async () => {
      const before = samba.ldaps.taken;
      const away = createActiveDirectorySource(options());
      const accounts = [{ system: 'teams', tenant: 't', user: await idOf(personDn('Ana')) }];
      const reading = await away.read({ accounts, keys: [await keyOf('Level1')] }, signal());
      expect(reading).toEqual({ memberOf: [], disabled: false });
      expect(samba.ldaps.taken).toBe(before);
    });

    it('counts nobody and no group that is not below the base', async () => {
      const groupsOnly = { ...options(), base: `OU=Groups,${domain.base}` };
      const peopleOnly = { ...options(), base: `OU=People,${domain.base}` };
      const [groups, people] = [groupsOnly, peopleOnly].map(createActiveDirectorySource);
      expect(await read('Ana', ['Level1'], groups)).toEqual({ memberOf: [], disabled: true });
      expect(await read('Ana', ['Level1'], people)).toEqual({ memberOf: [], disabled: false });
      expect((await list('Level1', groups)).flat()).toEqual([]);
    });
  });

  describe('whose account counts', () => {
    it.each(['Dora disabled', 'Emil expired'])('has %s in no group', async (name) => {
      expect(await read(name, levels)).toEqual({ memberOf: [], disabled: true });
    });

    it('lets whoever is locked out for a while decide: anybody can lock them out', async () => {
      const { searchEntries } = await admin.search(personDn('Gus locked out'), {
        scope: 'base',
        attributes: ['lockoutTime'],
      });
      expect(searchEntries[0]!['lockoutTime']).not.toBe('0');
      expect(await read('Gus locked out', levels)).toEqual({ memberOf: levels, disabled: false });
    });

    it('has an account that is disabled, and one that was deleted, count from that moment on no more', async () => {
      const [first] = await idsOf(['Many 1']);
      const accounts = [{ system: 'ad', tenant: '', user: first! }];
      const keys = [await keyOf('Many')];
      const now = () => source.read({ accounts, keys }, signal());
      expect(await now()).toEqual({ memberOf: keys, disabled: false });
      await change(personDn('Many 1'), 'replace', 'userAccountControl', '546');
      expect(await now()).toEqual({ memberOf: [], disabled: true });
      await change(personDn('Many 1'), 'replace', 'userAccountControl', '544');
      expect(await now()).toEqual({ memberOf: keys, disabled: false });
      await admin.del(personDn('Many 1'));
      expect(await now()).toEqual({ memberOf: [], disabled: true });
    });

    it('lets one of two accounts of a person count while the other is disabled', async () => {
      const accounts = [
        await accountOf(personDn('Dora disabled')),
        await accountOf(personDn('Ben')),
      ];
      const keys = [await keyOf('Level1'), await keyOf('Level5')];
      const reading = await source.read({ accounts, keys }, signal());
      expect(reading).toEqual({ memberOf: [keys[0]], disabled: false });
    });
  });

  describe('connections', () => {
    const ask = async (asked: typeof source, within = signal()) => {
      const keys = [await keyOf('Level1')];
      return asked.read({ accounts: [await accountOf(personDn('Ana'))], keys }, within);
    };
    it('keeps one for all that is asked, also at once', async () => {
      const kept = createActiveDirectorySource(options());
      const before = samba.ldaps.taken;
      await Promise.all([ask(kept), ask(kept), ask(kept)]);
      await ask(kept);
      expect(samba.ldaps.taken).toBe(before + 1);
    });

    it('opens a new one, and is signed in there, after the kept one was ended', async () => {
      const cut = createActiveDirectorySource(options());
      await ask(cut);
      samba.ldaps.cut();
      samba.ldaps.restore();
      await reconnect();
      expect(await ask(cut)).toMatchObject({ disabled: false, memberOf: [expect.any(String)] });
    });

    it('is encrypted before anything is said where the address is not', async () => {
      const url = `ldap://127.0.0.1:${samba.ldap.port}`;
      const before = samba.ldap.taken;
      const started = createActiveDirectorySource({ ...options(), url });
      expect(await ask(started)).toMatchObject({ memberOf: [expect.any(String)] });
      expect(samba.ldap.taken).toBe(before + 1);
      const wrong = createActiveDirectorySource({ ...options(), url, ca: samba.otherCa });
      await expect(ask(wrong)).rejects.toMatchObject({ kind: 'unauthorized' });
    });

    it('trusts nobody whose certificate another authority gave, or that is for another name', async () => {
      const other = createActiveDirectorySource({ ...options(), ca: samba.otherCa });
      await expect(ask(other)).rejects.toMatchObject({
        system: 'Active Directory',
        kind: 'unauthorized',
        code: expect.stringMatching(/SIGNATURE|CERT/) as string,
      });
      const url = `ldaps://localhost:${samba.ldaps.port}`;
      const named = createActiveDirectorySource({ ...options(), url });
      await expect(ask(named)).rejects.toMatchObject({
        kind: 'unauthorized',
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    });

    it('says that the password is wrong, and leaves nothing open', async () => {
      const wrong = createActiveDirectorySource({ ...options(), password: 'wrong' });
      await expect(ask(wrong)).rejects.toMatchObject({ kind: 'unauthorized', code: 'ldap_49' });
      await expect(drain(wrong.list(await keyOf('Level1'), signal()))).rejects.toMatchObject({
        kind: 'unauthorized',
      });
      const before = samba.ldaps.open;
      await ask(wrong).catch(() => undefined);
      await until('its connection to end', () => samba.ldaps.open <= before || null);
    });

    it('does not answer while the server is away, and does again when it is back', async () => {
      const asked = createActiveDirectorySource(options());
      const keys = [await keyOf('Level1')];
      const accounts = [await accountOf(personDn('Ana'))];
      samba.ldaps.cut();
      await expect(asked.read({ accounts, keys }, signal())).rejects.toMatchObject({
        system: 'Active Directory',
        kind: 'unavailable',
      });
      samba.ldaps.restore();
      await reconnect();
      expect(await ask(asked)).toMatchObject({ memberOf: keys });
    });

    it('ends by its deadline when the server says nothing more, and asks anew afterwards', async () => {
      const asked = createActiveDirectorySource(options());
      const keys = [await keyOf('Level1')];
      const accounts = [await accountOf(personDn('Ana'))];
      await asked.read({ accounts, keys }, signal());
      samba.ldaps.silence();
      const began = performance.now();
      const late = asked.read({ accounts, keys }, AbortSignal.timeout(300));
      await expect(late).rejects.toMatchObject({ kind: 'unavailable', code: 'deadline' });
      expect(performance.now() - began).toBeLessThan(2_000);
      samba.ldaps.restore();
      await reconnect();
      expect(await asked.read({ accounts, keys }, signal())).toMatchObject({ memberOf: keys });
    });

    it('gives up a listing in which the server goes away', async () => {
      const asked = createActiveDirectorySource(options());
      const pages = asked.list(await keyOf('Many'), signal())[Symbol.asyncIterator]();
      expect((await pages.next()).value).toHaveLength(500);
      samba.ldaps.cut();
      const rest = (async () => {
        while ((await pages.next()).done !== true);
      })();
      await expect(rest).rejects.toMatchObject({ kind: 'unavailable' });
      samba.ldaps.restore();
      await reconnect();
    });

    it('does not follow a domain controller to where it says that there is more', async () => {
      const { searchReferences } = await admin.search(domain.base, {
        scope: 'sub',
        filter: '(cn=Ana)',
      });
      expect(searchReferences).not.toEqual([]);
      const before = samba.ldaps.taken;
      await list('Circle1', createActiveDirectorySource(options()));
      expect(samba.ldaps.taken).toBe(before + 1);
    });

    async function reconnect(): Promise<void> {
      await admin.unbind().catch(() => undefined);
      admin = new Client({ url: options().url, tlsOptions: { ca: [samba.ca] } });
      await admin.bind(administrator.bind, administrator.password);
    }
  });
});

async function drain(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const page of pages) void page;
}
