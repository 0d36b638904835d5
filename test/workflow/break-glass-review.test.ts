/** The review of a right that was taken at once, and where it is listed. */
import { factsDigest } from '../../src/elevation/digest';
import { plain, type Sentence } from '../../src/words';
import { glassWorld, prepares, prompt, refusals, said, takes, words } from '../support/glass-world';
import { shownBy } from '../support/recording-platform';
import { type World } from '../support/world';

let world: World;
afterEach(() => world.close());

describe('the review', () => {
  it('keeps the same person from breaking glass again, on any platform, until somebody has closed it', async () => {
    world = await glassWorld();
    const number = await takes(world);
    const typed = await world.says('ana', words, 'teams');
    expect(typed.privately?.notification).toContain(`The review of ELV-${number} is still open`);
    expect(said(typed.privately)).toContain('Exchange approvers can close it.');
    await takes(world, 'dan');
    await world.presses('ben', 'review', number, { wasRight: true });
    const again = await takes(world);
    expect((await world.snapshot(again)).state).toBe('approved');
  });

  it('holds up a press that was prepared before the other one', async () => {
    world = await glassWorld();
    const number = await takes(world);
    // Two rows of one person, each with a draft of its own.
    await world.presses('ben', 'review', number, { wasRight: true });
    const mine = await prepares(world, 'ana');
    const dans = await prepares(world, 'dan');
    await world.db.query('update elevate.persons set merged_into = $1 where id = $2', [
      world.made.persons.ana.id,
      world.made.persons.dan.id,
    ]);
    const replies = await Promise.all([
      world.presses('ana', 'break-glass', mine),
      world.presses('dan', 'break-glass', dans),
    ]);
    const refused = replies.flatMap(({ privately }) => privately?.facts['refused'] ?? []);
    expect(refused).toEqual(['review-open']);
  });

  it('is closed by an approver, and says so on the prompt and to the person', async () => {
    world = await glassWorld();
    const number = await takes(world);
    await world.settle();
    const reply = await world.presses('ben', 'review', number, {
      wasRight: false,
      comment: 'Nothing was down.',
    });
    expect(said(reply.screen)).toContain('Reviewed by Ben: it was not right.');
    expect(reply.screen?.facts['review']).toBeNull();
    await world.settle();
    expect(said(shownBy(prompt(world)))).toContain('Reviewed by Ben: it was not right.');
    expect(JSON.stringify(shownBy(prompt(world)).facts['quotes'])).toContain('Nothing was down.');
    const news = world.slack.messages.filter(
      ({ account }) => account?.user === world.made.accounts.ana.slack.user,
    );
    expect(said(shownBy(news.at(-1)!))).toContain('Reviewed by Ben: it was not right.');
    expect(await world.audited(number)).toContain('review.closed');
  });

  it('wants a comment with a no', async () => {
    world = await glassWorld();
    const number = await takes(world);
    const reply = await world.presses('ben', 'review', number, { wasRight: false });
    expect(reply.privately?.facts['refused']).toBe('review-comment-required');
    expect((await world.snapshot(number)).review).toMatchObject({ closed: null });
  });

  it('is not for whoever took it, also when they are an approver, nor for a bystander', async () => {
    world = await glassWorld();
    const number = await takes(world);
    await world.db.query(
      'insert into elevate.approver_group_members (organisation_id, group_id, person_id) values ($1, $2, $3)',
      [world.made.organisationId, world.made.groupId, world.made.persons.ana.id],
    );
    await world.presses('ana', 'review', number, { wasRight: true });
    await world.presses('ana', 'review', number, { wasRight: true, platform: 'teams' });
    const bystander = await world.presses('dan', 'review', number, { wasRight: true });
    expect(bystander.screen).toBeNull();
    expect(await refusals(world)).toEqual(['own-review', 'own-review', 'may-not-review']);
    expect((await world.snapshot(number)).review).toMatchObject({ closed: null });
  });

  it('is not for an approver whose account turns out to belong to whoever took it', async () => {
    world = await glassWorld();
    const number = await takes(world);
    world.beforeDecision = async () => {
      await world.db.query('update elevate.persons set merged_into = $1 where id = $2', [
        world.made.persons.ana.id,
        world.made.persons.ben.id,
      ]);
    };
    await world.presses('ben', 'review', number, { wasRight: true });
    expect(await refusals(world)).toEqual(['own-review']);
  });

  it('is closed once when two close it at once', async () => {
    world = await glassWorld();
    const number = await takes(world);
    const replies = await Promise.all([
      world.presses('ben', 'review', number, { wasRight: true }),
      world.presses('cara', 'review', number, { wasRight: false, comment: 'No.' }),
    ]);
    const refused = replies.flatMap(({ privately }) => privately?.facts['refused'] ?? []);
    expect(refused).toEqual(['review-closed']);
    const kinds = await world.audited(number);
    expect(kinds.filter((kind) => kind === 'review.closed')).toHaveLength(1);
  });

  it('is refused for what was approved, and on a screen that is out of date', async () => {
    world = await glassWorld();
    await world.says('ana', 'Search-Mailbox 1h phishing');
    await world.presses('ben', 'approve', 1);
    await world.presses('cara', 'review', 1, { wasRight: true });
    const number = await takes(world, 'dan');
    await world.presses('ben', 'review', number, { wasRight: true, digest: 'digest-12345' });
    expect(await refusals(world)).toEqual(['no-review', 'stale-screen']);
  });

  it('opens a form only for whoever could close it', async () => {
    world = await glassWorld();
    const number = await takes(world);
    const digest = factsDigest(await world.snapshot(number));
    const press = { verb: 'review', request: number, digest, reason: null, comment: null } as const;
    const opened = await world.inbound.form(world.envelope('ben'), press);
    expect(opened.form?.screen).toBe('review-form');
    const kept = await world.inbound.form(world.envelope('ana'), press);
    expect(kept.form).toBeNull();
    expect(kept.privately?.facts['refused']).toBe('own-review');
  });
});

