import pino from 'pino';

/** Structured log: a static message with metadata. Secrets never reach it; known keys are redacted as a net. */
export type Log = pino.Logger;

const secretKeys = [
  'authorization',
  'token',
  'password',
  'secret',
  'signingSecret',
  'botToken',
  'appToken',
  'connectionString',
  'DATABASE_URL',
];

export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
  return pino({ level, redact: { paths, censor: '[redacted]' }, base: null }, destination);
}
