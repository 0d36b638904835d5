/** What the database itself holds of rights that are taken without approval. */
import { v7 as uuidv7 } from 'uuid';
import { now } from '../../src/store/clock';
import { takeDraft, lockDraft, writeDraft, type NewDraft } from '../../src/store/break-glass';
import { lockRequest, moveRequest } from '../../src/store/requests';
import {
  closeReview,
  dueReviews,
  openReview,
  openReviewOf,
  openReviewsFor,
  type ReviewTimes,
} from '../../src/store/reviews';
import { loadDraft, loadSnapshot } from '../../src/store/snapshots';
import { seed, testDatabase, type Seed, type TestDatabase } from '../support/database';
import { ask, decide } from './story';

let db: TestDatabase;
let made: Seed;
beforeEach(async () => {
  db = await testDatabase();
  made = await seed(db);
});
afterEach(() => db.drop());

function draftOf(changes: Partial<NewDraft> = {}): NewDraft {
  return {
    organisationId: made.organisationId,
    id: uuidv7(),
    requesterId: made.persons.ana.id,
    targetId: made.targets.searchMailbox.id,
    targetAccount: 'ana',
    scope: '',
    durationS: 3_600,
    durationWasDefault: false,
    fixedEnd: null,
    reason: 'Mail is down.',
    ticket: null,
    policyId: made.policies.exchange.id,
    policyVersion: 1,
    approverGroupId: made.groupId,
    askedFrom: made.accounts.ana.slack,
    readyForS: 600,
    ...changes,
  };
}

function timesFrom(at: Date): ReviewTimes {
  return { at, remindAt: new Date(at.getTime() + 4 * 3_600_000) };
}

/** Writes a draft and makes it a request, in one transaction. @returns its id */
async function takes(options: { review?: boolean; approved?: boolean } = {}): Promise<string> {
  const draft = draftOf();
  const { organisationId } = made;
  await db.database.transaction(async (tx) => {
    const number = await writeDraft(tx, draft);
    await lockDraft(tx, organisationId, number);
    const at = await now(tx);
    await takeDraft(tx, organisationId, number, at);
    if (options.approved !== false) await moveRequest(tx, organisationId, draft.id, 'approved', at);
    if (options.review !== false) await openReview(tx, organisationId, draft.id, timesFrom(at));
  });
  return draft.id;
}

async function closes(requestId: string, changes: object = {}): Promise<void> {
  await db.database.transaction(async (tx) =>
    closeReview(tx, made.organisationId, requestId, {
      personId: made.persons.ben.id,
      account: made.accounts.ben.teams,
      wasRight: true,
      comment: null,
      at: await now(tx),
      ...changes,
    }),
  );
}

const broken = { code: '23514' };

describe('a draft', () => {
  it('reads as the request that it would be, under the number that it will have', async () => {
    const number = await db.database.transaction((tx) => writeDraft(tx, draftOf()));
    const draft = await db.database.read((tx) => loadDraft(tx, made.organisationId, number));
    expect(draft).toMatchObject({
      number,
      kind: 'review',
      state: 'pending',
      requester: { name: 'Ana' },
      subject: { name: 'Ana' },
      policy: { version: 1 },
      policyNow: { version: 1 },
      grant: null,
      review: null,
    });
    expect(draft!.decideBy.getTime() - draft!.askedAt.getTime()).toBe(600_000);
    const none = await db.database.read((tx) => loadSnapshot(tx, made.organisationId, { number }));
    expect(none).toBeNull();
  });

  it('is one for each person', async () => {
    const first = await db.database.transaction((tx) => writeDraft(tx, draftOf()));
    const second = await db.database.transaction((tx) => writeDraft(tx, draftOf()));
    expect(second).not.toBe(first);
    const read = (number: number) =>
      db.database.read((tx) => loadDraft(tx, made.organisationId, number));
    expect(await read(first)).toBeNull();
    expect(await read(second)).not.toBeNull();
  });

  it('becomes a request once', async () => {
    const number = await db.database.transaction((tx) => writeDraft(tx, draftOf()));
    const { organisationId } = made;
    await expect(
      db.database.transaction(async (tx) => {
        const at = await now(tx);
        await takeDraft(tx, organisationId, number, at);
        await takeDraft(tx, organisationId, number, at);
      }),
    ).rejects.toThrow('was not locked');
  });

  it.each([
    ['without a reason', { reason: '' }],
    ['with a reason that is too long', { reason: 'x'.repeat(3_001) }],
    ['without a length', { durationS: 0 }],
    ['that can never be pressed', { readyForS: 0 }],
  ])('cannot be written %s', async (_how, changes) => {
    await expect(
      db.database.transaction((tx) => writeDraft(tx, draftOf(changes))),
    ).rejects.toMatchObject(broken);
  });
});

describe('a ground', () => {
  it('is there for whatever is approved: nobody approved it, and no policy does by itself', async () => {
    const { id } = await ask(db, made);
    const approve = () =>
      db.database.transaction(async (tx) =>
        moveRequest(tx, made.organisationId, id, 'approved', await now(tx)),
      );
    await expect(approve()).rejects.toMatchObject(broken);
    await decide(db, made, id);
    await approve();
  });

  it('is not a denial', async () => {
    const { id } = await ask(db, made);
    await decide(db, made, id, { verdict: 'deny', comment: 'No.' });
    await expect(
      db.query(`update elevate.requests set state = 'approved', closed_at = now() where id = $1`, [
        id,
      ]),
    ).rejects.toMatchObject(broken);
  });

  it.each([
    ['without a review', { review: false }],
    ['and not approved at once', { approved: false }],
  ])('is missing where something is taken %s', async (_how, options) => {
    await expect(takes(options)).rejects.toMatchObject(broken);
    expect(await db.query('select from elevate.requests')).toEqual([]);
  });

  it('is not there for what is taken for somebody else', async () => {
    const { id } = await ask(db, made);
    await expect(
      db.query(
        `insert into elevate.requests select (v).* from (
           select jsonb_populate_record(r, jsonb_build_object('id', $2::uuid, 'number', 4711,
             'kind', 'review', 'state', 'awaiting-acceptance', 'subject_id', $3::uuid)) as v
           from elevate.requests r where id = $1) as made`,
        [id, uuidv7(), made.persons.ben.id],
      ),
    ).rejects.toMatchObject({ ...broken, constraint: 'requests_break_glass_is_for_oneself' });
  });
});

