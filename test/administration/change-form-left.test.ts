/** What stands in the configuration and does not fit into a form: the form says so, and it survives what is sent in. */
import { fieldsSent, type FormPlace } from '../../src/administration/change-form';
import { editConfiguration, type FieldEdit } from '../../src/administration/edit';
import { isRefusal } from '../../src/errors';
import { changeFormView } from '../../src/views/change-form';
import { plain, type Sentence } from '../../src/words';
import { configured, formData, formFor } from '../support/sample-change-forms';

const policy = { section: 'policies', act: 'set', item: 'Exchange\\Search-*' } as const;
const target = { section: 'targets', act: 'set', item: 'Exchange\\Search-Mailbox' } as const;

const names = Array.from({ length: 60 }, (_, n) => `A group with quite a long name ${String(n)}`);
const manyRequesters = {
  ...formData,
  approverGroups: [
    ...formData.approverGroups,
    ...names.map((name) => ({ ...formData.approverGroups[0]!, name })),
  ],
  policies: [{ ...formData.policies[0]!, requesters: names.map((group) => ({ group })) }],
};

const withTarget = (odd: object) => ({
  ...formData,
  targets: [{ ...formData.targets[0]!, ...odd }],
});

/** What the form says of what it leaves as it is. */
function said(place: FormPlace, data: unknown = formData): string | null {
  const form = formFor(place, data);
  const drawn = { key: 'slack:http:k7QmPz01_-aB', form, filled: {}, refusal: null, personId: 'p' };
  const verb = place.section === 'policies' ? 'policy-set' : 'target-set';
  const { left } = changeFormView({ verb, ...drawn })!.facts;
  return left === null ? null : plain(left as Sentence).replaceAll('\u00A0', ' ');
}

describe('a form', () => {
  it('says that it has no room for what is longer than its field: nobody could leave that as it is', () => {
    const { fields } = formFor(policy, manyRequesters);
    expect(fields.map(({ name }) => name)).not.toContain('requesters');
    expect(said(policy, manyRequesters)).toBe(
      'There is no room here for: Who may ask. It stays as it is. To change it, type for example /elevate policy set "Exchange\\Search-*" requesters "Mail team"',
    );
  });

  it('says the same of several things', () => {
    const odd = withTarget({ description: 'Two\nlines.', settings: { depth: 3 } });
    expect(said(target, odd)).toBe(
      'There is no room here for: What it allows, What is granted in its system. They stay as they are. To change it, type for example /elevate target set "Exchange\\Search-Mailbox" description "New mail rules"',
    );
  });

  it('says nothing of it where everything fits', () => {
    expect([said(policy), said(target)]).toEqual([null, null]);
  });

  it.each([
    ['more than one line', { description: 'Two\nlines.' }, 'description'],
    ['a setting that is no text', { settings: { depth: 3 } }, 'targetSettings'],
    ['a setting of two lines', { settings: { note: 'a\r\nb' } }, 'targetSettings'],
    ['what is taken out of an answer again', { description: 'a{\u2060{b' }, 'description'],
  ])('leaves %s as it is, whatever else is changed', (_what, odd, name) => {
    const data = withTarget(odd);
    const form = formFor(target, data);
    expect(form.left).toMatchObject([{ name }]);
    const fields = fieldsSent(form, { targetType: 'role', [name]: '' }) as readonly FieldEdit[];
    const people = { people: new Map<string, string>(), here: null };
    const after = editConfiguration(configured(data), { ...target, fields }, people);
    if (isRefusal(after)) throw new Error(after.refused);
    expect(after.targets[0]).toEqual({ ...configured(data).targets[0], type: 'role' });
  });
});
