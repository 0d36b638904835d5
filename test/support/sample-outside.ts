/** Groups of outside directories, in each of the ways in which they are known. */
import { type GroupFacts } from '../../src/views/configured';

export const outsideGroups: GroupFacts['outside'] = [
  {
    kind: 'entra',
    key: '11111111-1111-4111-8111-111111111111/aaaaaaaa-0000-4000-8000-000000000001',
    isListed: true,
    failed: null,
    people: 12,
  },
  { kind: 'entra', key: 'not-yet', isListed: false, failed: null, people: 0 },
  { kind: 'entra', key: 'away', isListed: true, failed: 'http_503', people: 1 },
];

/** A group that no other is in, and that is in none. */
export const standingAlone = { nested: [], partOf: [], outside: [] } satisfies Partial<GroupFacts>;
