// For Stryker: the tests of one part, against the server that scripts/mutation.mjs started.
import everyday from './jest.config.mjs';
import { parts } from './stryker.config.mjs';

const { tests } = parts[process.env.MUTATION_PART ?? 'rules'];

const config = {
  ...everyday,
  // Jest finds the tests of a file only within its roots, so these stay as wide as they are.
  roots: ['<rootDir>/test', '<rootDir>/src'],
  testMatch: tests.map((each) => `**/test/${each}.test.ts`),
  globalSetup: undefined,
  globalTeardown: undefined,
};

export default config;
