// JavaScript, because Jest reads a TypeScript configuration on Node 20 only with one more compiler installed.

import { availableParallelism } from 'node:os';

/** The same language settings as tsconfig.json; types are checked by `npm run check:types`. */
const swcOptions = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true, tsx: true },
    transform: { legacyDecorator: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

/** @type {import('jest').Config} */
const config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Slow tests, and tests that need Debian packages: `npm run test:full`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/full/'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', swcOptions] },
  // ESM-only packages that jest's own loader cannot require as they are.
  transformIgnorePatterns: ['/node_modules/(?!(canonicalize|jose)/)'],
  testTimeout: 30_000,
  // More workers than cores: most tests wait for PostgreSQL or HTTP as long as they work. (Jest reads '150%' as 150.)
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // One real PostgreSQL per run; see test/support/database.ts.
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

export default config;
