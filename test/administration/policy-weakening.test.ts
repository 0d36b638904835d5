import { items, type Configuration } from '../../src/administration/configuration';
import { found, usual } from './weakened';

/** What of the change of a policy weakens, by field. */
function ofPolicy(before: string, after: string): readonly string[] {
  const file = (policy: string) => usual.replace('POLICY', policy);
  const prefix = 'policies Exchange\\* ';
  return found(file(before), file(after)).map((one) => {
    expect(one).toContain(prefix);
    return one.slice(prefix.length);
  });
}

const hours = (from: string, days = '[mon, tue]') =>
  `availability: { days: ${days}, from: "${from}", to: "18:00", zone: UTC }`;
const form = (pattern: string, example = 'INC-1') =>
  `form: { pattern: "${pattern}", example: ${example} }`;

/** By field. `both`: either direction weakens; `neither-to`: this one does not. */
const policyFields: Readonly<
  Record<
    Exclude<keyof Configuration['policies'][number], 'target'>,
    // From, to, what of it weakens, and what more.
    readonly (readonly [string, string, string, string?])[]
  >
> = {
  approval: [
    [
      'approval: manual, extension: { allowed: false }',
      'approval: auto, extension: { allowed: false }',
      'approval: without-people',
    ],
    [
      'approval: deny',
      'approval: manual, extension: { allowed: false }',
      'approval: without-people',
    ],
    // Where people decide, a right may go on unless the policy says otherwise.
    ['approval: auto', 'approval: manual', 'extension.allowed: more-time'],
    [
      'approval: auto, autoBudget: { count: 2, per: 1d }, extension: { allowed: false }',
      'approval: manual, extension: { allowed: false }',
      'neither-to',
    ],
  ],
  approverGroup: [['approverGroup: Owners', 'approverGroup: Others', 'both']],
  approvalsNeeded: [
    ['approvalsNeeded: 2', 'approvalsNeeded: 1', 'approvalsNeeded: fewer-approvals'],
  ],
  durationDefault: [['durationDefault: 1h', 'durationDefault: 2h', 'durationDefault: longer']],
  durationMax: [['durationMax: 8h', 'durationMax: 9h', 'durationMax: longer']],
  decideWithin: [['decideWithin: 8h', 'decideWithin: 9h', 'decideWithin: longer']],
  reason: [
    ['reason: { required: true }', 'reason: { required: false }', 'reason.required: less-asked'],
    ['reason: { minLength: 9 }', 'reason: { minLength: 8 }', 'reason.minLength: less-asked'],
    [`reason: { ${form('INC-.*')} }`, 'reason: {}', 'reason.form: less-asked'],
    [`reason: { ${form('INC-.*')} }`, `reason: { ${form('INC-1')} }`, 'both'],
    [`reason: { ${form('INC-.*')} }`, `reason: { ${form('INC-.*', 'INC-2')} }`, 'neither'],
  ],
  requesters: [
    ['requesters: [{ group: Owners }]', 'requesters: []', 'requesters: wider'],
    ['requesters: [{ group: Owners }]', 'requesters: [{ group: Others }]', 'both'],
    [
      'requesters: [{ group: Owners }]',
      'requesters: [{ group: Owners }, { group: Others }]',
      'requesters: wider',
    ],
    [
      'requesters: [{ group: Owners, until: 2027-01-01T00:00:00Z }]',
      'requesters: [{ group: Owners, until: 2027-01-01T00:00:01Z }]',
      'requesters: wider',
    ],
    [
      'requesters: [{ group: Owners, until: 2027-01-01T00:00:00Z }]',
      'requesters: [{ group: Owners }]',
      'requesters: wider',
    ],
    [
      'requesters: [{ group: Owners, until: 2027-01-01T00:00:00Z }]',
      'requesters: [{ group: Owners, until: 2027-01-01T01:00:00+01:00 }]',
      'neither',
    ],
  ],
  ticket: [
    ['ticket: {}', 'ticket: null', 'ticket: less-asked'],
    ['ticket: {}', 'ticket: { required: false }', 'ticket.required: less-asked'],
    [`ticket: { ${form('INC-.*')} }`, 'ticket: {}', 'ticket.form: less-asked'],
    ['ticket: {}', 'ticket: { url: "https://a.example/{ticket}" }', 'neither-to'],
    [
      'ticket: { url: "https://a.example/{ticket}" }',
      'ticket: { url: "https://b.example/{ticket}" }',
      'both',
    ],
  ],
  scopes: [
    ['scopes: [Finance]', 'scopes: [Finance, Sales]', 'scopes.allowed: wider'],
    ['scopes: [Finance]', 'scopes: { allowed: [Finance], whole: true }', 'scopes.whole: wider'],
    ['scopes: [Finance]', 'scopes: null', 'both'],
    ['scopes: null', 'scopes: { allowed: [Finance], whole: true }', 'scopes.allowed: wider'],
  ],
  availability: [
    [hours('08:00'), 'availability: null', 'availability: wider'],
    [hours('08:00'), hours('09:00'), 'both'],
    [hours('08:00'), hours('08:00', '[mon, tue, wed]'), 'availability.days: wider'],
  ],
  coolDown: [
    ['coolDown: 2h', 'coolDown: 1h', 'coolDown: sooner'],
    ['coolDown: 1h', 'coolDown: null', 'coolDown: sooner'],
  ],
  autoBudget: [
    [
      'approval: auto, autoBudget: { count: 2, per: 1d }',
      'approval: auto, autoBudget: { count: 3, per: 1d }',
      'autoBudget.count: without-people',
    ],
    [
      'approval: auto, autoBudget: { count: 2, per: 1d }',
      'approval: auto, autoBudget: { count: 2, per: 1h }',
      'autoBudget.per: without-people',
    ],
    [
      'approval: auto, autoBudget: { count: 2, per: 1d }',
      'approval: auto',
      'autoBudget.count: without-people',
      'autoBudget.per: without-people',
    ],
  ],
  stages: [
    ['stages: [{ approverGroup: Others }]', 'stages: []', 'both'],
    ['stages: []', 'stages: [{ approverGroup: Others }]', 'stages: other-approvers', 'and-back'],
    [
      'stages: [{ approverGroup: Others, approvalsNeeded: 2 }]',
      'stages: [{ approverGroup: Others }]',
      'stages: fewer-approvals',
    ],
    ['stages: [{ approverGroup: Others }]', 'stages: [{ approverGroup: Owners }]', 'both'],
  ],
  reminders: [['reminders: [1h]', 'reminders: []', 'neither']],
  escalation: [
    ['escalation: null', 'escalation: { after: 1h, approverGroup: Others }', 'both'],
    [
      'escalation: { after: 2h, approverGroup: Others }',
      'escalation: { after: 1h, approverGroup: Others }',
      'escalation.after: sooner',
    ],
    [
      'escalation: { after: 2h, approverGroup: Others }',
      'escalation: { after: 2h, approverGroup: Owners }',
      'both',
    ],
  ],
  extension: [
    ['extension: { allowed: false }', 'extension: null', 'extension.allowed: more-time'],
    ['extension: { maxTotal: 8h }', 'extension: { maxTotal: 9h }', 'extension.maxTotal: more-time'],
    [
      'extension: { maxTotal: 8h }',
      'extension: { allowed: true }',
      'extension.maxTotal: more-time',
    ],
    ['extension: null', 'extension: { allowed: true }', 'neither'],
  ],
  breakGlass: [
    ['breakGlass: null', 'breakGlass: { groups: [Owners] }', 'breakGlass: without-approval'],
    [
      'breakGlass: { groups: [Owners] }',
      'breakGlass: { groups: [Owners, Others] }',
      'breakGlass.groups: without-approval',
    ],
    [
      'breakGlass: { groups: [Owners], maxDuration: 1h }',
      'breakGlass: { groups: [Owners], maxDuration: 2h }',
      'breakGlass.maxDuration: longer',
    ],
  ],
  notify: [
    ['notify: [Owners]', 'notify: []', 'notify: fewer-told', 'and-back'],
    ['notify: []', 'notify: [Owners]', 'notify: others-told', 'and-back'],
  ],
};

describe('a change of a policy', () => {
  const cases = Object.entries(policyFields).flatMap(([field, rows]) =>
    rows.map(([before, after, what, more = null]) => [field, before, after, what, more] as const),
  );
  it('has a case for every field that a policy may have', () => {
    const { target, ...shape } = items.policies.shape;
    expect(target).toBeDefined();
    expect(Object.keys(policyFields).sort()).toEqual(Object.keys(shape).sort());
  });

  it.each(cases)('of %s from %s to %s: %s', (field, before, after, what, more) => {
    const forth = ofPolicy(before, after);
    const back = ofPolicy(after, before);
    if (what === 'neither') return expect([forth, back]).toEqual([[], []]);
    if (what === 'neither-to') return expect(forth).toEqual([]);
    if (what === 'both') {
      expect(forth.length).toBeGreaterThan(0);
      return expect(back.length).toBeGreaterThan(0);
    }
    if (more === 'and-back') {
      expect(back).toHaveLength(1);
      return expect(forth).toEqual([what]);
    }
    expect(forth).toEqual(more === null ? [what] : [what, more]);
    // Turning it round takes something away, and weakens nothing that the first way did.
    if (field !== 'approval') expect(back).toEqual([]);
  });
});
