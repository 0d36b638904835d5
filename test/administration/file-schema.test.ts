import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { parse } from 'yaml';
import { configurationText } from '../../src/administration/configuration-text';
import { fileSchema, keysAt } from '../../src/administration/file-schema';
import { configurations } from '../support/configurations';

const root = path.join(__dirname, '../..');
const published = path.join(root, 'docs/elevate.schema.json');

const validate = addFormats(new Ajv({ strict: false })).compile(fileSchema());

it('is published as it is (UPDATE_GOLDEN=1 writes it anew)', () => {
  const text = `${JSON.stringify(fileSchema(), null, 2)}\n`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(published, text);
  expect(readFileSync(published, 'utf8')).toBe(text);
});

it('takes whatever is exported', () => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      const file: unknown = parse(configurationText(configuration, new Date(0)));
      expect([validate(file), validate.errors]).toEqual([true, null]);
    }),
  );
});

it('takes the file of the playground, and no key that is none', () => {
  const file = parse(readFileSync(path.join(root, 'playground/configuration.yaml'), 'utf8')) as {
    policies: object[];
  };
  expect(validate(file)).toBe(true);
  expect(validate({ ...file, polices: [] })).toBe(false);
  expect(validate({ ...file, policies: [{ ...file.policies[0], durationMaximum: '2h' }] })).toBe(
    false,
  );
});

it('describes every key that a policy may have, but those that say it themselves', () => {
  const schema = fileSchema() as {
    properties: { policies: { items: { properties: Record<string, { description?: string }> } } };
  };
  const { properties } = schema.properties.policies.items;
  const wordless = Object.keys(properties).filter((one) => !properties[one]!.description);
  expect(wordless).toEqual(['reason']);
});

it.each([
  [
    [],
    [
      'organisation',
      'people',
      'approverGroups',
      'connectors',
      'targets',
      'policies',
      'systemAccounts',
    ],
  ],
  [
    ['policies', 3, 'autoBudget'],
    ['count', 'per'],
  ],
  [
    ['policies', 3, 'scopes'],
    ['allowed', 'whole'],
  ],
  [
    ['policies', 0, 'stages', 1],
    ['approverGroup', 'approvalsNeeded'],
  ],
  [['connectors', 0, 'settings'], []],
  [['nowhere'], []],
])('knows the keys at %j', (at, keys) => {
  expect(keysAt(at)).toEqual(keys);
});
