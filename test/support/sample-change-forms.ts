/** Forms for changes of the configuration, in every state. */
import { changeForm, type ChangeForm, type FormPlace } from '../../src/administration/change-form';
import { type Configuration } from '../../src/administration/configuration';
import { inspectData } from '../../src/administration/inspect-configuration';
import { type FormVerb } from '../../src/commands/command';
import { isRefusal, refuse } from '../../src/errors';
import { changeFormView, fillInView, type DrawnForm } from '../../src/views/change-form';
import { type View } from '../../src/views/view';

const channels = {
  slack: 'T0001/C0SECURITY',
  teams: `11111111-1111-4111-8111-111111111111/19:a@thread.tacv2`,
};
const group = (name: string, members = ['ben', 'cara']) => ({ name, members, channels });

/** What a file could say. */
export const formData = {
  organisation: { name: 'Contoso', defaultApproverGroup: 'Exchange approvers' },
  people: ['ana', 'ben', 'cara', 'dan'].map((key) => ({
    key,
    name: key[0]!.toUpperCase() + key.slice(1),
    line: `${key}@example.com`,
  })),
  approverGroups: [group('Exchange approvers'), group('Security'), group('Mail team, EU')],
  connectors: [{ workload: 'Exchange', kind: 'simulated' }],
  targets: [
    {
      name: 'Exchange\\Search-Mailbox',
      type: 'task',
      description: 'Search and copy any mailbox.',
      settings: { cmdlet: 'Search-Mailbox' },
    },
  ],
  policies: [
    {
      target: 'Exchange\\Search-*',
      approverGroup: 'Exchange approvers',
      requesters: [
        { group: 'Mail team, EU', until: '2027-01-01T00:00:00Z' },
        { group: 'Security' },
      ],
      extension: { allowed: true, maxTotal: '12h' },
    },
  ],
  systemAccounts: [
    {
      name: 'backup',
      owner: 'ben',
      reason: 'Nightly copy',
      targets: ['Exchange\\*'],
      until: '2030-01-01T00:00:00Z',
      told: 'Security',
    },
  ],
};

export function configured(data: unknown = formData): Configuration {
  const { configuration, problems } = inspectData(data);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return configuration!;
}

/** The form for a change of what stands above. */
export function formFor(place: FormPlace, data: unknown = formData): ChangeForm {
  const form = changeForm(configured(data), place);
  if (isRefusal(form)) throw new Error(form.refused);
  return form;
}

const key = 'slack:http:k7QmPz01_-aB';

function drawn(verb: FormVerb, place: FormPlace, changes: Partial<DrawnForm> = {}): DrawnForm {
  const form = changes.form ?? formFor(place);
  const made = { verb, key, form, filled: {}, refusal: null };
  return { ...made, personId: 'person-ben', ...changes };
}

function view(...of: Parameters<typeof drawn>): View {
  return changeFormView(drawn(...of))!;
}

const settings = { section: 'organisation', act: 'set', item: '' } as const;
const policy = { section: 'policies', act: 'set', item: 'Exchange\\Search-*' } as const;
const groupPlace = { section: 'approverGroups', act: 'set', item: 'Exchange approvers' } as const;
const targetPlace = { section: 'targets', act: 'set', item: 'Exchange\\Search-Mailbox' } as const;
const accountPlace = { section: 'systemAccounts', act: 'set', item: 'backup' } as const;
const newPolicy = { section: 'policies', act: 'create', item: '' } as const;

/** More than a field of a form takes. */
const crowd = Array.from({ length: 80 }, (_, n) => ({
  key: `person-number-of-the-people-${String(n)}`,
  name: `P${String(n)}`,
  line: `p${String(n)}@example.com`,
}));

