import { type Directories } from '../administration/directories';
import { createActiveDirectorySource } from './active-directory';
import { type GroupSource } from './contract';
import { createEntraSource } from './entra';
import { createStoredDirectory } from './stored';

export { createDirectory, type Directory } from './directory';

/** Every source of people and groups Elevate can ask: one folder and one line each. */
export const directorySources = {
  stored: createStoredDirectory,
  entra: createEntraSource,
  'active-directory': createActiveDirectorySource,
} as const;

/** The outside directories that are configured. @param secret what a reference stands for; throws ConfigError where that is not there */
export function outsideSources(
  all: Directories | null,
  secret: (reference: string) => string,
): readonly GroupSource[] {
  const { entra = null, ad = null } = all ?? {};
  const held = (reference: string | null) => (reference === null ? null : secret(reference));
  return [
    ...(entra === null
      ? []
      : [
          directorySources.entra({
            identity: {
              ...entra,
              secret: held(entra.secret),
              certificate: held(entra.certificate),
            },
          }),
        ]),
    ...(ad === null
      ? []
      : [
          directorySources['active-directory']({
            ...ad,
            password: secret(ad.password),
            ca: secret(ad.ca),
          }),
        ]),
  ];
}
