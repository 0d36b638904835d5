/** A configuration to change, and what weakens when it is changed. */
import { type Configuration } from '../../src/administration/configuration';
import { inspectConfiguration } from '../../src/administration/inspect-configuration';
import { weakenings } from '../../src/administration/weakening';

/** With `POLICY` in the place of what a policy says. */
export const usual = `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: ana, name: Ana, line: ana@example.com, accounts: { slack: T0001/U00ANA, Exchange: ana } }
  - { key: ben, name: Ben, line: ben@example.com }
  - { key: cara, name: Cara, line: cara@example.com }
  - { key: dan, name: Dan, line: dan@example.com, disabled: true }
approverGroups:
  - { name: Owners, members: [ana, ben, cara], channels: { slack: T0001/C00OWNERS } }
  - { name: Others, members: [ana, ben], channels: { slack: T0001/C00OTHERS } }
connectors:
  - { workload: Exchange, kind: simulated, settings: { endpoint: "http://127.0.0.1:1" } }
targets:
  - { name: 'Exchange\\Search-Mailbox', type: task, description: Reads, settings: { role: search } }
policies:
  - { target: 'Exchange\\*', POLICY }
  - { target: 'Lake\\*', approval: deny }
`;

function read(file: string): Configuration {
  const { configuration, problems } = inspectConfiguration(file, 'x');
  expect(problems).toEqual([]);
  return configuration!;
}

/** What of a change weakens, a line each. */
export function found(before: string, after: string): readonly string[] {
  expect(after).not.toBe(before);
  return weakenings(read(before), read(after)).map(
    ({ section, item, field, why }) =>
      [section, item, field].filter((one) => one !== '' && one !== null).join(' ') + `: ${why}`,
  );
}
