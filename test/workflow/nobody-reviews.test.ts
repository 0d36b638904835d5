/** Who looks at what was taken without approval by the only person who could have approved it. */
import { noTerms, type PolicyTerms } from '../../src/elevation/model';
import { shownBy } from '../support/recording-platform';
import {
  breakGlass,
  onCallId,
  prepares,
  prompt,
  refusals,
  said,
  words,
} from '../support/glass-world';
import { slackTeam } from '../support/seed';
import { createWorld, type World } from '../support/world';
import { type View } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';

const fallbackId = '0193a000-0000-7000-8000-0000000000d1';
let world: World;
afterEach(() => world.close());

/** Ben alone decides, and is on call; `fallback` are in the organisation's default group. */
async function onlyBen(fallback: readonly string[], terms: Partial<PolicyTerms> = {}) {
  world = await createWorld({
    rules: { terms: { ...noTerms, breakGlass, ...terms } },
    change: (rows) => {
      const ids = (names: readonly string[]) =>
        rows.persons.filter((one) => names.includes(one.name)).map((one) => one.id);
      const channel = (id: string) => [{ platform: 'slack' as const, tenant: slackTeam, id }];
      const [approvers] = rows.groups;
      return {
        ...rows,
        organisation: { ...rows.organisation, defaultApproverGroupId: fallbackId },
        groups: [
          { ...approvers!, memberIds: ids(['Ben']) },
          { id: onCallId, name: 'On call', memberIds: ids(['Ben']), channels: channel('C0CALL') },
          {
            id: fallbackId,
            name: 'Security',
            memberIds: ids(fallback),
            channels: channel('C0SEC'),
          },
        ],
      };
    },
  });
}

const smallOf = ({ facts }: View) => plain(facts['smallWithId'] as Sentence);

it('is the organisation’s default group where nobody else is left, which is told and called', async () => {
  await onlyBen(['Cara', 'Dan']);
  const reply = await world.says('ben', words);
  expect(said(reply.privately)).toContain('2\u00A0approvers are told now');
  const taken = await world.presses('ben', 'break-glass', 1);
  await world.settle();
  const shown = shownBy(prompt(world, 'C0SEC'));
  expect(said(shown)).toContain('so Security can close the review (2\u00A0people).');
  expect(said(shown)).not.toContain('Skipped: Security');
  expect(JSON.stringify(shown.facts['mentions'])).toContain('U0CARA');
  const told = world.slack.messages.map(({ account }) => account?.user);
  expect(told).toContain(world.made.accounts.dan.slack.user);

  // Wherever somebody is named who can act, it is those who were called, and not the group of the one who took it.
  expect(smallOf(shown)).toContain('Security can revoke');
  expect(said(taken.screen)).toContain('Security have to close the review');
  const again = await world.says('ben', words);
  expect(said(again.privately)).toContain('Security can close it.');
  const own = await world.presses('ben', 'review', 1, { wasRight: true });
  expect(said(own.privately)).toContain('Security other than you can close it.');

  await world.presses('dan', 'review', 1, { wasRight: true });
  expect((await world.snapshot(1)).review?.closed).toMatchObject({ by: { name: 'Dan' } });
  expect(await prepares(world, 'ben')).toBe(2);
});

it('is not that group where somebody else would have decided', async () => {
  await onlyBen(['Cara', 'Dan'], { breakGlass: { ...breakGlass, groupIds: [fallbackId] } });
  await world.says('dan', words);
  await world.presses('dan', 'break-glass', 1);
  await world.settle();
  expect(said(shownBy(prompt(world)))).not.toContain('can close the review');
  await world.presses('cara', 'review', 1, { wasRight: true });
  expect((await world.snapshot(1)).review).toMatchObject({ closed: null });
  expect(await refusals(world)).toHaveLength(1);
});

it.each([
  ['nobody is in it', []],
  ['only they are in it', ['Ben']],
  ['whoever is in it is disabled', ['Eve']],
])('is nobody where %s: nothing is taken, and it says why', async (_, fallback) => {
  await onlyBen(fallback);
  const reply = await world.says('ben', words);
  expect(reply.privately?.facts['refused']).toBe('break-glass-no-reviewer');
  expect(await refusals(world)).toEqual(['break-glass-no-reviewer']);
});

it('is looked at again at the press', async () => {
  await onlyBen(['Cara']);
  await world.says('ben', words);
  await world.db.query('update elevate.persons set disabled_at = elevate.now() where name = $1', [
    'Cara',
  ]);
  const reply = await world.presses('ben', 'break-glass', 1);
  expect(reply.privately?.facts['refused']).toBe('break-glass-no-reviewer');
  await world.settle();
  expect(world.exchange.holders.size).toBe(0);
});
