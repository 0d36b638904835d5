/** Whether what was typed is one of Microsoft's cmdlets, and which command it is. Pure; never throws. */
import { isRefusal, refuse, type Refusal } from '../../errors';
import { editDistance } from '../../elevation/nearest';
import { type Command } from '../command';
import { beyond } from './beyond';
import { bind } from './binding';
import { plainName } from './characters';
import { cmdlets } from './cmdlets';
import { type Cmdlet } from './reading';
import { readStatement } from './statement';

/** `New-ElevatedAccessRequest`: two names with a dash, however the keyboard writes that. */
const verbNoun = /^[A-Za-z]{2,20}[-\u2010-\u2015\u2212][A-Za-z]{3,60}(?=[\s;|&(){]|$)/u;

/** What stands before a cmdlet in lines that are more than one cmdlet. */
const leadIn = /^(?:\$\w{1,60}\s{0,9}=\s{0,9}|[&.(@{]\s{0,9}){1,4}/u;

/**
 * A line that begins with a cmdlet: `New-ElevatedAccessRequest -Task 'Exchange\New-MoveRequest' -Reason 'x' -DurationHours 4`.
 *
 * Targets have names like cmdlets, so only the nouns of privileged access management are read as one, and what is within a slip of the
 * fingers of them. `Get-OrganizationConfig` is one when nothing follows that somebody would type to ask for it.
 *
 * @returns null for everything else
 */
export function readCmdlet(text: string): Command | null {
  const name = nameIn(text);
  if (name !== null) return commandOf(name, text.slice(name.length));
  const before = leadIn.exec(text)?.[0];
  if (before === undefined || nameIn(text.slice(before.length)) === null) return null;
  return refused(beyondBefore(before));
}

/** As it was typed; null when no cmdlet is meant. */
function nameIn(text: string): string | null {
  const typed = verbNoun.exec(text)?.[0];
  if (typed === undefined) return null;
  const name = plainName(typed).toLowerCase();
  if (/-elevatedaccess/u.test(name)) return typed;
  const nearest = cmdlets.find((one) => isSlip(name, one));
  if (nearest === undefined) return null;
  // `Set-OrganizationConfig` and the like are tasks in Exchange, and may well be targets.
  if (!nearest.name.endsWith('OrganizationConfig')) return typed;
  return name.startsWith('get-') && !isAskedFor(text.slice(typed.length)) ? typed : null;
}

/** So many edits away, a cmdlet is a slip of the fingers. */
const slipMost = 2;

function isSlip(name: string, cmdlet: Cmdlet): boolean {
  return editDistance(name, cmdlet.name.toLowerCase()) <= slipMost;
}

/** A length or a reason behind a name is for a target of that name. */
function isAskedFor(rest: string): boolean {
  return /^\s*[^\s|;\-\u2010-\u2015\u2212]/u.test(rest);
}

function beyondBefore(before: string): Refusal {
  if (before.startsWith('$')) return beyond('variable', before);
  return beyond(/^[&.]/u.test(before) ? 'call' : 'subexpression', before);
}

function commandOf(typed: string, rest: string): Command {
  const cmdlet = cmdletOf(typed);
  return isRefusal(cmdlet) ? refused(cmdlet) : refusedOr(readArguments(cmdlet, rest));
}

function cmdletOf(typed: string): Cmdlet | Refusal {
  const name = plainName(typed);
  const wanted = name.toLowerCase();
  const found = cmdlets.find((one) => one.name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  return refuse('cmdlet-unknown', { typed: name, nearest: nearestTo(wanted) });
}

/** Whoever types `Revoke-` wants to revoke, whatever they call it. */
function nearestTo(wanted: string): string {
  const names = cmdlets.map((one) => one.name);
  const verb = wanted.slice(0, wanted.indexOf('-') + 1);
  const ofVerb = names.filter((one) => one.toLowerCase().startsWith(verb));
  const distance = (one: string) => editDistance(wanted, one.toLowerCase());
  const [nearest] = (ofVerb.length > 0 ? ofVerb : names).sort((a, b) => distance(a) - distance(b));
  return nearest!;
}

function readArguments(cmdlet: Cmdlet, rest: string): Command | Refusal {
  const statement = readStatement(rest);
  if (isRefusal(statement)) return statement;
  const bound = bind(cmdlet, statement.args);
  return isRefusal(bound) ? bound : cmdlet.read(bound, statement.chosen, cmdlet);
}

function refusedOr(read: Command | Refusal): Command {
  return isRefusal(read) ? refused(read) : read;
}

function refused(refusal: Refusal): Command {
  return { verb: 'refused', refusal };
}
