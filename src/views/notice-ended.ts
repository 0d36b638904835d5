import { type Grant, type RequestSnapshot, requestId } from '../elevation/model';
import { say, type Sentence } from '../words';
import { commonFacts, nameOf } from './facts';
import { merged } from './merged';
import { dueOf, overdueText } from './prompt-granted';

/** News about a grant without a grant is a mistake of the caller. */
export function grantOf(snapshot: RequestSnapshot): Grant {
  if (snapshot.grant === null) throw new Error(`${requestId(snapshot.number)} has no grant`);
  return snapshot.grant;
}

/** "Confirmed" only where the right was read as absent: what the person keeps was not taken away, nor what was never begun. */
export function endedNews(snapshot: RequestSnapshot): readonly (Sentence | null)[] {
  const grant = grantOf(snapshot);
  const { alsoHeldThrough } = grant;
  return [
    ...endSentences(snapshot, grant),
    alsoHeldThrough === null
      ? null
      : say('news.ended.overlap', {
          other: requestId(alsoHeldThrough.number),
          end: alsoHeldThrough.until,
        }),
    grant.heldBefore === true ? say('news.ended.before') : null,
  ];
}

function endSentences(snapshot: RequestSnapshot, grant: Grant): readonly (Sentence | null)[] {
  const facts = commonFacts(snapshot);
  const { withheld, endCause, endedAt, endsAt, heldBefore, alsoHeldThrough } = grant;
  if (withheld !== null) return [say('news.withheld', { ...facts, why: withheld })];
  const cause = causeOf(snapshot, grant);
  const wasBegun = endCause !== 'never-started' && heldBefore !== null;
  if (!wasBegun) return [say('news.ended.never', facts), cause];
  const isKept = heldBefore || alsoHeldThrough !== null;
  const at = endedAt ?? endsAt;
  return [say(isKept ? 'news.ended.kept' : 'news.ended', merged(facts, { at })), cause];
}

/** That the time was up needs no words. */
function causeOf(snapshot: RequestSnapshot, grant: Grant): Sentence | null {
  if (grant.endCause === 'revoked') {
    if (grant.endedBy === null) return say('ended.revoked.nobody');
    return say('news.revoked', { person: nameOf(grant.endedBy) });
  }
  if (grant.endCause === 'relinquished') return say('news.relinquished');
  if (grant.endCause !== 'removed-elsewhere') return null;
  return say('news.ended.elsewhere', commonFacts(snapshot));
}

export function stillActiveNews(snapshot: RequestSnapshot): {
  readonly sentence: Sentence;
  readonly facts: { readonly ago: string };
} {
  const due = dueOf(grantOf(snapshot));
  return {
    sentence: say('news.still-active', merged(commonFacts(snapshot), { due })),
    facts: { ago: overdueText(snapshot) },
  };
}
