/** What is changed in a form, as it would have been typed. */
import fc from 'fast-check';
import {
  changedSince,
  changeForm,
  fieldRefused,
  fieldsSent,
  itemSent,
  reasonSent,
  type ChangeForm,
  type Filled,
  type FormPlace,
} from '../../src/administration/change-form';
import { editConfiguration, type FieldEdit } from '../../src/administration/edit';
import { difference } from '../../src/administration/difference';
import { patched } from '../../src/administration/patch';
import { isRefusal, refuse, type Refusal } from '../../src/errors';
import { configured, formData, formFor } from '../support/sample-change-forms';

const policy = { section: 'policies', act: 'set', item: 'Exchange\\Search-*' } as const;
const settings = { section: 'organisation', act: 'set', item: '' } as const;
const group = { section: 'approverGroups', act: 'set', item: 'Security' } as const;
const target = { section: 'targets', act: 'set', item: 'Exchange\\Search-Mailbox' } as const;
const account = { section: 'systemAccounts', act: 'set', item: 'backup' } as const;
const places = [policy, settings, group, target, account];

/** As it comes back when nobody touches anything. */
function untouched(place: Parameters<typeof formFor>[0]): Record<string, string> {
  const { fields } = formFor(place);
  return Object.fromEntries(
    fields.map(({ name, shown, options }) => [
      name,
      options.find(({ typed }) => typed === shown)?.value ?? shown,
    ]),
  );
}

const shownIn = (place: Parameters<typeof formFor>[0]) =>
  Object.fromEntries(formFor(place).fields.map(({ name, shown }) => [name, shown]));

const twoSettings = {
  ...formData,
  targets: [{ ...formData.targets[0]!, settings: { cmdlet: 'Search-Mailbox', mode: 'x' } }],
};

/** What is configured after a form was sent in. */
function sentTo(place: FormPlace, filled: Filled, data: unknown = formData) {
  const before = configured(data);
  const fields = fieldsSent(formFor(place, data), filled) as readonly FieldEdit[];
  const names = { people: new Map<string, string>(), here: null };
  const after = editConfiguration(before, { ...place, fields }, names);
  if (isRefusal(after)) throw new Error(JSON.stringify(after));
  return { before, after };
}

describe('a form', () => {
  it('is filled with what is so now', () => {
    expect(shownIn(policy)).toEqual({
      approval: 'manual',
      approverGroup: 'Exchange approvers',
      reasonRequired: 'yes',
      ticketRequired: '',
      extension: 'yes',
      approvalsNeeded: '1',
      durationDefault: '4h',
      durationMax: '8h',
      decideWithin: '1d',
      reasonMinLength: '0',
      requesters: '"Mail team, EU"\nSecurity',
    });
    expect(shownIn(settings)).toMatchObject({ organisationName: 'Contoso', footer: '' });
    expect(shownIn(group)).toMatchObject({
      members: 'ben\ncara',
      slackChannel: 'T0001/C0SECURITY',
    });
    expect(shownIn(target)).toMatchObject({ targetSettings: 'cmdlet Search-Mailbox' });
    expect(shownIn(account)).toMatchObject({
      owner: 'ben',
      told: 'Security',
      targets: 'Exchange\\*',
    });
  });

  it('of something new has what counts where nothing is said', () => {
    const form = formFor({ section: 'policies', act: 'create', item: '' });
    expect(form.fields.find(({ name }) => name === 'durationMax')?.shown).toBe('8h');
    expect(form.fields.find(({ name }) => name === 'approverGroup')?.shown).toBe(
      'Exchange approvers',
    );
  });

  it('is refused where there is nothing to change, and where something to make is there', () => {
    const configuration = configured();
    expect(changeForm(configuration, { ...policy, item: 'Exchange\\Serch-*' })).toMatchObject({
      refused: 'change-item-unknown',
      facts: { nearest: ['Exchange\\Search-*'] },
    });
    expect(changeForm(configuration, { ...policy, act: 'create' })).toMatchObject({
      refused: 'change-item-exists',
    });
  });

  it('lets be emptied what may be empty, and what is empty now', () => {
    const optional = (place: Parameters<typeof formFor>[0]) =>
      formFor(place).fields.flatMap((one) => (one.optional ? [one.name] : []));
    expect(optional(policy)).toEqual(['ticketRequired', 'extension', 'requesters']);
    expect(optional({ ...group, act: 'create', item: '' })).toEqual([
      'members',
      'sources',
      'slackChannel',
      'teamsChannel',
    ]);
    expect(optional(account)).toEqual([]);
  });

  it('offers groups as long as they fit, and else has them written', () => {
    const groups = Array.from({ length: 26 }, (_, n) => ({
      ...formData.approverGroups[0]!,
      name: `Group ${String(n)}`,
    }));
    const many = { ...formData, approverGroups: [...formData.approverGroups, ...groups] };
    const written = formFor(policy, many).fields.find(({ name }) => name === 'approverGroup');
    expect(written).toMatchObject({ as: 'line', shown: 'Exchange approvers', options: [] });
  });
});

