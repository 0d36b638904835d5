import { readConfig, readEnvironment } from '../config';
import { serve } from './serve';

/** `npm start`: the real service when a chat platform is set up, else the playground. */
export async function start(): Promise<void> {
  const config = readConfig(readEnvironment(process.cwd(), process.env));
  if (config.slack !== undefined || config.teams !== undefined) return serve();
  const { startPlaygroundCommand } = await import('../../playground/command.js');
  return startPlaygroundCommand();
}
