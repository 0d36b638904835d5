import { RemoteError } from '../../src/errors';
import { type Reply } from '../../src/platforms/contract';
import { type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { type PersonKey } from '../support/seed';
import { glassWorld, takes } from '../support/glass-world';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.says('ana', 'Search-Mailbox 4h the secret reason');
});
afterEach(() => world.close());

function linesOf(reply: Reply): string {
  const first = reply.privately!.facts['first'] as readonly ViewFacts[];
  return first.map(({ say }) => plain(say as Sentence)).join('\n');
}

const refusedAs = (reply: Reply) => reply.privately?.facts['refused'];

/** Everything that could have been written. */
async function written(): Promise<unknown> {
  return world.db.query(
    `select (select count(*) from elevate.audit_events) as events,
       (select count(*) from elevate.inbound_payloads) as payloads,
       (select count(*) from graphile_worker._private_jobs) as jobs`,
  );
}

/** What somebody is told, with the request's number taken out. */
function toldWithout(number: number, reply: Reply): string {
  return JSON.stringify(reply).replaceAll(`ELV-${number}`, 'ELV-x');
}

describe('show', () => {
  it.each(['slack', 'teams'] as const)(
    'tells the requester everything that happened, on %s',
    async (platform) => {
      await world.presses('ben', 'approve', 1);
      await world.settle();
      const reply = await world.says('ana', 'show ELV-1', platform);
      expect(reply.screen).toBeNull();
      expect(reply.privately).toMatchObject({ screen: 'timeline' });
      expect(linesOf(reply)).toMatch(
        /Ana asked for it.*\n.*Ben approved it.*\n.*That was enough.*\n.*was read.*\n.*It was granted/u,
      );
      expect(JSON.stringify(reply.privately!.facts['quotes'])).toContain('the secret reason');
    },
  );

  it('tells those who decide the same, and who was refused', async () => {
    await world.presses('ana', 'approve', 1);
    expect(linesOf(await world.says('ben', 'show 1'))).toContain(
      'Ana wanted to approve it and was told: “You cannot decide on your own request. ELV-1 was not changed.”',
    );
    expect(linesOf(await world.says('ana', 'show 1'))).not.toContain('was told');
  });

  it('tells everybody else exactly what they are told of a number that nobody has', async () => {
    const own = await world.says('dan', 'show ELV-1');
    const none = await world.says('dan', 'show ELV-7');
    expect(refusedAs(own)).toBe('unknown-request');
    expect(toldWithout(1, own)).toBe(toldWithout(7, none));
    expect(JSON.stringify(own)).not.toMatch(/Ana|secret|Search-Mailbox/u);
  });

  it('tells the same to somebody who was an approver and is none any more', async () => {
    expect((await world.says('cara', 'show 1')).privately?.screen).toBe('timeline');
    await world.db.query('delete from elevate.approver_group_members where person_id = $1', [
      world.made.persons.cara.id,
    ]);
    expect(refusedAs(await world.says('cara', 'show 1'))).toBe('unknown-request');
  });

  it('tells somebody who is disabled nothing, not even that there is one', async () => {
    await world.db.query('update elevate.persons set disabled_at = now() where id = $1', [
      world.made.persons.cara.id,
    ]);
    for (const number of [1, 7]) {
      expect(refusedAs(await world.says('cara', `show ${number}`))).toBe('disabled');
    }
  });

  it.each(['guest', 'external', 'bot', 'disabled'] as const)(
    'shows nothing to an account that is %s, whoever it belongs to',
    async (kind) => {
      for (const [person, user] of [
        ['ana', 'U0ANA'],
        ['ben', 'U0BEN'],
      ] as const) {
        world.slack.kinds.set(user, kind);
        const reply = await world.says(person, 'show 1');
        expect(refusedAs(reply)).toBe(kind);
        expect(JSON.stringify(reply)).not.toMatch(/secret|Search-Mailbox/u);
      }
    },
  );

  it('shows nothing while the platform cannot say who somebody is', async () => {
    const error = new RemoteError('Slack', 'unavailable', 'timeout');
    world.slack.failures.push({ call: 'readAccount', error });
    expect(refusedAs(await world.says('ben', 'show 1'))).toBe('directory-unavailable');
    expect((await world.says('ben', 'show 1')).privately?.screen).toBe('timeline');
  });

  it('tells an account that is not linked how to get linked', async () => {
    const envelope = world.envelope('dan');
    const account = { ...envelope.account, user: 'U0NOBODY' };
    const command = { verb: 'show', request: 1 } as const;
    const reply = await world.inbound.command({ ...envelope, account }, command);
    expect(refusedAs(reply)).toBe('unlinked-account');
  });

  it('writes nothing when it is answered', async () => {
    const before = await written();
    for (const person of ['ana', 'ben'] as const) await world.says(person, 'show 1');
    expect(await written()).toEqual(before);
  });

  it('records who was refused, with the request where there is one, once per payload', async () => {
    const envelope = world.envelope('dan', 'slack', 'twice');
    for (let times = 0; times < 2; times += 1) {
      await world.inbound.command(envelope, { verb: 'show', request: 1 });
    }
    await world.says('dan', 'show 7');
    const events = await world.db.query<{ number: number | null; facts: object }>(
      `select r.number::int, e.facts from elevate.audit_events e
       left join elevate.requests r on r.id = e.request_id
       where e.kind = 'request.refused' order by e.seq`,
    );
    const facts = { verb: 'show', refused: 'unknown-request' };
    expect(events).toMatchObject([
      { number: 1, facts },
      { number: null, facts },
    ]);
    expect(linesOf(await world.says('ben', 'show 1'))).toContain('Dan wanted to read it');
  });
});

