import { byElevate } from '../audit/events';
import { endsLoss, type PlaceKey, type PlaceNews } from '../elevation/places';
import { actingIn } from '../elevation/roles';
import { appendAudit } from '../store/audit';
import { now as readClock } from '../store/clock';
import { type Tx } from '../store/database';
import {
  isUsed,
  lostAmong,
  recordBack,
  recordLoss,
  requestsWaitingIn,
  tellAtOf,
} from '../store/lost-places';
import { claimPayload } from '../store/payloads';
import { roleHolders } from '../store/roles';
import { type Context } from './context';
import { enqueuePublish } from './publish-job';
import { enqueuePlaceNews } from './tell-place-job';

/**
 * Writes down that a place cannot be reached any more, or that it can be again: once, whoever finds it out and however often. Owners
 * and admins are told, and what waits for people there is brought up to date.
 * @param payloadKey of the event that said so, which may come again later; null for what an error of a message says
 */
export async function notePlace(
  { database, organisationId, count }: Context,
  news: PlaceNews,
  payloadKey: string | null,
): Promise<void> {
  const isNew = await database.transaction(async (tx) => {
    if (payloadKey !== null && (await claimPayload(tx, organisationId, payloadKey)).repeat) {
      return false;
    }
    return news.loss === null
      ? noteBack(tx, organisationId, news)
      : noteLoss(tx, organisationId, { ...news, loss: news.loss });
  });
  const { platform } = news.place;
  if (isNew) count(news.loss === null ? 'places_back' : 'places_lost', { platform });
}

async function noteLoss(
  tx: Tx,
  organisationId: string,
  { place, loss, code }: PlaceNews & { readonly loss: NonNullable<PlaceNews['loss']> },
): Promise<boolean> {
  if (!(await isUsed(tx, organisationId, place))) return false;
  const id = await recordLoss(tx, organisationId, place, { kind: loss, code });
  if (id === null) return false;
  const tellAt = await tellAtOf(tx, organisationId, id);
  const isSoonAgain = tellAt > (await readClock(tx));
  if (isSoonAgain && place.scope === 'person') return true;
  await appendAudit(tx, {
    organisationId,
    kind: 'place.lost',
    actor: byElevate,
    facts: { ...place, why: loss, code },
  });
  await spread(tx, organisationId, { id, place, news: 'lost', tell: isSoonAgain ? tellAt : 'now' });
  return true;
}

/** Whatever can be reached anywhere on a platform shows that the platform itself can be. */
async function noteBack(tx: Tx, organisationId: string, news: PlaceNews): Promise<boolean> {
  const { place, code } = news;
  let isNew = false;
  for (const lost of await lostAmong(tx, organisationId, [place])) {
    if (!endsLoss(lost.kind, news)) continue;
    if (!(await recordBack(tx, organisationId, lost.id))) continue;
    isNew = true;
    const tellAt = await tellAtOf(tx, organisationId, lost.id);
    const isTold = tellAt <= (await readClock(tx));
    if (tellAt > lost.lostAt && lost.place.scope === 'person') continue;
    await appendAudit(tx, {
      organisationId,
      kind: 'place.back',
      actor: byElevate,
      facts: { ...lost.place, lostAt: lost.lostAt.toISOString(), code },
    });
    const told = { id: lost.id, place: lost.place, news: 'back' } as const;
    await spread(tx, organisationId, { ...told, tell: isTold ? 'now' : 'never' });
  }
  return isNew;
}

interface Told {
  readonly id: string;
  readonly place: PlaceKey;
  readonly news: 'lost' | 'back';
  /** never: that a place is back of which nobody was told that it was lost. */
  readonly tell: Date | 'now' | 'never';
}

async function spread(tx: Tx, organisationId: string, told: Told): Promise<void> {
  // Everybody can take the app away and put it back all day long: status shows it, and nobody is bothered.
  if (told.place.scope === 'person') return;
  if (told.tell !== 'never') await tellPeople(tx, organisationId, told);
  for (const request of await requestsWaitingIn(tx, organisationId, told.place)) {
    await enqueuePublish(tx, organisationId, request);
  }
}

async function tellPeople(
  tx: Tx,
  organisationId: string,
  { id: placeId, news, tell }: Told,
): Promise<void> {
  const holders = await roleHolders(tx, organisationId);
  const people = [...actingIn('owner', holders), ...actingIn('admin', holders)];
  for (const personId of new Set(people.map(({ id }) => id))) {
    await enqueuePlaceNews(
      tx,
      { organisationId, placeId, personId, news },
      tell instanceof Date ? { runAt: tell } : {},
    );
  }
}