describe('a review', () => {
  it('is open for one request of a person at a time', async () => {
    const first = await takes();
    await expect(takes()).rejects.toMatchObject({
      code: '23505',
      constraint: 'reviews_one_open',
    });
    await closes(first);
    await takes();
  });

  it('is found for the person, and for those who can close it, until it is closed', async () => {
    const id = await takes();
    const read = () =>
      db.database.read(async (tx) => ({
        own: await openReviewOf(tx, made.organisationId, made.persons.ana.id),
        ben: await openReviewsFor(tx, made.organisationId, made.persons.ben.id),
        ana: await openReviewsFor(tx, made.organisationId, made.persons.ana.id),
        dan: await openReviewsFor(tx, made.organisationId, made.persons.dan.id),
      }));
    const own = { number: 1, group: 'Exchange approvers' };
    expect(await read()).toEqual({ own, ben: [id], ana: [], dan: [] });
    await closes(id);
    expect(await read()).toEqual({ own: null, ben: [], ana: [], dan: [] });
  });

  it('belongs to what was taken without approval only', async () => {
    const { id } = await ask(db, made);
    await expect(
      db.database.transaction(async (tx) =>
        openReview(tx, made.organisationId, id, timesFrom(await now(tx))),
      ),
    ).rejects.toMatchObject(broken);
  });

  it.each<[string, object, object]>([
    ['by whoever took it', { personId: 'ana' }, { constraint: 'reviews_closed_by_another' }],
    [
      'as not right without a word',
      { wasRight: false },
      { constraint: 'reviews_not_right_says_why' },
    ],
    ['with 501 characters', { comment: 'x'.repeat(501) }, { constraint: 'reviews_comment_fits' }],
    ['before it was opened', { at: new Date(0) }, { constraint: 'reviews_closed_after_opened' }],
  ])('cannot be closed %s', async (_how, changes, refused) => {
    const id = await takes();
    const named = 'personId' in changes ? { personId: made.persons.ana.id } : changes;
    await expect(closes(id, named)).rejects.toMatchObject({ ...broken, ...refused });
  });

  it('is closed once', async () => {
    const id = await takes();
    await closes(id);
    await expect(closes(id)).rejects.toThrow('is not open');
  });

  it.each([
    [
      'opened again',
      'update elevate.reviews set closed_at = null, closed_by = null, was_right = null, platform = null, tenant = null, user_key = null',
    ],
    ['judged otherwise', `update elevate.reviews set was_right = false, comment = 'No.'`],
    ['given to somebody else', `update elevate.reviews set subject_id = closed_by`],
    ['taken away', 'delete from elevate.reviews'],
    ['taken away with all others', 'truncate elevate.reviews'],
  ])('is never %s', async (_what, sql) => {
    const id = await takes();
    await closes(id);
    const before = await db.query('select * from elevate.reviews');
    await expect(db.query(sql)).rejects.toMatchObject({ code: '42501' });
    expect(await db.query('select * from elevate.reviews')).toEqual(before);
  });
});

describe('reminders of a review', () => {
  const remind = (requestId: string, number: number) =>
    db.query(
      `insert into elevate.reminders (organisation_id, request_id, number, reminded_at)
       values ($1, $2, $3, elevate.now())`,
      [made.organisationId, requestId, number],
    );

  it('are due from when they say, and not once it is closed', async () => {
    const id = await takes();
    const read = () => db.database.transaction((tx) => dueReviews(tx, 10));
    expect(await read()).toEqual([]);
    await db.advance(4 * 3_600_000);
    expect(await read()).toEqual([{ organisationId: made.organisationId, requestId: id }]);
    await closes(id);
    expect(await read()).toEqual([]);
  });

  it('are left to whoever looks first, and wait for nobody who is closing it', async () => {
    const id = await takes();
    await db.advance(4 * 3_600_000);
    await db.database.transaction(async (tx) => {
      expect(await dueReviews(tx, 10)).toHaveLength(1);
      expect(await db.database.transaction((other) => dueReviews(other, 10))).toEqual([]);
    });
    await db.database.transaction(async (tx) => {
      await lockRequest(tx, made.organisationId, 1);
      expect(await db.database.transaction((other) => dueReviews(other, 10))).toEqual([]);
    });
    expect(await db.database.transaction((tx) => dueReviews(tx, 10))).toMatchObject([
      { requestId: id },
    ]);
  });

  it('come while it is open, each number once, and never after', async () => {
    const id = await takes();
    await remind(id, 1);
    await expect(remind(id, 1)).rejects.toMatchObject({ code: '23505' });
    await closes(id);
    await expect(remind(id, 2)).rejects.toMatchObject(broken);
  });

  it.each([
    ['open without a next one', 'update elevate.reviews set remind_at = null'],
    ['reminded of before it began', 'update elevate.reviews set remind_at = opened_at'],
  ])('cannot be %s', async (_what, sql) => {
    await takes();
    await expect(db.query(sql)).rejects.toMatchObject(broken);
  });
});
