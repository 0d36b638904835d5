/** The form to ask for access with, in every state; and what is said where it cannot open by itself. */
import { noTerms } from '../../src/elevation/model';
import { refuse } from '../../src/errors';
import { askView, requestFormView, type RequestForm } from '../../src/views/request-form';
import { type View } from '../../src/views/view';
import { pending, policy, worst } from './snapshots';

const nothingTyped = { target: null, scope: null, duration: null, reason: null, ticket: null };

const choices = [
  { id: 'target-new-rule', name: 'Exchange\\New-TransportRule' },
  { id: 'target-search-mailbox', name: 'Exchange\\Search-Mailbox' },
  { id: 'target-prod-rw', name: 'Warehouse\\prod_rw' },
];

/** The form for a target of this policy, as far as it is filled in. */
function requestForm(changes: Partial<RequestForm> = {}, rules = policy({})): View {
  const { target, approverGroup } = pending();
  return requestFormView({
    chosen: { target, policy: rules, group: approverGroup },
    typed: { ...nothingTyped, target: target.name },
    choices,
    refusal: null,
    personId: 'person-ana',
    ...changes,
  });
}

const strict = policy({
  reasonRequired: true,
  reasonMinLength: 20,
  terms: {
    ...noTerms,
    reasonForm: { pattern: '.*', example: 'INC-4711: phishing clean-up' },
    ticket: { required: true, form: { pattern: 'INC-[0-9]+', example: 'INC-4711' }, url: null },
  },
});

function inParts(whole: boolean) {
  const scopes = { allowed: ['Finance', 'Field sales'], whole };
  return policy({ terms: { ...noTerms, scopes } });
}

const typedWish = {
  scope: null,
  target: 'Exchange\\Search-Mailbox',
  duration: '8h 30m',
  reason: 'Phishing clean-up for the help desk.',
  ticket: 'INC-4711',
};

const requestForms: Readonly<Record<string, View>> = {
  empty: requestForm({ chosen: null, typed: nothingTyped }),
  chosen: requestForm(),
  'filled-in': requestForm({ typed: { ...typedWish, duration: '2h' } }, strict),
  auto: requestForm({}, policy({ approval: 'auto' })),
  'reason-missing': requestForm(
    {
      typed: { ...nothingTyped, target: typedWish.target, duration: '4h' },
      refusal: refuse('reason-required', {
        target: typedWish.target,
        minimum: 20,
        example: 'Search-Mailbox 4h phishing clean-up',
      }),
    },
    strict,
  ),
  'too-long': requestForm({
    typed: typedWish,
    refusal: refuse('duration-too-long', {
      asked: '8 hours 30 minutes',
      maximum: '8 hours',
      example: '8h',
    }),
  }),
  'wrong-ticket': requestForm(
    {
      typed: { ...typedWish, ticket: 'soon' },
      refusal: refuse('ticket-form', { ticket: 'soon', example: 'INC-4711' }),
    },
    strict,
  ),
  parts: requestForm({}, inParts(true)),
  'part-missing': requestForm(
    {
      refusal: refuse('scope-required', {
        target: typedWish.target,
        scopes: ['Finance', 'Field sales'],
        example: 'Search-Mailbox 4h --scope Finance',
      }),
    },
    inParts(false),
  ),
  'later-for-other': requestForm({
    typed: { ...typedWish, duration: '4h', at: 'tomorrow 09:00', subject: 'cem@example.com' },
  }),
  'wrong-start': requestForm({
    typed: { ...typedWish, duration: '4h', at: 'noon' },
    refusal: refuse('bad-start', { typed: 'noon', example: '--at tomorrow 09:00' }),
  }),
  'unknown-person': requestForm({
    typed: { ...typedWish, duration: '4h', subject: 'bne@example.com' },
    refusal: refuse('unknown-person', { typed: 'bne@example.com' }),
  }),
  'no-target': requestForm({
    chosen: null,
    typed: { ...typedWish, target: null },
    refusal: refuse('no-target'),
  }),
};

const asks: Readonly<Record<string, View>> = {
  nothing: askView(null, null),
  'reason-missing': askView(
    refuse('reason-required', {
      target: typedWish.target,
      minimum: 20,
      example: 'Search-Mailbox 4h phishing clean-up',
    }),
    'slack:event:Ev0123',
  ),
};

const worstForm = requestFormView({
  chosen: {
    target: {
      ...worst(pending()).target,
      description: '<!channel> *bold* [x](https://evil.example) '.repeat(40),
    },
    policy: { ...worst(pending()).policy, rules: strict.rules },
    group: { id: 'group-owners', size: 3, name: `<!channel> ${'Owners '.repeat(40)}` },
  },
  typed: {
    target: 'x'.repeat(3_000),
    scope: null,
    duration: '<!here> {{DATE(2026-01-01T06:00:00Z,SHORT)}}',
    reason: '{{TIME(2026-01-01T06:00:00Z)}} <!channel> "\u202E'.repeat(200),
    ticket: '🎉'.repeat(200),
    at: '<!here> {{TIME(2026-01-01T06:00:00Z)}}'.repeat(20),
    subject: '<!channel>'.repeat(200),
  },
  choices: Array.from({ length: 15 }, (_, n) => ({
    id: `0197f0a4-0000-7000-8000-00000000000${n}`,
    name: `Exchange\\${'N'.repeat(240)}${n}`,
  })),
  refusal: refuse('reason-too-long', { length: 12_000, maximum: 3_000 }),
  personId: 'person-ana',
});

export const formSamples: Readonly<Record<string, View>> = {
  ...named('request-form.', requestForms),
  ...named('ask.', asks),
  'request-form.worst': worstForm,
};

function named(prefix: string, views: Readonly<Record<string, View>>): Record<string, View> {
  return Object.fromEntries(
    Object.entries(views).map(([name, view]) => [`${prefix}${name}`, view]),
  );
}
