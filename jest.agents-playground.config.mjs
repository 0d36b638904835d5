// `npm run test:agents-playground`: the story on Teams against Microsoft's own Agents Playground.
import full from './jest.full.config.mjs';

/** @type {import('jest').Config} */
const config = {
  ...full,
  testMatch: ['<rootDir>/test/full/agents-playground.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};

export default config;
