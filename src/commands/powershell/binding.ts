/** Which value belongs to which parameter, as PowerShell binds them. */
import { isRefusal, refuse, type Refusal } from '../../errors';
import { nearestNames } from '../../elevation/nearest';
import { shown } from './beyond';
import { plainName } from './characters';
import { type Argument, type Value } from './statement';

export interface Parameter {
  readonly name: string;
  /** How many values it takes; `nothing` is a switch. */
  readonly takes: 'nothing' | 'one' | 'several';
  readonly required?: true;
  /** It may be left out before its value: the first value without a name is its. */
  readonly first?: true;
  /** Other names of it, in lower case. */
  readonly aliases?: readonly string[];
  /** Microsoft has it, and nothing here is like it: what it says must not be left out in silence. */
  readonly foreign?: true;
}

/** What a cmdlet is called, and what can stand behind it. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** A whole line that works. */
  readonly example: string;
}

/** Values by the names of their parameters. */
export type Bound = ReadonlyMap<string, readonly Value[]>;

/** Every cmdlet has these. They say how a console behaves, so they change nothing here but for `-WhatIf`. */
const common: readonly Parameter[] = [
  { name: 'Confirm', takes: 'nothing', aliases: ['cf'] },
  { name: 'Verbose', takes: 'nothing', aliases: ['vb'] },
  { name: 'Debug', takes: 'nothing', aliases: ['db'] },
  { name: 'ErrorAction', takes: 'one', aliases: ['ea'] },
  { name: 'WarningAction', takes: 'one', aliases: ['wa'] },
  { name: 'InformationAction', takes: 'one', aliases: ['infa'] },
  { name: 'ProgressAction', takes: 'one', aliases: ['proga'] },
  { name: 'WhatIf', takes: 'nothing', aliases: ['wi'], foreign: true },
];

/** The values of each parameter, or why they cannot be told apart. */
export function bind(signature: Signature, args: readonly Argument[]): Bound | Refusal {
  const bound = new Map<string, readonly Value[]>();
  const positional: (readonly Value[])[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at]!;
    if (arg.kind === 'values') {
      positional.push(arg.values);
      continue;
    }
    const parameter = parameterOf(signature, arg.name);
    if (isRefusal(parameter)) return parameter;
    if (bound.has(parameter.name))
      return refuse('cmdlet-parameter-twice', { parameter: parameter.name });
    const next = args[at + 1];
    // A switch takes a value only behind a colon.
    const isOnItsOwn = parameter.takes === 'nothing' && !arg.colon;
    const values = isOnItsOwn ? [true] : next?.kind === 'values' ? next.values : null;
    if (!isOnItsOwn) at += 1;
    const refusal = refuseValues(signature, parameter, values);
    if (refusal !== null) return refusal;
    bound.set(parameter.name, values!);
  }
  return bindFirst(signature, bound, positional);
}

function bindFirst(
  signature: Signature,
  named: Bound,
  [values, ...left]: readonly (readonly Value[])[],
): Bound | Refusal {
  const first = signature.parameters.find((one) => one.first && !named.has(one.name));
  if (values === undefined) return withRequired(signature, named);
  const tooMany = first === undefined ? values : left[0];
  if (tooMany !== undefined) return refuseLeft(signature, tooMany);
  const refusal = refuseValues(signature, first!, values);
  return refusal ?? withRequired(signature, new Map([...named, [first!.name, values]]));
}

function refuseLeft({ name, example }: Signature, values: readonly Value[]): Refusal {
  const typed = shown(values.map(String).join(', '));
  return refuse('cmdlet-word-left', { cmdlet: name, typed, example });
}

function withRequired(signature: Signature, bound: Bound): Bound | Refusal {
  const { name, parameters, example } = signature;
  const missing = parameters.find((one) => one.required && !bound.has(one.name));
  if (missing === undefined) return bound;
  return refuse('cmdlet-parameter-missing', { cmdlet: name, parameter: missing.name, example });
}

/** All in lower case. */
function namesOf({ name, aliases = [] }: Parameter): readonly string[] {
  return [name.toLowerCase(), ...aliases];
}

/** A name in full, an alias, or a beginning of one that only one parameter has. */
function parameterOf(signature: Signature, typed: string): Parameter | Refusal {
  const all = [...signature.parameters, ...common];
  const name = typed.toLowerCase();
  const exact = all.find((one) => namesOf(one).includes(name));
  if (exact !== undefined) return exact;
  const begun = all.filter((one) => namesOf(one).some((each) => each.startsWith(name)));
  const [only, ...others] = begun;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const candidates = begun.map((one) => `-${one.name}`);
    return refuse('cmdlet-parameter-ambiguous', { typed: shown(typed), candidates });
  }
  const own = signature.parameters.map((one) => one.name);
  const facts = { cmdlet: signature.name, typed: shown(typed), example: signature.example };
  const nearest = nearestNames(typed, own, 1).map((one) => `-${one}`);
  return refuse('cmdlet-parameter-unknown', { ...facts, nearest });
}

/** Null when these values can stand there. */
function refuseValues(
  { example }: Signature,
  { name, takes, foreign }: Parameter,
  values: readonly Value[] | null,
): Refusal | null {
  if (values === null) return refuse('cmdlet-value-missing', { parameter: name, example });
  const [only, ...others] = values;
  if (takes === 'nothing') {
    if (typeof only !== 'boolean' || others.length > 0) return unfit(name, values, example);
    return foreign && only ? refuse('cmdlet-parameter-foreign', { parameter: name }) : null;
  }
  if (foreign) return refuse('cmdlet-parameter-foreign', { parameter: name });
  if (takes === 'one' && others.length > 0) return unfit(name, values, example);
  const isNothing = values.some(
    (one) => one === null || (typeof one === 'string' && plainName(one) === ''),
  );
  if (isNothing || only === undefined) {
    return refuse('cmdlet-value-missing', { parameter: name, example });
  }
  return values.every((one) => typeof one === 'string') ? null : unfit(name, values, example);
}

export function unfit(parameter: string, values: readonly Value[], example: string): Refusal {
  const typed = shown(values.map((one) => (typeof one === 'string' ? one : `$${one}`)).join(', '));
  return refuse('cmdlet-value-unfit', { parameter, typed, example });
}