describe('what was sent in', () => {
  it.each(places)('is nothing where nothing was touched: %j', (place) => {
    expect(fieldsSent(formFor(place), untouched(place))).toEqual([]);
    expect(fieldsSent(formFor(place), {})).toEqual([]);
  });

  it('is nothing where the platform has only written it in another way', () => {
    const requesters = ' Security ,"Mail team, EU"\r\n';
    expect(fieldsSent(formFor(policy), { requesters, durationMax: ' 8\u2060h ' })).toEqual([]);
  });

  it.each<[Filled, readonly FieldEdit[]]>([
    [{ approvalsNeeded: '2' }, [{ field: 'approvalsNeeded', how: 'set', values: ['2'] }]],
    [{ approval: 'auto' }, [{ field: 'approval', how: 'set', values: ['auto'] }]],
    [
      { approverGroup: 'group-3' },
      [{ field: 'approverGroup', how: 'set', values: ['Mail team, EU'] }],
    ],
    [{ extension: 'unset' }, [{ field: 'extension', how: 'set', values: ['none'] }]],
    [{ ticketRequired: 'no' }, [{ field: 'ticket.required', how: 'set', values: ['no'] }]],
    [
      { requesters: 'security\nExchange approvers' },
      [
        { field: 'requesters', how: 'remove', values: ['Mail team, EU'] },
        { field: 'requesters', how: 'add', values: ['Exchange approvers'] },
      ],
    ],
    // What was never offered, and what is no field of it, says nothing.
    [{ approverGroup: 'group-4', approval: 'maybe', hours: 'always', __proto__: 'x' }, []],
    [{ ticketRequired: '' }, []],
  ])('%j of a policy is what would be typed', (filled, fields) => {
    expect(fieldsSent(formFor(policy), filled)).toEqual(fields);
  });

  it('empties a text with none, and a setting that is left out', () => {
    const named = {
      ...formData,
      organisation: { ...formData.organisation, branding: { footer: 'Hi' } },
    };
    expect(fieldsSent(formFor(settings, named), { footer: ' ' })).toEqual([
      { field: 'branding.footer', how: 'set', values: ['none'] },
    ]);
    expect(fieldsSent(formFor(target), { targetSettings: 'kind = a, b' })).toEqual([
      { field: 'settings.kind', how: 'set', values: ['a, b'] },
      { field: 'settings.cmdlet', how: 'set', values: ['none'] },
    ]);
  });

  it('leaves out a setting that was left out, and the others stay in the form', () => {
    const { before, after } = sentTo(
      target,
      { targetSettings: 'cmdlet Search-Mailbox' },
      twoSettings,
    );
    expect(after.targets[0]!.settings).toEqual({ cmdlet: 'Search-Mailbox' });
    expect(patched(before, difference(before, after))).toMatchObject({ targets: after.targets });
    const next = changeForm(after, target) as ChangeForm;
    expect(next.fields.find(({ name }) => name === 'targetSettings')?.shown).toBe(
      'cmdlet Search-Mailbox',
    );
  });

  it('is refused where a setting goes whose name cannot be typed, and leaves it else', () => {
    const settingsOfIt = { 'a/b': 'x', cmdlet: 'y' };
    const data = { ...formData, targets: [{ ...formData.targets[0]!, settings: settingsOfIt }] };
    const gone = fieldsSent(formFor(target, data), { targetSettings: 'cmdlet z' });
    expect(gone).toMatchObject({ refused: 'change-value', facts: { field: 'settings' } });
    expect(fieldsSent(formFor(target, data), { targetSettings: 'a/b x\ncmdlet z' })).toEqual([
      { field: 'settings.cmdlet', how: 'set', values: ['z'] },
    ]);
  });

  it.each(['A "quoted", one', '"Quoted"', 'One "two"', 'A, "b"'])(
    'keeps the name %s whole',
    (name) => {
      const data = {
        ...formData,
        approverGroups: [...formData.approverGroups, { ...formData.approverGroups[0]!, name }],
        policies: [
          { ...formData.policies[0]!, requesters: [{ group: name }, { group: 'Security' }] },
        ],
      };
      const { fields } = formFor(policy, data);
      const { shown } = fields.find((one) => one.name === 'requesters')!;
      const added = { requesters: `${shown}\nExchange approvers` };
      expect(fieldsSent(formFor(policy, data), added)).toMatchObject([{ how: 'add' }]);
      expect(fieldsSent(formFor(policy, data), { requesters: 'Security' })).toEqual([
        { field: 'requesters', how: 'remove', values: [name] },
      ]);
    },
  );

  it('takes away a channel and a description that were emptied', () => {
    const both = {
      slack: 'T0001/C0SECURITY',
      teams: '9f2c7a10-1111-4222-8333-444455556666/19:abc@thread.tacv2',
    };
    const data = {
      ...formData,
      approverGroups: formData.approverGroups.map((one) => ({ ...one, channels: both })),
    };
    const channels = (filled: Filled) =>
      sentTo(group, filled, data).after.approverGroups.find(({ name }) => name === group.item)
        ?.channels;
    expect(channels({ slackChannel: '' })).toEqual({ teams: both.teams });
    expect(channels({ teamsChannel: ' ' })).toEqual({ slack: both.slack });
    // Without any there is nowhere to ask.
    expect(() => channels({ slackChannel: 'none', teamsChannel: '' })).toThrow('has no channel');
    const { before, after } = sentTo(target, { description: '' });
    expect(after.targets[0]).not.toHaveProperty('description');
    expect(patched(before, difference(before, after))).toMatchObject({ targets: after.targets });
  });

  it('names the channel of a platform, or where it was typed', () => {
    const sent = { slackChannel: 'T0001/C0NEW', teamsChannel: 'here' };
    expect(fieldsSent(formFor(group), sent)).toEqual([
      { field: 'channels', how: 'set', values: ['slack:T0001/C0NEW'] },
      { field: 'channels', how: 'set', values: ['here'] },
    ]);
  });

  it('keeps of a list what the form does not show of it', () => {
    const fields = fieldsSent(formFor(policy), { requesters: '"Mail team, EU"' });
    const before = configured();
    const names = { people: new Map(), here: null };
    const after = editConfiguration(before, { ...policy, fields: fields as FieldEdit[] }, names);
    if (isRefusal(after)) throw new Error(after.refused);
    expect(after.policies[0]!.requesters).toEqual([
      { group: 'Mail team, EU', until: '2027-01-01T00:00:00Z' },
    ]);
  });

  it('is refused where it could not be typed', () => {
    const settingsOf = { targetSettings: 'cmdlet' };
    expect(fieldsSent(formFor(target), settingsOf)).toMatchObject({ refused: 'change-value' });
    const long = fieldsSent(formFor(policy), { durationMax: 'x'.repeat(501) });
    expect(long).toMatchObject({ refused: 'change-value', facts: { field: 'durationMax' } });
    // Nobody reads all of it, and the trail keeps it for years.
    expect(String((long as Refusal).facts.typed).length).toBeLessThan(100);
  });

  it('has a name where something is made, and perhaps a reason', () => {
    const form = formFor({ section: 'policies', act: 'create', item: '' });
    expect(itemSent(form, { item: ' Exchange\\New-* ' })).toBe('Exchange\\New-*');
    expect(itemSent(formFor(policy), { item: 'Another\\*' })).toBe('Exchange\\Search-*');
    expect(reasonSent({ because: ' the audit ' })).toBe('the audit');
    expect(reasonSent({ because: ' ' })).toBeNull();
  });

  it('changes exactly what was touched, whatever it is', () => {
    const { fields } = formFor(policy);
    const choices = fields.map(({ name, options }) =>
      fc.record({
        name: fc.constant(name),
        value:
          options.length > 0
            ? fc.constantFrom(...options.map(({ value }) => value))
            : fc.constantFrom('1', '2', '4h', '2h', 'Security', ''),
      }),
    );
    const names = { people: new Map<string, string>(), here: null };
    fc.assert(
      fc.property(
        fc.subarray(choices.map((_one, at) => at)),
        fc.tuple(...choices),
        (touched, all) => {
          const filled = Object.fromEntries(touched.map((at) => [all[at]!.name, all[at]!.value]));
          const edits = fieldsSent(formFor(policy), filled) as readonly FieldEdit[];
          const before = configured();
          const after = editConfiguration(before, { ...policy, fields: edits }, names);
          if (isRefusal(after)) return;
          const paths = fields.filter(({ name }) => name in filled).map(({ path }) => path);
          for (const change of difference(before, after)) {
            const field = change.kind === 'changed' ? change.field : '';
            expect(
              paths.some(
                (path) => `${path}.`.startsWith(`${field}.`) || field.startsWith(`${path}.`),
              ),
            ).toBe(true);
          }
        },
      ),
    );
  });
});

