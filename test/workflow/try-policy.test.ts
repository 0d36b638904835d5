import { noTerms } from '../../src/elevation/model';
import { type Reply } from '../../src/platforms/contract';
import { type ConfigurationRows } from '../../src/administration/rows';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { giveRoles } from '../support/runs-elevate';
import { type SeedOptions } from '../support/seed';
import { createWorld, type World } from '../support/world';

let world: World;
afterEach(() => world.close());

async function make(options: SeedOptions = {}): Promise<void> {
  world = await createWorld(options);
  await giveRoles(world.db, world.made);
}

function said(reply: Reply): string {
  const { lead, parts } = reply.privately!.facts as Record<string, readonly ViewFacts[]>;
  const lines = [...lead!, ...parts!.flatMap((part) => part.lines as readonly ViewFacts[])];
  return lines.map(({ say }) => plain(say as Sentence).replaceAll('\u00A0', ' ')).join('\n');
}

const verdict = (reply: Reply) => said(reply).split('\n')[0];

/** Only the approver group may ask, and a reason is needed. */
function onlyApproversAsk(rows: ConfigurationRows): ConfigurationRows {
  const requesters = [{ groupId: rows.groups[0]!.id, until: null }];
  const policies = rows.policies.map((one) => ({
    ...one,
    rules: { ...one.rules, reasonRequired: true, terms: { ...noTerms, requesters } },
  }));
  return { ...rows, policies };
}

describe('policy test', () => {
  it('says what would happen and why, and writes nothing', async () => {
    await make({ rules: { reasonRequired: true, reasonMinLength: 10 } });
    const tables = ['requests', 'audit_events', 'inbound_payloads'];
    const count = () =>
      Promise.all(tables.map((one) => world.db.query(`select count(*) from elevate.${one}`)));
    const before = await count();
    const reply = await world.says('cara', 'policy test Search-Mailbox as @U0DAN 2h');
    expect(reply.privately!.notification).toBe('Trial: Search-Mailbox for Dan');
    expect(said(reply).split('\n')).toEqual([
      'People would decide, and nothing would be granted before.',
      'Nothing was asked for, and nobody was told.',
      'Policy Exchange\\Search-*, version 1',
      '1 approval by Exchange approvers (2 people)',
      'Everybody in this organisation who is not a guest.',
      'Dan is among them',
      '4 hours where no length is given, 8 hours at most',
      expect.stringMatching(/^Exchange grants for .* at least$/u),
      'It would be asked for 2 hours',
      'A reason of at least 10 characters',
      'A reason was left out here, and is taken as given',
      'Exchange approvers: 1 approval needed, 2 people could decide besides Dan',
      'Over when it is not decided within 1 day',
    ]);
    expect(await count()).toEqual(before);
  });

  it('is for whoever types it where nobody else is named, who does not count among those who decide', async () => {
    await make();
    expect(said(await world.says('cara', 'policy test Search-Mailbox', 'teams'))).toContain(
      'Exchange approvers: 1 approval needed, 1 person could decide besides Cara',
    );
  });

  it('says in the words that the person would get why it would be refused', async () => {
    await make({ change: onlyApproversAsk });
    const refused = await world.says('ben', 'policy test Search-Mailbox as dan@example.com 4h');
    expect(verdict(refused)).toBe(
      'It would be refused. Dan would be told: “You cannot ask for Exchange\\Search-Mailbox, so nothing was asked for.”',
    );
    expect(said(refused)).toContain('Dan is not among them');
    expect(verdict(await world.says('ben', 'policy test Search-Mailbox as ben 4h'))).toMatch(
      /^People/u,
    );
    const long = await world.says('ben', 'policy test Search-Mailbox as ben 9h');
    expect(verdict(long)).toContain('9 hours is more than the 8 hours this policy allows.');
    const gone = await world.says('ben', 'policy test Search-Mailbox as eve 4h');
    expect(verdict(gone)).toContain('Eve is disabled in the directory');
  });

  it('counts what a policy approves by itself, and the wait after a denial', async () => {
    await make({
      rules: {
        approval: 'auto',
        terms: { ...noTerms, autoBudget: { count: 1, windowS: 3600 } },
      },
    });
    const trying = () => world.says('ana', 'policy test Search-Mailbox as dan 1h');
    expect(verdict(await trying())).toMatch(/^The policy would approve it by itself/u);
    expect(said(await trying())).toContain(
      '0 of 1 that it approves by itself in 1 hour are used up',
    );
    await world.says('dan', 'Search-Mailbox 1h');
    expect(verdict(await trying())).toMatch(/^People would decide/u);
    expect(said(await trying())).toContain('1 of 1 that it approves by itself');
  });

  it('says of a denied target when it can be asked for again', async () => {
    await make({ rules: { terms: { ...noTerms, coolDownS: 3600 } } });
    await world.says('dan', 'Search-Mailbox 1h');
    await world.presses('ben', 'deny', 1, { reason: 'no' });
    const reply = await world.says('ana', 'policy test Search-Mailbox as dan 1h');
    expect(verdict(reply)).toContain('was denied at');
  });

  it('refuses a target or a person that is not there, and one that no policy covers', async () => {
    await make({ change: (rows) => ({ ...rows, policies: rows.policies.slice(0, 1) }) });
    const refusedAs = async (typed: string) =>
      (await world.says('ana', typed)).privately?.facts['refused'];
    expect(await refusedAs('policy test Serch-Mailbox')).toBe('unknown-target');
    expect(await refusedAs('policy test Search-Mailbox as nobody')).toBe('person-unknown');
    expect(await refusedAs('policy test prod_rw')).toBe('no-policy');
  });

  it('ends as the request that is really made', async () => {
    await make({ change: onlyApproversAsk });
    for (const person of ['ben', 'dan'] as const) {
      const trial = await world.says('ana', `policy test Search-Mailbox as ${person} 4h`);
      const real = await world.says(person, 'Search-Mailbox 4h phishing clean-up');
      const isRefused = real.privately?.screen === 'refusal';
      expect(verdict(trial)!.startsWith('It would be refused')).toBe(isRefused);
    }
  });
});
