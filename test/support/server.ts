/** What the set-up of a jest run tells its test files. */
export interface TestServer {
  /** Of a database of a role that may create databases. */
  readonly url: string;
  /** The migrated database that test databases are copies of. */
  readonly template: string;
}

export const serverVariable = 'ELEVATE_TEST_SERVER';
export const stopVariable = '__elevateStopTestServer';

export function testServer(): TestServer {
  const told = process.env[serverVariable];
  if (!told) throw new Error('no test database server: is jest run with its globalSetup?');
  return JSON.parse(told) as TestServer;
}
