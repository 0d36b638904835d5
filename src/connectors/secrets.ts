import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../errors';

const pattern = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;

/** A secret as it may stand in settings: where it is, never what it is. The message repeats no value. */
export const secretReference = z
  .string()
  .regex(
    pattern,
    'must be a reference, for example env:WAREHOUSE_URL or file:/run/secrets/warehouse',
  );

/**
 * The present value of a secret reference: `env:NAME` or `file:PATH` (one trailing newline is dropped).
 * Throws ConfigError when the reference is none, or points to nothing. What was given is never repeated,
 * because a value that is no reference is most likely the secret itself.
 */
export function resolveSecret(
  reference: string,
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): string {
  if (!pattern.test(reference)) {
    throw new ConfigError(
      'A secret must be given as a reference, not as a value. ' +
        'Example: password: env:WAREHOUSE_PASSWORD, or password: file:/run/secrets/warehouse',
    );
  }
  const place = reference.slice(reference.indexOf(':') + 1);
  return reference.startsWith('env:') ? ofEnvironment(place, env) : ofFile(place, readFile);
}

function ofEnvironment(name: string, env: Readonly<Record<string, string | undefined>>): string {
  const value = env[name];
  if (value === undefined || value === '') {
    throw new ConfigError(
      `${name} is not set, but the configuration refers to it as env:${name}. ` +
        `Example: ${name}=the-secret npm start`,
    );
  }
  return value;
}

function ofFile(path: string, readFile: (path: string) => string): string {
  const value = read(path, readFile).replace(/\r?\n$/, '');
  if (value === '') throw missingFile(path, 'is empty');
  return value;
}

function read(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch {
    throw missingFile(path, 'cannot be read');
  }
}

function missingFile(path: string, problem: string): ConfigError {
  return new ConfigError(
    `The secret file ${path} ${problem}, but the configuration refers to it as file:${path}. ` +
      `Example: printf %s 'the-secret' > ${path}`,
  );
}
