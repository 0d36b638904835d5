/** The pure parts of Active Directory; test/full/active-directory.test.ts asks a real one. */
import {
  InvalidCredentialsError,
  BusyError,
  NoSuchObjectError,
  UnknownStatusCodeError,
} from 'ldapts';
import { domainOf, isWithin } from '../../src/administration/distinguished-names';
import { RemoteError } from '../../src/errors';
import { toRemoteError } from '../../src/directory/active-directory/errors';
import { accountFacts, timeIn } from '../../src/directory/active-directory/facts';
import { nameInFilter } from '../../src/directory/active-directory/filters';
import { guidText, placeOfGuid } from '../../src/directory/active-directory/identifiers';

const objectGUID = Buffer.from('507be854e72a3d40945e3a66b47a6d45', 'hex');
const guid = '54e87b50-2ae7-403d-945e-3a66b47a6d45';
const at = new Date('2026-11-23T01:00:00Z');
/** What Windows says of 2026-11-23T01:00:00Z. */
const atFileTime = 134_398_692_000_000_000n;

function entry(more: object = {}) {
  return { dn: 'CN=Ana', objectGUID, userAccountControl: '512', accountExpires: '0', ...more };
}

describe('accountFacts', () => {
  it('has the id as it is written everywhere', () => {
    expect(accountFacts(entry(), at)).toEqual({ guid, enabled: true });
    expect(guidText(objectGUID)).toBe(guid);
  });

  it.each([
    ['never, one way', '0', true],
    ['never, the other way', '9223372036854775807', true],
    ['never said', undefined, true],
    ['a moment later', `${atFileTime + 1n}`, true],
    ['now', `${atFileTime}`, false],
    ['before', `${atFileTime - 1n}`, false],
  ])('of an account that expires %s (%s): enabled is %s', (_when, accountExpires, enabled) => {
    expect(accountFacts(entry({ accountExpires }), at).enabled).toBe(enabled);
  });

  it.each([
    ['a disabled one', 514, false],
    ['one that needs no password', 544, true],
    ['one that is locked out', 528, true],
    ['one whose password never expires', 66_048, true],
    ['a disabled one whose password never expires', 66_050, false],
  ])('of %s (%i): enabled is %s', (_what, userAccountControl, enabled) => {
    expect(accountFacts(entry({ userAccountControl: `${userAccountControl}` }), at).enabled).toBe(
      enabled,
    );
  });

  it.each([
    [{ userAccountControl: undefined }, 'account_control_unread'],
    [{ userAccountControl: [] }, 'account_control_unread'],
    [{ objectGUID: 'text' }, 'object_guid_unread'],
    [{ objectGUID: Buffer.alloc(3) }, 'object_guid_unread'],
  ])('says of what may not be read that it is not known: %j', (more, code) => {
    expect(() => accountFacts(entry(more), at)).toThrow(
      new RemoteError('Active Directory', 'unauthorized', code),
    );
  });
});

it('reads the time of the directory, and no other', () => {
  expect(timeIn({ dn: '', currentTime: '20261123010000.0Z' })).toEqual(at);
  for (const currentTime of ['', '2026', '20261123010000+0100']) {
    expect(() => timeIn({ dn: '', currentTime })).toThrow(RemoteError);
  }
  expect(() => timeIn(undefined)).toThrow(RemoteError);
});

it.each(['*', '', `${guid}>`, `${guid})(cn=*`, guid.slice(1)])('takes %j for no id', (id) => {
  expect(placeOfGuid(id)).toBeNull();
  expect(placeOfGuid(guid.toUpperCase())).toBe(`<GUID=${guid}>`);
});

it('lets no sign of a name mean something in a filter', () => {
  const name = 'CN=a*(b)\\,c\0,DC=corp';
  expect(nameInFilter(name)).toBe('CN=a\\2a\\28b\\29\\5c,c\\00,DC=corp');
});

describe('names', () => {
  it('know their domain', () => {
    expect(domainOf('OU=Staff,DC=Corp, dc=example')).toBe('corp.example');
    expect(domainOf('OU=Staff')).toBe('');
    expect(domainOf('OU=DC\\,DC\\=x')).toBe('');
  });

  it.each([
    ['CN=Ana,OU=Staff,DC=corp', true],
    ['cn=ana,ou=staff,dc=corp', true],
    ['OU=Staff,DC=corp', true],
    ['CN=Ana,OU=Other,DC=corp', false],
    ['CN=Ana,DC=corp', false],
    ['DC=corp', false],
    ['CN=Ana\\,OU=Staff,DC=corp', false],
    ['CN=Ana\\\\,OU=Staff,DC=corp', true],
    ['CN=Ana,OU=Staff,DC=corp,DC=example', false],
  ])('%s is in OU=Staff,DC=corp: %s', (name, expected) => {
    expect(isWithin(name, 'OU=Staff, DC=corp')).toBe(expected);
    expect(isWithin(name, '')).toBe(false);
  });
});

it.each([
  [new InvalidCredentialsError('wrong'), 'unauthorized', 'ldap_49'],
  [new BusyError('busy'), 'unavailable', 'ldap_51'],
  [new NoSuchObjectError('gone'), 'not_found', 'ldap_32'],
  [new UnknownStatusCodeError(10, 'elsewhere'), 'rejected', 'ldap_10'],
  [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unavailable', 'ECONNREFUSED'],
  [Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' }), 'unauthorized', 'CERT_HAS_EXPIRED'],
  [new Error('Connection closed'), 'unavailable', 'unreachable'],
  [new RemoteError('Active Directory', 'rejected', 'x'), 'rejected', 'x'],
])('makes of %s something that is %s (%s)', (error, kind, code) => {
  expect(toRemoteError(error)).toMatchObject({ system: 'Active Directory', kind, code });
});
