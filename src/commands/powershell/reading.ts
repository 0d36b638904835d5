/** How a cmdlet reads what was bound to its parameters. */
import { storable, typedOrNull } from '../../elevation/typed-text';
import { type Refusal } from '../../errors';
import { type Command } from '../command';
import { beyond } from './beyond';
import { type Bound, type Signature } from './binding';
import { plainName } from './characters';
import { type Chosen } from './statement';

export interface Cmdlet extends Signature {
  /** What it is here. */
  readonly read: (bound: Bound, chosen: Chosen, cmdlet: Signature) => Command | Refusal;
}

/** What acts is answered as its verb is, whatever properties were chosen; a filter would have to come before the act. */
export function acting(read: Cmdlet['read']): Cmdlet['read'] {
  return (bound, chosen, cmdlet) =>
    chosen.where === null ? read(bound, chosen, cmdlet) : refuseFilter(chosen.where);
}

export function refuseFilter({ property }: NonNullable<Chosen['where']>): Refusal {
  return beyond('pipe', `| where ${property}`);
}

/** Longer than any name of a target or a policy. */
const longestName = 256;

/** Null where it was left out. */
export function textIn(bound: Bound, parameter: string): string | null {
  const value = bound.get(parameter)?.[0];
  return typeof value === 'string' ? value : null;
}

/** A name as a keyboard would have sent it; null where it was left out, as below. */
export function nameIn(bound: Bound, parameter: string): string | null {
  const typed = textIn(bound, parameter);
  return typed && shortened(typed);
}

export function namesIn(bound: Bound, parameter: string): readonly string[] {
  const values = bound.get(parameter) ?? [];
  return values.flatMap((one) => (typeof one === 'string' ? [shortened(one)] : []));
}

function shortened(typed: string): string {
  return storable(plainName(typed).slice(0, longestName));
}

/** Words of people are kept as they were typed. */
export function sentenceIn(bound: Bound, parameter: string): string | null {
  return typedOrNull(textIn(bound, parameter));
}