describe('what can be done from there', () => {
  const acts = async (person: PersonKey, request = 1) => {
    const { privately } = await world.says(person, `show ${request}`);
    const { revoke, review } = privately!.facts as Record<string, ViewFacts | null>;
    return [revoke?.['verb'], review?.['verb']];
  };

  it('is to revoke it for as long as it lasts, for those who decide, and for nobody else', async () => {
    expect(await acts('ben')).toEqual([undefined, undefined]);
    await world.presses('ben', 'approve', 1);
    expect(await acts('ben')).toEqual(['revoke', undefined]);
    expect(await acts('cara')).toEqual(['revoke', undefined]);
    expect(await acts('ana')).toEqual([undefined, undefined]);
    await world.presses('cara', 'revoke', 1, { reason: 'Done.' });
    expect(await acts('ben')).toEqual([undefined, undefined]);
  });

  it('is to close the review of a break-glass while it is open, also when the right is long gone', async () => {
    await world.close();
    world = await glassWorld();
    const number = await takes(world);
    expect(await acts('ben', number)).toEqual(['revoke', 'review']);
    expect(await acts('ana', number)).toEqual([undefined, undefined]);
    await world.presses('ben', 'revoke', number, { reason: 'No.' });
    await world.settle();
    expect(await acts('ben', number)).toEqual([undefined, 'review']);
    await world.presses('cara', 'review', number, { wasRight: true });
    expect(await acts('ben', number)).toEqual([undefined, undefined]);
  });
});

describe('the button Show timeline', () => {
  it.each(['ana', 'ben'] as PersonKey[])(
    'answers %s privately and leaves the message as it is',
    async (person) => {
      const reply = await world.presses(person, 'show', 1);
      expect(reply).toMatchObject({ privately: { screen: 'timeline' }, screen: null });
    },
  );

  it('is good on an old screen too, for it changes nothing', async () => {
    const reply = await world.presses('ben', 'show', 1, { digest: 'AAAAAAAAAAAA' });
    expect(reply.privately?.screen).toBe('timeline');
  });

  it('tells others no more than the command does', async () => {
    expect(refusedAs(await world.presses('dan', 'show', 1))).toBe('unknown-request');
  });
});
