/** Whether the configuration file that the operator names says what is configured. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationVersion } from '../../src/administration/digest';
import { readNamedFile } from '../../src/cli/serve';
import { readConfiguration } from '../../src/workflow/read-configuration';
import { readStatus } from '../../src/workflow/read-status';
import { createChangeWorld, linesIn, pressesOn } from '../support/change-world';
import { type World } from '../support/world';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

it('says whether the file of the operator is what is configured', async () => {
  const made = (world = await createChangeWorld());
  const { database } = made.context;
  const { configuration } = (await readConfiguration(database))!;
  const version = configurationVersion(configuration);
  const reading = async (of: string) => {
    const configFile = { name: 'elevate.yaml', version: of };
    const found = linesIn(await readStatus({ ...made.context, configFile }));
    const lines = [...found['Example']!, ...(found['Needs attention'] ?? [])];
    return lines.filter((line) => line.includes('elevate.yaml'));
  };
  expect(await reading(version)).toEqual(['elevate.yaml says what is configured']);
  const { privately } = await made.says('ben', 'policy set Exchange\\Search-* approvals 2');
  await pressesOn(made, 'ben', privately, 'make');
  expect(await reading(version)).toEqual([
    expect.stringMatching(/^elevate.yaml said something else at the start/u),
  ]);
  expect(await reading('unusable')).toEqual([
    expect.stringMatching(/^elevate.yaml could not be used at the start/u),
  ]);
  expect(await reading('unread')).toEqual([
    'Whether elevate.yaml says what is configured is looked at by npm run elevate -- doctor',
  ]);
  expect(JSON.stringify(await readStatus(made.context))).not.toContain('elevate.yaml');
});

const exampleFile = `
organisation: { name: Example, defaultApproverGroup: Owners }
people:
  - { key: ana, name: Ana, line: ana@example.com }
  - { key: ben, name: Ben, line: ben@example.com }
approverGroups:
  - { name: Owners, members: [ana, ben], channels: { slack: T0001/C00OWNERS } }
`;

it('reads that file once, and is not kept from starting by it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'elevate-file-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return readNamedFile({ configFile: join(folder, name) })?.version;
  };
  expect(file('good.yaml', exampleFile)).toMatch(/^[0-9a-f]{12}$/u);
  expect(file('bad.yaml', exampleFile.replace('members', 'memberz'))).toBe('unusable');
  expect(file('none.yaml', '{')).toBe('unusable');
  expect(file('long.yaml', `${exampleFile}# ${'-'.repeat(1_000_000)}`)).toBe('unread');
  expect(readNamedFile({ configFile: join(folder, 'gone.yaml') })?.version).toBe('unusable');
  expect(readNamedFile({ configFile: undefined })).toBeUndefined();
  rmSync(folder, { recursive: true });
});
