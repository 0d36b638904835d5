import { type Logger } from '@slack/bolt';
import { LogLevel } from '@slack/web-api';
import { type Log } from '../../log';

/**
 * Slack's libraries write into our log, from warnings up. Below that they print whole payloads, and with them
 * what people wrote.
 */
export function createBoltLog(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...said: unknown[]) => log.warn({ said: shortened(said) }, 'slack library warning'),
    error: (...said: unknown[]) => log.error({ said: shortened(said) }, 'slack library error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

function shortened(said: readonly unknown[]): string {
  const words = said.map((one) => (one instanceof Error ? one.message : String(one)));
  return words.join(' ').slice(0, 300);
}
