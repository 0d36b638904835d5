/** What groups are told that decide nothing: one line each, which stays as it was posted and has nothing to press. */
import { isBreakGlass } from '../elevation/break-glass';
import { type RequestSnapshot } from '../elevation/model';
import { say, type Sentence } from '../words';
import { approverFacts, commonFacts, notification, targetShort } from './facts';
import { merged } from './merged';
import { type View } from './view';

export type Told = 'taken' | 'active' | 'failed' | 'ended';

/** What there is to tell of a request by now, in the order in which it came to be. */
export function toldSoFar(snapshot: RequestSnapshot): readonly Told[] {
  const { grant } = snapshot;
  if (grant === null) return [];
  const isBroken = isBreakGlass(snapshot);
  const wasThere = grant.activeAt !== null;
  return [
    ...(isBroken ? (['taken'] as const) : []),
    ...(wasThere ? (['active'] as const) : []),
    // Nobody has heard of what was approved and could not be granted.
    ...(isBroken && grant.state === 'failed' ? (['failed'] as const) : []),
    ...(wasThere && grant.state === 'ended' ? (['ended'] as const) : []),
  ];
}

export function toldLine(snapshot: RequestSnapshot, news: Told): View {
  const sentence = sentenceOf(snapshot, news);
  const facts = merged(commonFacts(snapshot), {
    ...approverFacts(snapshot),
    target: targetShort(snapshot),
  });
  return {
    screen: 'line',
    notification: notification(`notify.${news}.note`, facts),
    facts: { sentence },
  };
}

function sentenceOf(snapshot: RequestSnapshot, news: Told): Sentence {
  const { grant, closedAt, askedAt } = snapshot;
  const facts = merged(commonFacts(snapshot), approverFacts(snapshot));
  return say(`notify.${news}`, {
    ...facts,
    at: grant?.endedAt ?? closedAt ?? askedAt,
    end: grant?.endsAt ?? askedAt,
  });
}
