import { createCatalogue, type NamedTarget } from '../../src/elevation/catalogue';
import { noTerms, type Policy } from '../../src/elevation/model';
import { now, policy } from './samples';

function named(name: string): NamedTarget {
  return { id: `id of ${name}`, name, bareName: name.slice(name.indexOf('\\') + 1) };
}

const targets = [
  'Exchange\\Audit-Mailbox',
  'Exchange\\Mailbox-Import',
  'Exchange\\New-Mailbox',
  'Exchange\\Search-Mailbox',
  'Warehouse\\mail_rw',
  'Warehouse\\prod_rw',
].map(named);

const everything = policy({ id: 'everything', pattern: '*' });

function found(
  typed: string,
  policies: readonly Policy[] = [everything],
  more: { groupIds?: string[]; most?: number } = {},
): readonly string[] {
  const catalogue = createCatalogue(policies);
  catalogue.add(targets);
  const { groupIds = [], most = 20 } = more;
  return catalogue.find({ typed, groupIds, now, most }).map(({ name }) => name);
}

describe('what is typed finds', () => {
  test('names that begin with it before names that hold it', () => {
    expect(found('mail')).toEqual([
      'Exchange\\Mailbox-Import',
      'Warehouse\\mail_rw',
      'Exchange\\Audit-Mailbox',
      'Exchange\\New-Mailbox',
      'Exchange\\Search-Mailbox',
    ]);
  });

  test('the workload, and a name behind its workload', () => {
    expect(found('ware')).toEqual(['Warehouse\\mail_rw', 'Warehouse\\prod_rw']);
    expect(found('exchange\\NEW')).toEqual(['Exchange\\New-Mailbox']);
  });

  test('the same in any case, width and with spaces around', () => {
    expect(found('  SEARCH-mail ')).toEqual(['Exchange\\Search-Mailbox']);
    expect(found('ｓｅａｒｃｈ')).toEqual(['Exchange\\Search-Mailbox']);
  });

  test('everything while nothing is typed, and nothing for what no name holds', () => {
    expect(found('')).toEqual(targets.map(({ name }) => name));
    expect(found('*')).toEqual([]);
    expect(found('x'.repeat(100_000))).toEqual([]);
  });

  test('no more than asked for, and those that begin with it go first', () => {
    expect(found('mail', [everything], { most: 3 })).toEqual([
      'Exchange\\Mailbox-Import',
      'Warehouse\\mail_rw',
      'Exchange\\Audit-Mailbox',
    ]);
    expect(found('', [everything], { most: 2 })).toHaveLength(2);
  });
});

describe('only what this person may ask for is found', () => {
  test('nothing that no policy covers', () => {
    expect(found('', [])).toEqual([]);
    expect(found('', [policy({ pattern: 'Warehouse\\*' })])).toEqual([
      'Warehouse\\mail_rw',
      'Warehouse\\prod_rw',
    ]);
  });

  test('nothing that is denied, however special the policy is that allows it', () => {
    const exact = policy({ id: 'exact', pattern: 'Warehouse\\prod_rw' });
    const denied = policy({ id: 'denied', pattern: 'Warehouse\\*' }, { approval: 'deny' });
    expect(found('rw', [everything, exact, denied])).toEqual([]);
  });

  function forGroup(groupId: string, until: string | null = null): Policy {
    const requesters = [{ groupId, until }];
    const terms = { ...noTerms, requesters };
    return policy({ id: 'special', pattern: 'Exchange\\Search-*' }, { terms });
  }

  test('nothing that other groups may ask for, by the policy that is the most special one', () => {
    const policies = [everything, forGroup('on-call')];
    expect(found('search', policies)).toEqual([]);
    expect(found('search', policies, { groupIds: ['on-call'] })).toHaveLength(1);
    expect(found('new', policies)).toHaveLength(1);
  });

  test('nothing that the group could ask for until a while ago', () => {
    const until = new Date(now.getTime() + 1).toISOString();
    expect(found('search', [forGroup('on-call', until)], { groupIds: ['on-call'] })).toHaveLength(
      1,
    );
    const over = now.toISOString();
    expect(found('search', [forGroup('on-call', over)], { groupIds: ['on-call'] })).toEqual([]);
  });

  test('what may not be asked for takes no room', () => {
    const denied = policy({ id: 'denied', pattern: 'Exchange\\*' }, { approval: 'deny' });
    expect(found('mail', [everything, denied], { most: 1 })).toEqual(['Warehouse\\mail_rw']);
  });
});