describe('what somebody else changed since', () => {
  const now = configured({
    ...formData,
    policies: [{ ...formData.policies[0]!, approvalsNeeded: 2, durationMax: '6h' }],
  });

  it('stands against what was touched, and nothing else', () => {
    const form = formFor(policy);
    expect(changedSince(now, form, { ...untouched(policy), approvalsNeeded: '3' })).toEqual([
      {
        ...{ section: 'policies', item: 'Exchange\\Search-*' },
        kind: 'changed',
        field: 'approvalsNeeded',
        before: '1',
        after: '2',
      },
    ]);
    expect(changedSince(now, form, { ...untouched(policy), decideWithin: '2h' })).toEqual([]);
    expect(changedSince(configured(), form, { approvalsNeeded: '3' })).toEqual([]);
  });

  it('does not where both changed it to the same', () => {
    expect(changedSince(now, formFor(policy), { approvalsNeeded: '2' })).toEqual([]);
  });

  it('leaves what is gone to be refused as it is when it is typed', () => {
    const gone = configured({ ...formData, policies: [] });
    expect(changedSince(gone, formFor(policy), { approvalsNeeded: '3' })).toEqual([]);
  });
});

describe('what is wrong', () => {
  const newPolicy = { section: 'policies', act: 'create', item: '' } as const;
  it.each([
    [
      policy,
      { durationMax: '4x' },
      refuse('change-not-possible', { problems: ['policies Exchange\\Search-*.durationMax: no'] }),
      'durationMax',
    ],
    [
      policy,
      { requesters: 'X' },
      refuse('change-not-possible', {
        problems: ['policies Exchange\\Search-*.requesters.0.group: no'],
      }),
      'requesters',
    ],
    [
      policy,
      { approvalsNeeded: 'many' },
      refuse('change-value', { field: 'approvalsNeeded' }),
      'approvalsNeeded',
    ],
    [policy, {}, refuse('change-nothing'), null],
    [newPolicy, {}, refuse('change-not-possible', { problems: ['policies .target: no'] }), 'item'],
    [newPolicy, {}, refuse('change-item-exists', {}), 'item'],
    [group, { members: 'nobody' }, refuse('person-unknown', { typed: 'nobody' }), 'members'],
    [
      group,
      { slackChannel: 'T/C', teamsChannel: 'nowhere' },
      refuse('change-not-possible', { problems: ['approverGroups Security.channels.teams: no'] }),
      'teamsChannel',
    ],
    [group, { teamsChannel: 'here' }, refuse('change-here', { typed: 'here' }), 'teamsChannel'],
  ] as const)('is said at its field: %j %j %j', (place, filled, refusal, field) => {
    expect(fieldRefused(formFor(place), filled, refusal)).toBe(field);
  });
});
