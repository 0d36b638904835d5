/** A configuration as people would write it: lengths of time as text, and for a file nothing that goes without saying. */
import { typedDuration } from '../elevation/duration';
import { items, type Configuration, type ListName } from './configuration';

/** Plain data, as it stands in YAML. */
export type Spelled = Readonly<Record<string, unknown>>;

export type Item = Configuration[ListName][number];
type Policy = Configuration['policies'][number];
type SystemAccount = Configuration['systemAccounts'][number];

/** Everything that an item says, with lengths of time as they are typed (`4h`). */
export function spelled(list: ListName, item: Item): Spelled {
  if (list === 'policies') return spelledPolicy(item as Policy);
  return list === 'systemAccounts' ? spelledSystemAccount(item as SystemAccount) : item;
}

function spelledPolicy(policy: Policy): Spelled {
  const { coolDown, autoBudget, escalation, extension, breakGlass } = policy;
  return {
    ...policy,
    durationDefault: typedDuration(policy.durationDefault),
    durationMax: typedDuration(policy.durationMax),
    decideWithin: typedDuration(policy.decideWithin),
    coolDown: coolDown && typedDuration(coolDown),
    autoBudget: autoBudget && { ...autoBudget, per: typedDuration(autoBudget.per) },
    reminders: policy.reminders.map(typedDuration),
    escalation: escalation && { ...escalation, after: typedDuration(escalation.after) },
    extension: extension && {
      ...extension,
      maxTotal: extension.maxTotal && typedDuration(extension.maxTotal),
    },
    breakGlass: breakGlass && {
      ...breakGlass,
      maxDuration: typedDuration(breakGlass.maxDuration),
    },
  };
}

function spelledSystemAccount(one: SystemAccount): Spelled {
  return { ...one, durationMax: typedDuration(one.durationMax) };
}

/** What of an item has to be written: all but what the file means anyway. */
export function written(list: ListName, item: Item, defaultGroup: string): Spelled {
  const usual = usualOf(list, defaultGroup);
  const said = Object.entries(spelled(list, item)).filter(
    ([field, value]) => !(field in usual) || !isSame(value, usual[field]),
  );
  return Object.fromEntries(
    said.map(([field, value]) => [field, shorter(list, value, usual[field])]),
  );
}

/** The same of the organisation. */
export function writtenOrganisation(organisation: Configuration['organisation']): Spelled {
  const { enabled, branding, directories, fallbackChannel, ...said } = organisation;
  const looks = Object.entries(branding ?? {}).filter(([, one]) => one !== null);
  const asked = Object.entries(directories ?? {}).filter(([, one]) => one !== null);
  return {
    ...said,
    ...(enabled ? {} : { enabled }),
    ...(Object.keys(fallbackChannel ?? {}).length === 0 ? {} : { fallbackChannel }),
    ...(looks.length === 0 ? {} : { branding: Object.fromEntries(looks) }),
    ...(asked.length === 0 ? {} : { directories: Object.fromEntries(asked) }),
  };
}

/** What an item says that names nothing but itself. */
export function usualOf(list: ListName, defaultGroup: string): Spelled {
  switch (list) {
    case 'people': {
      const { disabled, mergedInto, accounts } = items.people.parse({
        key: 'x',
        name: 'x',
        line: 'x',
      });
      return { disabled, mergedInto, accounts };
    }
    case 'policies': {
      const { target, ...usual } = spelledPolicy(items.policies.parse({ target: 'x\\x' }));
      return { ...usual, approverGroup: defaultGroup };
    }
    case 'systemAccounts': {
      const { scopes, durationMax, accounts } = items.systemAccounts.parse({
        name: 'x',
        owner: 'x',
        reason: 'x',
        targets: ['x\\x'],
        until: '2026-01-01T00:00:00Z',
      });
      return { scopes, durationMax: typedDuration(durationMax), accounts, told: defaultGroup };
    }
    case 'targets':
    case 'connectors':
      return { settings: {} };
    case 'approverGroups':
      return { members: [], sources: [] };
  }
}

/** In policies null asks nothing wherever it stands; in the settings of a system it may say something. */
function shorter(list: ListName, value: unknown, usual: unknown): unknown {
  if (list !== 'policies') return value;
  if (Array.isArray(value)) return value.map((one: unknown) => shorter(list, one, null));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([field, one]) => one !== null && !(isObject(usual) && isSame(one, usual[field])),
  );
  return Object.fromEntries(kept);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two pieces of plain data say the same; the order of keys does not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every((field) => Object.hasOwn(b, field) && isSame(a[field], b[field]))
  );
}