/** As much as can stand there, and as dear as it can be. */
const dear = '<!channel> "\u202E{{DATE(2026-01-01T06:00:00Z,SHORT)}} 漢'.repeat(60);
const worstData = {
  ...formData,
  organisation: { name: 'Contoso', defaultApproverGroup: `漢${'字'.repeat(70)}00` },
  approverGroups: Array.from({ length: 25 }, (_, n) =>
    group(`漢${'字'.repeat(70)}${String(n).padStart(2, '0')}`),
  ),
  systemAccounts: [],
  policies: [
    {
      target: `Exchange\\${'N'.repeat(200)}*`,
      requesters: Array.from({ length: 20 }, (_, n) => ({
        group: `漢${'字'.repeat(70)}${String(n).padStart(2, '0')}`,
      })),
    },
  ],
};
const worstPlace = { ...policy, item: worstData.policies[0]!.target };
const worstAccountPlace = { section: 'systemAccounts', act: 'set', item: 'b'.repeat(63) } as const;
const worstAccount = formFor(worstAccountPlace, {
  ...worstData,
  systemAccounts: [
    {
      ...formData.systemAccounts[0]!,
      name: worstAccountPlace.item,
      told: worstData.organisation.defaultApproverGroup,
      targets: Array.from({ length: 20 }, (_, n) => `Exchange\\${'漢'.repeat(60)}${String(n)}*`),
    },
  ],
});
const worstForm = formFor(worstPlace, worstData);

export const changeFormSamples: Readonly<Record<string, View>> = {
  'change-form.settings': view('settings-set', settings),
  'change-form.policy': view('policy-set', policy),
  'change-form.policy-new': view('policy-create', newPolicy),
  'change-form.policy-wrong': view('policy-set', policy, {
    filled: { durationMax: '4x', ticketRequired: 'yes', because: 'The audit asked for it.' },
    refusal: refuse('change-not-possible', {
      problems: [
        'policies Exchange\\Search-*.durationMax: "4x" is not a length of time. Write 4h or 30m.',
      ],
    }),
  }),
  'change-form.policy-outdated': view('policy-set', policy, {
    filled: { approvalsNeeded: '3' },
    refusal: refuse('form-outdated', {
      since: ['~ policies Exchange\\Search-*: approvalsNeeded 1 → 2'],
    }),
  }),
  'change-form.group': view('group-set', groupPlace),
  'change-form.group-left': view('group-set', groupPlace, {
    form: formFor(groupPlace, {
      ...formData,
      people: [...formData.people, ...crowd],
      approverGroups: formData.approverGroups.map((one) => ({
        ...one,
        members: crowd.map(({ key: member }) => member),
      })),
    }),
  }),
  'change-form.group-new': view('group-create', { ...groupPlace, act: 'create', item: '' }),
  'change-form.group-wrong': view('group-set', groupPlace, {
    filled: { members: 'ben\nnobody@example.com' },
    refusal: refuse('person-unknown', { typed: 'nobody@example.com' }),
  }),
  'change-form.target': view('target-set', targetPlace),
  'change-form.target-new': view('target-add', { ...targetPlace, act: 'create', item: '' }),
  'change-form.target-exists': view(
    'target-add',
    { ...targetPlace, act: 'create', item: '' },
    {
      filled: { item: 'Exchange\\Search-Mailbox', targetType: 'task' },
      refusal: refuse('change-item-exists', {
        item: 'Exchange\\Search-Mailbox',
        section: 'targets',
      }),
    },
  ),
  'change-form.system-account': view('system-account-set', accountPlace),
  'change-form.system-account-new': view('system-account-add', {
    ...accountPlace,
    act: 'create',
    item: '',
  }),
  'change-form.worst-system-account': view('system-account-set', worstAccountPlace, {
    form: worstAccount,
    filled: {
      ...Object.fromEntries(
        worstAccount.fields
          .filter(({ options }) => options.length === 0)
          .map(({ name }) => [name, dear]),
      ),
      because: dear,
    },
    refusal: refuse('change-not-possible', { problems: [dear, dear, dear] }),
  }),
  'change-form.worst': view('policy-set', worstPlace, {
    form: worstForm,
    filled: {
      ...Object.fromEntries(
        worstForm.fields
          .filter(({ options }) => options.length === 0)
          .map(({ name }) => [name, dear]),
      ),
      because: dear,
    },
    refusal: refuse('change-not-possible', { problems: [dear, dear, dear] }),
  }),
  'fill-in.policy': fillInView(drawn('policy-set', policy)),
};
