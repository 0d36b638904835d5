import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectorKinds } from '../../src/connectors/registry';

describe('the registry of connectors', () => {
  it('has one line for each folder, and no other', () => {
    const folders = readdirSync(join(__dirname, '../../src/connectors'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(connectorKinds.map(({ kind }) => kind).sort()).toEqual(folders.sort());
  });
});
