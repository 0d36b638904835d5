import { createStoredDirectory } from './stored';

export { createDirectory } from './directory';

/** Every source of people and groups Elevate can ask: one folder and one line each. */
export const directorySources = { stored: createStoredDirectory } as const;
