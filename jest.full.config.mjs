// `npm run test:full`: what takes longer than the everyday run may, or needs Debian packages such as a browser.
import everyday from './jest.config.mjs';

/** @type {import('jest').Config} */
const config = {
  ...everyday,
  testMatch: ['<rootDir>/test/full/**/*.test.ts'],
  // Has a command of its own: jest.agents-playground.config.mjs.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/full/agents-playground.test.ts'],
  testTimeout: 300_000,
  maxWorkers: 1,
};

export default config;
