import { isForOther } from '../elevation/for-other';
import { type RequestSnapshot, requestId } from '../elevation/model';
import { isBreakGlass } from '../elevation/break-glass';
import { formatDuration } from '../elevation/duration';
import { goesOn, isEndingSoon, screenState, type ScreenState } from '../elevation/screen-state';
import { say, type Sentence, type SentenceFacts } from '../words';
import {
  approverFacts,
  askedS,
  commonFacts,
  isShortened,
  leftAtWarning,
  lengthS,
  lines,
  notification,
  targetShort,
} from './facts';
import { reviewedNews } from './break-glass';
import { headline, wasNever } from './glass';
import { merged } from './merged';
import { endedNews, grantOf, stillActiveNews } from './notice-ended';
import { againButton, endButton, extendButton } from './presses';
import { denierName } from './prompt-closed';
import { lateSentence } from './prompt-granted';
import { commentQuotes, denyQuote, directCut, endQuote, reviewQuote } from './quotes';
import { type View, type ViewFacts } from './view';

/** What a person is told about their own request in a message of its own. */
export type NoticeKind =
  | 'scheduled'
  | 'granted'
  | 'ending-soon'
  | 'denied'
  | 'expired'
  | 'withdrawn'
  | 'ending'
  | 'ended'
  | 'revoked'
  | 'failed'
  | 'still-active'
  | 'reviewed';

/** The kinds with words of their own. */
type News = Exclude<NoticeKind, 'revoked'> | 'activating';

/**
 * A direct message about a person's own request. A message that is redrawn after its state has passed says what is so
 * now, and has no button that could no longer work.
 */
export function noticeView(snapshot: RequestSnapshot, kind: NoticeKind): View {
  const news = presentNews(snapshot, kind === 'revoked' ? 'ended' : kind);
  const facts = { ...commonFacts(snapshot), target: targetShort(snapshot) };
  const state = screenState(snapshot);
  const isHeld = isAboutHolding(news) && state === 'active';
  const isToCome = isAboutHolding(news) && (state === 'scheduled' || state === 'activating');
  return {
    screen: 'notice',
    notification: noteOf(snapshot, news),
    facts: {
      headline: titleOf(snapshot, news, facts),
      summary: lines(...sentencesOf(snapshot, news)),
      quotes: quotesOf(snapshot, news),
      end: isHeld || isToCome ? endButton(snapshot) : null,
      extend: isHeld ? extendButton(snapshot) : null,
      again: isLastWord(kind, state) && !isForOther(snapshot) ? againButton(snapshot) : null,
      small: say('news.small', facts),
    },
  };
}

function titleOf(snapshot: RequestSnapshot, news: News, facts: SentenceFacts): Sentence {
  if (news === 'withdrawn') return say('receipt.withdrawn.title', facts);
  if (news === 'ended' && wasNever(snapshot) && !isBreakGlass(snapshot)) {
    return say('news.never.title', facts);
  }
  if (!isBreakGlass(snapshot) || news === 'reviewed') return say(`news.${news}.title`, facts);
  return headline(snapshot, news === 'granted' ? 'active' : news, facts);
}

/** Where it can be asked for once more: on the message about its end, and not on those that only say so by now. */
function isLastWord(kind: NoticeKind, state: ScreenState): boolean {
  if (kind === 'failed') return state === 'failed';
  return ['denied', 'expired', 'withdrawn', 'ended', 'revoked'].includes(kind);
}

function isAboutHolding(news: News): boolean {
  return ['scheduled', 'activating', 'granted', 'ending-soon'].includes(news);
}

/** Old news about a grant gives way to what has become of it. */
function presentNews(snapshot: RequestSnapshot, kind: News): News {
  if (!isAboutHolding(kind) && !['failed', 'ending', 'still-active'].includes(kind)) return kind;
  const state = screenState(snapshot);
  if (state === 'ending' || state === 'still-active' || state === 'ended') return state;
  if (kind === 'scheduled' || kind === 'failed') return onceScheduled(state);
  return kind === 'ending-soon' && !isEndingSoon(snapshot) ? 'granted' : kind;
}

/** What was to come later, or is tried again, is under way, there, or could not be granted. */
function onceScheduled(state: ScreenState): News {
  if (state === 'activating' || state === 'failed') return state;
  return state === 'active' ? 'granted' : 'scheduled';
}

