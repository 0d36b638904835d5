import { collectDefaultMetrics, Counter, Registry } from 'prom-client';

/** Counts one occurrence. The same name always comes with the same labels. */
export type Count = (name: string, labels?: Record<string, string>) => void;

export interface Metrics {
  readonly registry: Registry;
  readonly count: Count;
}

/** Counters are made when first counted, so that no list of them has to be kept here: `elevate_<name>_total`. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  return {
    registry,
    count(name, labels = {}) {
      let counter = counters.get(name);
      if (counter === undefined) {
        counter = new Counter({
          name: `elevate_${name}_total`,
          help: `How often: ${name.replaceAll('_', ' ')}`,
          labelNames: Object.keys(labels),
          registers: [registry],
        });
        counters.set(name, counter);
      }
      counter.inc(labels);
    },
  };
}
