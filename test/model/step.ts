/** What every step of the model has in common: what is drawn for it, and whom and what it chooses. */
import type fc from 'fast-check';
import { type PlatformName } from '../../src/elevation/model';
import { type PersonKey } from '../support/seed';
import { type Expectation, type ExpectedRequest } from './expectation';
import { checkPromises, type Reality } from './reality';

export type Step = fc.AsyncCommand<Expectation, Reality>;

/** What is drawn for every step; a step takes from it what it needs. */
export interface Drawn {
  readonly person: PersonKey;
  readonly platform: PlatformName;
  /** Of the run's requests, counted around. */
  readonly which: number;
  readonly minutes: number;
  /** Whether it is something that can be done; the rest is left to chance, and mostly refused. */
  readonly fits: boolean;
}

export type Act = (expected: Expectation, reality: Reality, drawn: Drawn) => Promise<void>;

export function step(name: string, act: Act, needsRequest = true) {
  return (drawn: Drawn): Step => ({
    check: (expected) => !needsRequest || expected.requests.length > 0,
    async run(expected, reality) {
      await act(expected, reality, drawn);
      await checkPromises(expected, reality);
    },
    toString: () =>
      `${name}(${drawn.person} ${drawn.platform} #${drawn.which} ${drawn.minutes}m${drawn.fits ? ' fits' : ''})`,
  });
}

export interface Choice {
  readonly request: ExpectedRequest;
  readonly person: PersonKey;
}

export const people = ['ana', 'ben', 'cara', 'dan', 'eve'] as const;

/** Who does it to which request: something that may be done where there is such a thing, or anything. */
export function choose(
  expected: Expectation,
  drawn: Drawn,
  may: (request: ExpectedRequest, person: PersonKey) => boolean,
): Choice & { readonly may: boolean } {
  const fitting = expected.requests.flatMap((request) =>
    people.filter((person) => may(request, person)).map((person) => ({ request, person })),
  );
  const free = { request: around(expected.requests, drawn.which), person: drawn.person };
  const chosen = drawn.fits && fitting.length > 0 ? around(fitting, drawn.which) : free;
  return { ...chosen, may: may(chosen.request, chosen.person) };
}

export function around<T>(all: readonly T[], which: number): T {
  return all[which % all.length]!;
}
