/** What an approver agrees to stands on the screen, all of it, or there is nothing to agree with. */
import { difference } from '../../src/administration/difference';
import { renderSlackMessage } from '../../src/platforms/slack/render';
import { type View } from '../../src/views/view';
import { proposeFile } from '../../src/workflow/propose-file';
import { readConfiguration } from '../../src/workflow/read-configuration';
import { createChangeWorld, linesIn, pressesOn, refusedAs } from '../support/change-world';
import { type World } from '../support/world';

let world: World;
afterEach(() => world.close());

async function draftOf(typed: string): Promise<View> {
  const reply = await world.says('ben', typed);
  expect(refusedAs(reply)).toBe('allowed');
  return reply.privately!;
}

/** Of what changes, line by line. */
const what = (view: View | null): string[] => linesIn(view)['What changes'] ?? [];

it('names everybody who becomes a member, however many do', async () => {
  const keys = ['audit-anna', 'audit-bert', 'audit-carl', 'zoe-miller', 'zoran-king', 'zuzana-lee'];
  world = await createChangeWorld({
    change: (rows) => ({
      ...rows,
      persons: [
        ...rows.persons,
        ...keys.map((key, at) => ({
          id: `00000000-0000-7000-8000-0000000000${10 + at}`,
          key,
          name: key,
          line: `${key}@example.com`,
          disabled: false,
        })),
      ],
    }),
  });
  const drafted = await draftOf(
    'group set "Exchange approvers" members +audit-anna,+audit-bert,+audit-carl,+dan,+zoe-miller,+zoran-king,+zuzana-lee',
  );
  await pressesOn(world, 'ben', drafted, 'send');
  const shown = await world.says('ana', 'show ELV-1');
  expect(what(shown.privately)).toContain(
    '• members: + audit-anna, + audit-bert, + audit-carl, + dan, + zoe-miller, + zoran-king, + zuzana-lee',
  );
});

it('says the whole of long values: two that differ in their middle look different', async () => {
  world = await createChangeWorld();
  const dn = (unit: string) =>
    `CN=Readers,OU=Exchange,OU=Groups,OU=EMEA ${unit} ,OU=Corp,DC=corp,DC=contoso,DC=example`;
  const typed = (unit: string) => `target set Search-Mailbox settings.role "${dn(unit)}"`;
  const drawn = async (unit: string) =>
    JSON.stringify(renderSlackMessage(await draftOf(typed(unit))).blocks).replace(/ELV-\d+/gu, '');
  expect(await drawn('xxxxxx')).toContain(' xxxxxx ');
  expect(await drawn('yyyyyy')).toContain(' yyyyyy ');
});

it('says all that a new policy says, who decides and for how long first', async () => {
  world = await createChangeWorld();
  await world.says('ben', 'target add Exchange\\New-Rule type task');
  const drafted = await draftOf(
    'policy create Exchange\\Foo-* approval manual approvers "Exchange approvers" default 8h max 8h cooldown 1h hours "mon-fri 08:00-18:00 Europe/Vienna" requesters "Exchange approvers" remind 1h,2h extension no notify "Exchange approvers" ticket yes scopes a,b breakglass "Exchange approvers" breakglassmax 1h escalate "3h to Exchange approvers"',
  );
  const lines = what(drafted);
  expect(lines.join()).not.toContain('more');
  expect(lines.slice(1, 6).map((line) => line.split(':')[0])).toEqual([
    '• approval',
    '• approverGroup',
    '• approvalsNeeded',
    '• durationMax',
    '• breakGlass',
  ]);
  expect(lines.some((line) => line.startsWith('• availability'))).toBe(true);
});

it('refuses what does not fit on one screen, and says to make it smaller', async () => {
  world = await createChangeWorld();
  const fields = Array.from({ length: 14 }, (_, at) => `settings.k${at} ${'<'.repeat(450)}`);
  const reply = await world.says('ben', `target set Search-Mailbox ${fields.join(' ')}`);
  expect(refusedAs(reply)).toBe('change-too-large');
});

it('drafts nothing of a file that does not fit on one screen, and says so', async () => {
  world = await createChangeWorld();
  const { configuration } = (await readConfiguration(world.db.database))!;
  const [policy] = configuration.policies;
  const wanted = {
    ...configuration,
    policies: [
      ...configuration.policies,
      ...Array.from({ length: 9 }, (_, at) => ({ ...policy!, target: `Exchange\\More-${at}-*` })),
    ],
  };
  expect(difference(configuration, wanted)).toHaveLength(9);
  const { database } = world.db;
  const proposed = { configuration: wanted, source: 'f.yaml', key: 'ben' };
  expect(await proposeFile(database, proposed)).toEqual({ outcome: 'too-large' });
  expect(refusedAs(await world.says('ben', 'change show'))).toBe('change-none');
});

it('refuses a reason that is too long to be kept', async () => {
  world = await createChangeWorld();
  const typed = `policy set Exchange\\Search-* approvals 2 because ${'y'.repeat(3001)}`;
  expect(refusedAs(await world.says('ben', typed))).toBe('reason-too-long');
});

it('does not cut a long value to another one', async () => {
  world = await createChangeWorld();
  const setting = (length: number) =>
    world.says('ben', `target set Search-Mailbox settings.role ${'c'.repeat(length)}`);
  expect((await setting(501)).privately!.screen).not.toBe('change');
  expect(what((await setting(500)).privately).join()).toContain('c'.repeat(500));
});

it.each(['settings.constructor', 'settings.toString', 'settings.__proto__'])(
  'knows no setting %s',
  async (field) => {
    world = await createChangeWorld();
    const reply = await world.says('ben', `target set Search-Mailbox ${field} x`);
    expect(refusedAs(reply)).toBe('change-field-unknown');
  },
);

it.each(['accounts.constructor', 'accounts.__proto__'])('knows no account %s', async (field) => {
  world = await createChangeWorld();
  const typed = `system-account add backup owner @U0BEN reason x targets Warehouse\\prod_rw until 2027-06-30 ${field} z`;
  expect(refusedAs(await world.says('ben', typed))).toBe('change-field-unknown');
});
