/** Where past requests are not counted, the command that counts them is named as it can be typed. */
import { parseCommand } from '../../src/commands/parse-command';
import { changeView, noEffects, type ChangeStanding } from '../../src/views/change';
import { plain, type Sentence } from '../../src/words';
import { type ViewFacts } from '../../src/views/view';
import { sent } from '../support/sample-changes';

function said(pattern: string): string {
  const standing: ChangeStanding = {
    ...{ weakens: [], needs: 'second-admin', effects: noEffects, deciders: [], since: [] },
    governs: [],
    replay: { counted: false, pattern },
  };
  const parts = changeView(sent, standing, 'decider').facts['parts'] as readonly ViewFacts[];
  const lines = parts.flatMap((part) => part['lines'] as readonly ViewFacts[]);
  return lines.map((line) => plain(line['say'] as Sentence)).find((one) => one.includes('replay'))!;
}

it.each([
  ['Exchange\\*', 'Exchange\\*'],
  [
    'Exchange\\New-ApplicationAccessPolicyForTheWholeOrganisationAndAllItsRooms-*',
    'Exchange\\New-ApplicationAccessPolicyForTheWholeOrganisationAndAllItsRooms-*',
  ],
  ['Exchange\\Transport Rules *', '"Exchange\\Transport Rules *"'],
])('names the policy %s whole', (pattern, typed) => {
  expect(said(pattern)).toContain(`/elevate policy replay ${typed} with what changes`);
  expect(parseCommand(`policy replay ${typed} approvals 2`)).toMatchObject({ policy: pattern });
});

it.each([`Exchange\\${'N'.repeat(130)}*`, 'Exchange\\"Odd" one', 'Exchange\\\uFF2Eew'])(
  'names no policy rather than another one: %s',
  (pattern) => {
    expect(said(pattern)).toContain('/elevate policy replay with the name of the policy');
  },
);
