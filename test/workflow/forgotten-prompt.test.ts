/** A process that dies between posting a prompt and remembering it leaves a message that nobody would update again. */
import { type Platform } from '../../src/platforms/contract';
import { shownBy, type PostedMessage, type RecordingPlatform } from '../support/recording-platform';
import { createWorld, type World } from '../support/world';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

/** The prompt that was posted first and is remembered by nobody; the second one is. */
async function forgotten(platform: RecordingPlatform): Promise<PostedMessage> {
  await world.says('ana', 'Search-Mailbox 4h phishing');
  await world.settle();
  await world.db.query('delete from elevate.message_references where platform = $1', [
    platform.name,
  ]);
  const [prompt] = inChannel(platform);
  await publishAgain();
  expect(inChannel(platform)).toHaveLength(2);
  return prompt!;
}

async function publishAgain(): Promise<void> {
  const { id, organisationId } = await world.snapshot(1);
  await world.db.query(
    `select graphile_worker.add_job('publish-request', json_build_object(
       'organisationId', $1::text, 'requestId', $2::text))`,
    [organisationId, id],
  );
  await world.settle();
}

function inChannel(platform: RecordingPlatform): readonly PostedMessage[] {
  return platform.messages.filter(({ account }) => account === null);
}

function screensIn(platform: RecordingPlatform): readonly string[] {
  return inChannel(platform).map((message) => shownBy(message).screen);
}

async function remembered(): Promise<number> {
  const rows = await world.db.query('select from elevate.message_references');
  return rows.length;
}

describe.each(['slack', 'teams'] as const satisfies Platform['name'][])(
  'a forgotten prompt on %s',
  (name) => {
    it('is redrawn after a press on it that counts, and follows from then on', async () => {
      const orphan = await forgotten(world[name]);
      await world.presses('ben', 'approve', 1, { platform: name, on: orphan.key });
      await world.settle();
      expect(screensIn(world[name])).toEqual(['approval-active', 'approval-active']);
      await world.presses('ana', 'end', 1);
      await world.settle();
      expect(screensIn(world[name])).toEqual(['approval-closed', 'approval-closed']);
    });

    it('is redrawn after a press on it that is refused', async () => {
      const orphan = await forgotten(world[name]);
      await world.presses('cara', 'deny', 1, { reason: 'Not today' });
      await world.settle();
      expect(screensIn(world[name])).toEqual(['approval-prompt', 'approval-closed']);
      const reply = await world.presses('ben', 'approve', 1, { platform: name, on: orphan.key });
      expect(reply.privately?.facts.refused).toBe('already-decided');
      await world.settle();
      expect(screensIn(world[name])).toEqual(['approval-closed', 'approval-closed']);
    });

    it('is redrawn after its form was asked for', async () => {
      const orphan = await forgotten(world[name]);
      await world.presses('cara', 'deny', 1, { reason: 'Not today' });
      const envelope = { ...world.envelope('ben', name), pressed: orphan.key };
      const press = { request: 1, digest: 'of-something', reason: null, comment: null };
      await world.inbound.form(envelope, { verb: 'deny', ...press });
      await world.settle();
      expect(screensIn(world[name])).toEqual(['approval-closed', 'approval-closed']);
    });

    it('stays the only one when the press comes before the prompt is posted again', async () => {
      await world.says('ana', 'Search-Mailbox 4h phishing');
      await world.settle();
      await world.db.query('delete from elevate.message_references');
      const [orphan] = inChannel(world[name]);
      await world.presses('ben', 'approve', 1, { platform: name, on: orphan!.key });
      await world.settle();
      expect(screensIn(world[name])).toEqual(['approval-active']);
    });
  },
);

describe('a press in the moment between posting and remembering', () => {
  it('counts, leaves one prompt that is redrawn, and is no reason to warn an operator', async () => {
    const warn = jest.spyOn(world.context.log, 'warn');
    const post = world.slack.post.bind(world.slack);
    jest.spyOn(world.slack, 'post').mockImplementationOnce(async (...posted) => {
      const key = await post(...posted);
      await world.presses('ben', 'approve', 1, { on: key });
      return key;
    });
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.settle();
    expect(screensIn(world.slack)).toEqual(['approval-active']);
    expect(warn.mock.calls).toEqual([]);
  });
});

describe('a press', () => {
  beforeEach(async () => {
    await world.says('ana', 'Search-Mailbox 4h phishing');
    await world.says('ana', 'Search-Mailbox 1h another');
    await world.settle();
  });

  it('on a message that is remembered remembers nothing more', async () => {
    const before = await remembered();
    const [prompt] = inChannel(world.slack);
    await Promise.all([
      world.presses('dan', 'approve', 1, { on: prompt!.key }),
      world.presses('ben', 'approve', 1, { on: prompt!.key }),
    ]);
    expect(await remembered()).toBe(before);
  });

  it('on the message of another request does not take that message over', async () => {
    const prompts = inChannel(world.slack);
    await world.presses('ben', 'approve', 1, { on: prompts[1]!.key });
    await world.settle();
    expect(screensIn(world.slack)).toEqual(['approval-active', 'approval-prompt']);
  });

  it('outside of the channel where its prompts go does not bring the request there', async () => {
    const before = await remembered();
    const elsewhere = { ...world.made.channels.slack, id: 'C0GENERAL' };
    await world.presses('ben', 'approve', 1, { on: { conversation: elsewhere, id: '1.2' } });
    expect(await remembered()).toBe(before);
  });

  it('by two people at once on a forgotten prompt is answered to both', async () => {
    await world.db.query('delete from elevate.message_references');
    const [orphan] = inChannel(world.slack);
    const replies = await Promise.all([
      world.presses('cara', 'approve', 1, { on: orphan!.key }),
      world.presses('ben', 'approve', 1, { on: orphan!.key }),
    ]);
    expect(replies.filter(({ privately }) => privately === null)).toHaveLength(1);
    expect(await remembered()).toBe(1);
  });

  it('on ever new messages is followed to twenty of them', async () => {
    const { conversation } = inChannel(world.slack)[0]!.key;
    for (let id = 0; id < 25; id += 1) {
      await world.presses('dan', 'approve', 1, { on: { conversation, id: `made-up-${id}` } });
    }
    const rows = await world.db.query(
      `select from elevate.message_references m join elevate.requests r on r.id = m.request_id
       where r.number = 1`,
    );
    expect(rows).toHaveLength(20);
  });
});
