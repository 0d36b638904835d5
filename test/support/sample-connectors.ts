/** One connected system, and what it says when it is asked. */
import { connectorCheckView, connectorView, type ConnectorFacts } from '../../src/views/connector';
import { type CheckedConnector, type ConnectorHealth } from '../../src/views/connector-lines';
import { type View } from '../../src/views/view';
import { at, pending, worst } from './snapshots';

const readAt = at('14:10');
const long = worst(pending());

const found = [
  { ok: true, what: 'connects; PostgreSQL 15.18 (15 or later is needed)' },
  { ok: false, what: 'may end sessions (pg_signal_backend)' },
];

function checked<State extends ConnectorHealth['state']>(
  state: State,
  lines: CheckedConnector['found'] = [],
) {
  return {
    workload: 'Warehouse',
    state,
    findings: lines.filter(({ ok }) => !ok).length,
    checkedAt: readAt,
    found: lines,
  };
}

const warehouse: ConnectorFacts = {
  workload: 'Warehouse',
  kind: 'postgres-roles',
  settings: { url: 'env:WAREHOUSE_URL', tls: { serverName: 'db.example.com' } },
  targets: 12,
  named: ['Warehouse\\archive', 'Warehouse\\prod_rw'],
  scheduled: 1,
  activating: 2,
  active: 4,
  ending: 1,
  failed: 1,
  failing: 1,
  overdue: 1,
  busy: 3,
  actsAtOnce: 16,
  grantedAt: at('13:40'),
  goneAt: at('14:00'),
  health: checked('findings', found),
  readAt,
};

export const connectorSamples: Readonly<Record<string, View>> = {
  'sheet.connector': connectorView(warehouse),
  'sheet.connector-stored': connectorView({
    ...warehouse,
    health: { ...checked('findings', found), found: [], isStored: true },
  }),
  'sheet.connector-unasked': connectorView({ ...warehouse, health: checked('unasked') }),
  'sheet.connector-unused': connectorView({
    ...warehouse,
    settings: {},
    targets: 0,
    named: [],
    scheduled: 0,
    activating: 0,
    active: 0,
    ending: 0,
    failed: 0,
    failing: 0,
    overdue: 0,
    busy: 0,
    grantedAt: null,
    goneAt: null,
    health: checked('missing'),
  }),
  'sheet.connector-working': connectorCheckView(checked('working', found.slice(0, 1))),
  'sheet.connector-findings': connectorCheckView(checked('findings', found)),
  'sheet.connector-silent': connectorCheckView(checked('silent')),
  'sheet.connector-refusing': connectorCheckView(checked('refusing')),
  'sheet.connector-missing': connectorCheckView(checked('missing')),
  'sheet.worst-connector': connectorView({
    ...warehouse,
    workload: long.target.workload,
    kind: 'k'.repeat(63),
    settings: Object.fromEntries(
      Array.from({ length: 40 }, (_one, n) => [`setting-${n}`, long.reason!.slice(0, 500)]),
    ),
    targets: 100_000,
    named: Array<string>(5).fill(long.target.name),
    health: checked('findings', Array(40).fill({ ok: false, what: long.reason! })),
  }),
};
