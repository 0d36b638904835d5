import { stopVariable } from './server';

export default async function tearDown(): Promise<void> {
  const stop = (globalThis as Record<string, unknown>)[stopVariable];
  if (typeof stop === 'function') await (stop as () => Promise<void>)();
}