function noteOf(snapshot: RequestSnapshot, news: News): string {
  const facts = { ...commonFacts(snapshot), target: targetShort(snapshot) };
  if (news === 'withdrawn') return notification('receipt.withdrawn.note', facts);
  if (news === 'ending-soon') {
    return notification('news.ending-soon.note', merged(facts, { left: leftAtWarning(snapshot) }));
  }
  if (news === 'ended' && wasNever(snapshot)) return notification('news.never.note', facts);
  if (news !== 'still-active') return notification(`news.${news}.note`, facts);
  return notification('news.still-active.note', merged(facts, stillActiveNews(snapshot).facts));
}

function sentencesOf(snapshot: RequestSnapshot, news: News): readonly (Sentence | null)[] {
  const facts = commonFacts(snapshot);
  switch (news) {
    case 'scheduled':
      return scheduledNews(snapshot);
    case 'activating':
      return [say('news.activating', facts), approvedSentence(snapshot)];
    case 'granted':
      return grantedNews(snapshot);
    case 'ending-soon':
      return endingSoonNews(snapshot);
    case 'denied':
      return deniedNews(snapshot);
    case 'expired':
      return [say('news.expired', facts)];
    case 'withdrawn':
      return [say('receipt.withdrawn')];
    case 'ending':
      return [say('news.ending', facts), say('news.ending.wait', facts)];
    case 'ended':
      return endedNews(snapshot);
    case 'failed': {
      const key = isBreakGlass(snapshot) ? 'news.failed.glass' : 'news.failed';
      return [say(key, { ...facts, id: requestId(snapshot.number) })];
    }
    case 'reviewed':
      return reviewedNews(snapshot);
    case 'still-active':
      return [stillActiveNews(snapshot).sentence];
  }
}

function deniedNews(snapshot: RequestSnapshot): readonly (Sentence | null)[] {
  const { closedAt, policy, policyNow } = snapshot;
  const { coolDownS } = (policyNow ?? policy).rules.terms;
  const isCooling = coolDownS > 0 && closedAt !== null;
  return [
    say('news.denied', {
      ...commonFacts(snapshot),
      person: denierName(snapshot),
      duration: formatDuration(snapshot.durationS),
    }),
    isCooling
      ? say('news.denied.again', { until: new Date(closedAt.getTime() + coolDownS * 1000) })
      : null,
  ];
}

function grantedNews(snapshot: RequestSnapshot): readonly (Sentence | null)[] {
  const grant = grantOf(snapshot);
  const facts = merged(commonFacts(snapshot), { end: grant.endsAt });
  const less = {
    duration: formatDuration(lengthS(snapshot)),
    asked: formatDuration(askedS(snapshot)),
  };
  return [
    isShortened(snapshot)
      ? say('news.granted.less', { ...facts, ...less })
      : say('news.granted', facts),
    lateSentence(snapshot),
    approvedSentence(snapshot),
    grant.heldBefore === true ? say('news.granted.before') : null,
    grant.alsoHeldThrough !== null && goesOn(grant)
      ? say('news.granted.goes-on', {
          other: requestId(grant.alsoHeldThrough.number),
          end: grant.alsoHeldThrough.until,
        })
      : null,
  ];
}

function scheduledNews(snapshot: RequestSnapshot): readonly (Sentence | null)[] {
  const { startsAt: start, endsAt: end } = grantOf(snapshot);
  return [
    say('news.scheduled', merged(commonFacts(snapshot), { start, end })),
    isShortened(snapshot)
      ? say('news.scheduled.less', { asked: formatDuration(askedS(snapshot)) })
      : null,
    approvedSentence(snapshot),
  ];
}

function approvedSentence(snapshot: RequestSnapshot): Sentence {
  const { by, approver } = approverFacts(snapshot);
  if (by === 'nobody') return say('news.granted.nobody', commonFacts(snapshot));
  if (by === 'policy') return say('news.granted.policy');
  return say('news.granted.by', { people: approver });
}

function endingSoonNews(snapshot: RequestSnapshot): readonly Sentence[] {
  const facts = { left: leftAtWarning(snapshot), end: grantOf(snapshot).endsAt };
  return [
    say('news.ending-soon', merged(commonFacts(snapshot), facts)),
    say('news.ending-soon.save'),
  ];
}

function quotesOf(snapshot: RequestSnapshot, news: News): readonly ViewFacts[] {
  if (isAboutHolding(news) && news !== 'ending-soon') return commentQuotes(snapshot, directCut);
  if (news === 'reviewed') return reviewQuote(snapshot, directCut);
  if (news === 'denied') return denyQuote(snapshot, directCut);
  return news === 'ended' || news === 'ending' ? endQuote(snapshot, directCut) : [];
}
