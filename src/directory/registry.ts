import { createEntraSource } from './entra';
import { createStoredDirectory } from './stored';

export { createDirectory, type Directory } from './directory';

/** Every source of people and groups Elevate can ask: one folder and one line each. */
export const directorySources = {
  stored: createStoredDirectory,
  entra: createEntraSource,
} as const;
