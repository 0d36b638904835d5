import fc from 'fast-check';
import { configurationText } from '../../src/administration/configuration-text';
import { configurationVersion } from '../../src/administration/digest';
import { inspectConfiguration } from '../../src/administration/inspect-configuration';
import { normalForm } from '../../src/administration/rows';
import { configurations } from '../support/configurations';

const at = new Date('2026-11-13T14:02:00Z');

it('reads back as the same configuration, without a fault in it', () => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      const { configuration: read, problems } = inspectConfiguration(
        configurationText(configuration, at),
        'x',
      );
      expect(problems).toEqual([]);
      expect(normalForm(read!)).toEqual(normalForm(configuration));
    }),
  );
});

const plainFile = `organisation:
  name: Example
  defaultApproverGroup: Owners
people:
  - key: zoe
    name: Zoe
    line: zoe@example.com
    accounts:
      Warehouse: zoe
      slack: T0001/U00ZOE
  - key: ben
    name: Ben
    line: ben@example.com
    disabled: true
approverGroups:
  - name: Owners
    members:
      - ben
      - zoe
    channels:
      slack: T0001/C00OWNERS
connectors:
  - workload: Warehouse
    kind: postgres-roles
    settings:
      url: env:WAREHOUSE_URL
targets:
  - name: Warehouse\\prod_rw
    type: role
    settings:
      role: prod_rw
      nothing: null
policies:
  - target: Warehouse\\*
  - target: Warehouse\\prod_rw
    durationDefault: 1h30m
    reason:
      minLength: 10
    requesters:
      - group: Owners
    ticket:
      required: true
    coolDown: 30m
    reminders:
      - 2h
`;

it('leaves out what goes without saying, keeps the order of people and says where it comes from', () => {
  const { configuration, problems } = inspectConfiguration(plainFile, 'x');
  expect(problems).toEqual([]);
  const version = configurationVersion(configuration!);
  expect(configurationText(configuration!, at)).toBe(
    [
      '# yaml-language-server: $schema=docs/elevate.schema.json',
      `# Configuration of Example, version ${version}, exported 13 Nov 2026, 14:02 UTC.`,
      '# The database counts: this file changes nothing until it is applied.',
      plainFile,
    ].join('\n'),
  );
});

it('does not let a name end the comment that it stands in', () => {
  const { configuration } = inspectConfiguration(plainFile, 'x');
  const organisation = { ...configuration!.organisation, name: 'Ex\nample: x\u2028y' };
  const text = configurationText({ ...configuration!, organisation }, at);
  expect(text.split('\n')[1]).toMatch(/^# Configuration of Ex ample: x y, version /u);
  expect(inspectConfiguration(text, 'x').configuration?.organisation).toEqual(organisation);
});

describe('the version of a configuration', () => {
  it('is the same for the same, in whatever order it is written', () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        const { people, targets, policies, connectors } = configuration;
        const turned = {
          ...configuration,
          people: [...people].reverse(),
          targets: [...targets].reverse(),
          policies: [...policies].reverse(),
          connectors: connectors.map((one) => ({
            ...one,
            settings: Object.fromEntries(Object.entries(one.settings).reverse()),
          })),
        };
        expect(configurationVersion(turned)).toBe(configurationVersion(configuration));
      }),
    );
  });

  it('is another one when anything is different', () => {
    const versions = [
      plainFile,
      plainFile.replace('1h30m', '2h'),
      plainFile.replace('disabled: true', 'disabled: false'),
      plainFile.replace('nothing: null', 'nothing: 0'),
      plainFile.replace('T0001/C00OWNERS', 'T0001/C00OTHERS'),
      plainFile.replace('name: Example', 'name: Another'),
    ].map((text) => configurationVersion(inspectConfiguration(text, 'x').configuration!));
    expect(new Set(versions).size).toBe(versions.length);
  });
});