describe('what lists say', () => {
  function rows(view: { readonly facts: object } | null, list = 'rows'): string[] {
    const facts = view!.facts as Record<string, readonly { title: Sentence }[]>;
    return facts[list]!.map(({ title }) => plain(title));
  }

  it('is BREAK-GLASS, and open reviews come first for whoever can close them', async () => {
    world = await glassWorld();
    await world.says('dan', 'Search-Mailbox 1h phishing');
    const number = await takes(world);
    await world.settle();
    const pending = await world.says('ben', 'pending');
    expect(rows(pending.privately)).toEqual([
      expect.stringContaining(`ELV-${number} · BREAK-GLASS`),
      expect.stringContaining('ELV-1 · Search-Mailbox'),
    ]);
    const home = await world.inbound.home(world.envelope('ben'));
    expect(rows(home, 'reviews')).toEqual([expect.stringContaining('BREAK-GLASS')]);
    expect(rows((await world.says('ana', 'mine')).privately)).toEqual([
      expect.stringContaining('BREAK-GLASS'),
    ]);
    expect(rows((await world.says('ana', 'history')).privately)).toEqual([
      expect.stringContaining('BREAK-GLASS'),
    ]);
    expect(rows((await world.says('dan', 'pending')).privately)).toEqual([]);
    const who = JSON.stringify((await world.says('ben', 'who Search-Mailbox')).privately);
    expect(who).toContain('BREAK-GLASS');
    const show = await world.says('ben', `show ELV-${number}`);
    expect(plain(show.privately!.facts['headline'] as Sentence)).toContain('BREAK-GLASS');
  });

  it('has no open review any more once it is closed', async () => {
    world = await glassWorld();
    const number = await takes(world);
    await world.presses('cara', 'review', number, { wasRight: true });
    expect(rows((await world.says('ben', 'pending')).privately)).toEqual([]);
    expect(rows(await world.inbound.home(world.envelope('ben')), 'reviews')).toEqual([]);
  });
});
