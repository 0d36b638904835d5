/** The organisation that the benchmark serves: of a size at which rows are not all the same few. */
import { stringify } from 'yaml';

export const slackTeam = 'T0BENCH';
export const slackBot = 'U0ELEVATE';

const peopleCount = 60;
/** So many targets, each with a policy of its own. */
const targetCount = 60;
const groupCount = 6;

/** Slack ids of the people who ask. */
export const askers: readonly string[] = numbers(peopleCount).map(slackUser);

/** What they type after `/elevate`, without a reason. */
export const asked: readonly string[] = numbers(targetCount).map((n) => `${bareName(n)} 4h`);

/** A configuration file for `ELEVATE_CONFIG`. */
export function configurationText(targets = targetCount): string {
  return stringify({
    organisation: { name: 'Benchmark', defaultApproverGroup: groupName(0) },
    people: numbers(peopleCount).map((n) => ({
      key: `person-${n}`,
      name: `Person ${n}`,
      line: `person-${n}@example.com`,
      accounts: { slack: `${slackTeam}/${slackUser(n)}`, Warehouse: `person_${n}` },
    })),
    approverGroups: numbers(groupCount).map((n) => ({
      name: groupName(n),
      members: numbers(peopleCount)
        .filter((person) => person % groupCount === n)
        .map((person) => `person-${person}`),
      channels: { slack: `${slackTeam}/C0GROUP${n}` },
    })),
    connectors: [
      { workload: 'Warehouse', kind: 'postgres-roles', settings: { url: 'env:WAREHOUSE_URL' } },
    ],
    targets: numbers(targets).map((n) => ({
      name: `Warehouse\\${bareName(n)}`,
      type: 'role',
      description: `Reads and changes part ${n} of the warehouse.`,
      settings: { role: bareName(n) },
    })),
    policies: [
      { target: 'Warehouse\\*', approverGroup: groupName(0) },
      ...numbers(targets).map((n) => ({
        target: `Warehouse\\${bareName(n)}`,
        approverGroup: groupName(n % groupCount),
      })),
    ],
  });
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function slackUser(n: number): string {
  return `U0PERSON${n}`;
}

export function bareName(n: number): string {
  return `part_${n}_rw`;
}

function groupName(n: number): string {
  return `Approvers ${n}`;
}
