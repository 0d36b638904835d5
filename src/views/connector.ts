/** One connected system: how it is set up, what is granted in it, and what it said when it was asked. */
import { type ConnectorUse } from '../elevation/connector-use';
import { say, type Sentence } from '../words';
import { connectorLine, type AskedConnector, type CheckedConnector } from './connector-lines';
import { groupMost, headlineMost, middleCut, oneLine, targetMost } from './people';
import { sheetView, type Part } from './sheet';
import { type View } from './view';

/** What of its settings could be a secret is not shown. */
export interface ConnectorFacts extends ConnectorUse {
  /** How many acts each process does there at the same time at most. */
  readonly actsAtOnce: number;
  readonly health: CheckedConnector;
  readonly readAt: Date;
}

export function connectorView(facts: ConnectorFacts): View {
  const { workload, kind, targets, health, readAt } = facts;
  return sheetView({
    headline: say('connector.show.title', { workload: middleCut(workload, headlineMost) }),
    lead: [
      connectorLine(health),
      say('connector.kind', { kind: middleCut(kind, groupMost), targets }),
      howToAsk(health),
    ],
    parts: [
      foundPart(health),
      rightsPart(facts),
      targetsPart(facts),
      { title: say('connector.settings'), lines: settingLines(facts.settings) },
    ],
    readAt,
  });
}

/** Where the reader may not have it asked: who may. */
function howToAsk({ workload, state, isStored }: CheckedConnector): Sentence | null {
  if (isStored !== true && state !== 'unasked') return null;
  return say('connector.stored.how', { workload: oneLine(workload, targetMost) });
}

/** What came of asking it now, and what to do about it. */
export function connectorCheckView(checked: AskedConnector): View {
  const { state, checkedAt } = checked;
  const workload = middleCut(checked.workload, headlineMost);
  return sheetView({
    headline: say('connector.check.title', { workload, state }),
    lead: [say(`connector.next.${state}`, { workload })],
    parts: [foundPart(checked)],
    readAt: checkedAt,
  });
}

/** So many of each are shown. */
const linesMost = 12;

/** What a connector says about one thing that it tried: a list of roles can be long. */
const foundMost = 200;

function foundPart({ found }: CheckedConnector): Part | null {
  if (found.length === 0) return null;
  const lines = found.map(({ ok, what }) =>
    say('connector.found.line', { ok: ok ? 'yes' : 'no', what: oneLine(what, foundMost) }),
  );
  return { title: say('connector.found'), lines: capped(lines, lines.length) };
}

function rightsPart(facts: ConnectorFacts): Part {
  const { active, activating, ending, scheduled, failing, overdue, failed } = facts;
  const { busy, actsAtOnce, grantedAt, goneAt } = facts;
  return {
    title: say('connector.rights'),
    lines: [
      say('connector.rights.now', { active, activating, ending, scheduled }),
      failing === 0 ? null : say('connector.rights.failing', { count: failing }),
      overdue === 0 ? null : say('connector.rights.overdue', { count: overdue }),
      failed === 0 ? null : say('connector.rights.failed', { count: failed }),
      say('connector.slots', { count: busy, most: actsAtOnce }),
      grantedAt && say('connector.read.granted', { at: grantedAt }),
      goneAt && say('connector.read.gone', { at: goneAt }),
    ],
  };
}

function targetsPart({ targets, named }: ConnectorFacts): Part {
  const lines = named.map((name) =>
    say('connector.target', { target: middleCut(name, targetMost) }),
  );
  return {
    title: say('connector.targets'),
    lines: targets === 0 ? [say('connector.targets.none')] : capped(lines, targets),
  };
}

function settingLines(settings: Readonly<Record<string, unknown>>): readonly Sentence[] {
  const lines = flat('', settings).map(settingLine);
  return lines.length === 0 ? [say('connector.settings.none')] : capped(lines, lines.length);
}

interface Setting {
  readonly name: string;
  readonly value: unknown;
}

/** `tls.serverName` */
function flat(prefix: string, settings: object): readonly Setting[] {
  return Object.entries(settings).flatMap(([key, value]: [string, unknown]) => {
    const name = prefix + key;
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isNested ? flat(`${name}.`, value) : [{ name, value }];
  });
}

const reference = /^(?:env|file):/u;
/** A connector refuses a secret that is no reference; what one that does not would let pass is not shown either. */
const secretly = /pass|secret|token|key|credential|url$/iu;

function settingLine({ name: typed, value }: Setting): Sentence {
  const name = oneLine(typed, groupMost);
  if (typeof value === 'string' && reference.test(value)) {
    return say('connector.setting.reference', { name, where: oneLine(value, targetMost) });
  }
  if (secretly.test(typed)) return say('connector.setting.kept', { name });
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return say('connector.setting', { name, value: oneLine(text, targetMost) });
}

function capped(lines: readonly Sentence[], count: number): readonly Sentence[] {
  const shown = lines.slice(0, linesMost);
  const left = count - shown.length;
  return left > 0 ? [...shown, say('status.more', { count: left })] : shown;
}
