import { refuse } from '../../src/errors';
import { whichTargetView } from '../../src/views/which-target';

const refusal = refuse('unknown-target', { typed: 'Serch-Mailbox', nearest: [] });
const personId = 'person-ana';
const typed = { target: 'Serch-Mailbox', duration: null, reason: null, ticket: null };

function offered(names: readonly string[], draft = 'slack:event:Ev0123'): readonly string[] {
  const targets = names.map((name, index) => ({
    id: `0197f0a4-0000-7000-8000-00000000000${index}`,
    name,
    bareName: name.slice(name.indexOf('\\') + 1),
  }));
  const view = whichTargetView(refusal, { targets, draft, typed, personId });
  const offers = (view.facts.offers ?? []) as readonly { readonly label: string }[];
  expect(view.screen).toBe(offers.length === 0 ? 'refusal' : 'which-target');
  return offers.map(({ label }) => label);
}

it('offers what may have been meant by bare names, at most three', () => {
  const names = ['Search-Mailbox', 'Search-Admin', 'New-Mailbox', 'New-Admin'];
  expect(offered(names.map((name) => `Exchange\\${name}`))).toEqual(names.slice(0, 3));
});

it('offers full names where bare ones are alike, whatever their case', () => {
  const names = ['Entra\\Admin', 'Warehouse\\admin'];
  expect(offered(names)).toEqual(names);
});

it('offers nothing where two could not be told from each other', () => {
  const long = (sign: string) => `Exchange\\${'N'.repeat(40)}${sign}${'N'.repeat(40)}`;
  expect(offered([long('A'), long('B')])).toEqual([]);
  expect(offered([long('A'), 'Exchange\\New-Mailbox'])).toHaveLength(2);
});

it('offers nothing where nothing is near, or a button cannot say what was typed', () => {
  expect(offered([])).toEqual([]);
  expect(offered(['Exchange\\Search-Mailbox'], 'x'.repeat(500))).toEqual([]);
});
