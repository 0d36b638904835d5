/** What a button does: verb, request, digest; its words for screen readers; and the effect to confirm. */
import { screenState } from '../elevation/screen-state';
import { formatPressValue } from '../commands/press-value';
import { type ListVerb, type PressVerb } from '../commands/command';
import { factsDigest } from '../elevation/digest';
import { isExtendable } from '../elevation/extending';
import { isForOther } from '../elevation/for-other';
import { requestId, type RequestSnapshot } from '../elevation/model';
import { rulesOf } from '../elevation/stages';
import { formatDuration } from '../elevation/duration';
import { plain, say, type Sentence, type SentenceFacts, type WordKey } from '../words';
import {
  approverFacts,
  commonFacts,
  fitted,
  lines,
  nameOf,
  offeredS,
  targetName,
  targetShort,
} from './facts';
import { lengthChoices } from './lengths';
import { merged } from './merged';
import { type ViewFacts } from './view';

/** Slack's limit for what a screen reader says about a button. */
export const spokenMost = 75;

export function pressFacts(snapshot: RequestSnapshot, verb: PressVerb): ViewFacts {
  const digest = factsDigest(snapshot);
  return {
    verb,
    action: `request.${verb}`,
    request: requestId(snapshot.number),
    digest,
    value: formatPressValue(verb, snapshot.number, digest),
  };
}

function factsOf(snapshot: RequestSnapshot): SentenceFacts {
  return {
    id: requestId(snapshot.number),
    target: targetName(snapshot),
    person: nameOf(snapshot.subject),
    duration: formatDuration(snapshot.durationS),
    later: snapshot.startAt === null ? 'no' : 'yes',
  };
}

type Spoken =
  | 'approve'
  | 'approve-less'
  | 'deny'
  | 'revoke'
  | 'retry'
  | 'give-again'
  | 'end'
  | 'extend'
  | 'withdraw'
  | 'accept'
  | 'decline'
  | 'again'
  | 'again.other'
  | 'reason'
  | 'break-glass'
  | 'review'
  | 'show';

function spoken(snapshot: RequestSnapshot, verb: Spoken, facts = factsOf(snapshot)): string {
  return fitted(`says.${verb}`, { ...facts, target: targetShort(snapshot) }, spokenMost);
}

/** Slack's limit for the text of a confirmation. */
const effectMost = 300;

interface Confirmed {
  readonly title: Sentence;
  readonly effect: WordKey;
  readonly act: Sentence;
}

/** A confirmation that names the effect, as a sentence and as plain text for dialogs that take no other. */
function confirmation({ title, effect, act }: Confirmed, facts: SentenceFacts): ViewFacts {
  return {
    title,
    effect: say(effect, facts),
    effectText: fitted(effect, facts, effectMost),
    act,
  };
}

/** "Approve for 4 hours" is the longest that fits a button of 30 characters. */
const durationMost = 18;

/**
 * Approve, with what a confirmation says where nothing can be chosen, and with the choice of lengths for panes that have
 * it: they are preset to what was asked, and have the shorter ones below.
 */
export function approveButton(snapshot: RequestSnapshot, leastDurationS: number): ViewFacts {
  const { approvals, needed } = approverFacts(snapshot);
  const duration = formatDuration(offeredS(snapshot));
  const { stage, stages } = rulesOf(snapshot);
  const counts = { nth: approvals + 1, needed, stage, stages };
  const facts = merged(factsOf(snapshot), { ...counts, duration });
  const title = say('confirm.approve.title', facts);
  const more = moreToCome(snapshot, approvals + 1 < needed);
  const { effect, act } = more ?? approvalEffect(snapshot);
  const { shorter, whole } = lengthChoices(snapshot, leastDurationS);
  return merged(pressFacts(snapshot, 'approve'), {
    spoken: spoken(snapshot, 'approve', facts),
    ...confirmation({ title, effect, act }, facts),
    chosenEffect: say(more?.effect ?? chosenEffect(snapshot), facts),
    choices: [whole, ...shorter],
    preset: whole.value,
  });
}

function chosenEffect(snapshot: RequestSnapshot): WordKey {
  return snapshot.extends === null ? 'confirm.approve.chosen' : 'confirm.approve.chosen.more';
}

export function approveLessButton(snapshot: RequestSnapshot): ViewFacts {
  const press = pressFacts(snapshot, 'approve-less');
  return merged(press, { spoken: spoken(snapshot, 'approve-less') });
}

/** What an approval does that grants nothing yet; null for one that does. */
function moreToCome(snapshot: RequestSnapshot, isShort: boolean): Omit<Confirmed, 'title'> | null {
  const act = say('button.approve');
  if (isShort) return { effect: 'confirm.approve.some', act };
  const { stage, stages } = rulesOf(snapshot);
  return stage < stages ? { effect: 'confirm.approve.stage', act } : null;
}

function approvalEffect(snapshot: RequestSnapshot): Omit<Confirmed, 'title'> {
  const act = say('button.approve');
  const offered = offeredS(snapshot);
  if (snapshot.extends !== null) return { effect: 'confirm.approve.more', act };
  // With a fixed end the length shrinks while the prompt waits; the button would say too much.
  if (snapshot.fixedEnd !== null) {
    const isAsAsked = offered === snapshot.durationS;
    return { effect: isAsAsked ? 'confirm.approve.fixed' : 'confirm.approve.fixed.less', act };
  }
  const duration = formatDuration(offered);
  if (duration.length > durationMost) return { effect: 'confirm.approve', act };
  return { effect: 'confirm.approve', act: say('button.approve.for', { duration }) };
}

/** Under a reason that was cut. It decides nothing. */
export function reasonButton(snapshot: RequestSnapshot): ViewFacts {
  return merged(pressFacts(snapshot, 'reason'), { spoken: spoken(snapshot, 'reason') });
}

export function denyButton(snapshot: RequestSnapshot): ViewFacts {
  return merged(pressFacts(snapshot, 'deny'), {
    spoken: spoken(snapshot, 'deny'),
    about: aboutRequest(snapshot),
  });
}

/** What is decided on: who asks for what, for how long, and for whom. */
export function aboutRequest(snapshot: RequestSnapshot): Sentence {
  const { requester, subject } = snapshot;
  const isOther = requester.id !== subject.id;
  const facts = { person: nameOf(requester), subject: nameOf(subject) };
  const key = isOther ? 'form.about.other' : 'form.about';
  return say(key, merged(factsOf(snapshot), facts));
}

export function revokeButton(snapshot: RequestSnapshot): ViewFacts {
  const facts = factsOf(snapshot);
  return merged(pressFacts(snapshot, 'revoke'), {
    spoken: spoken(snapshot, 'revoke', facts),
    effect: say(revokeEffect(snapshot), facts),
  });
}

/** Lets a right that outlives its end be taken away at once, or one that could not be granted be granted; it asks nothing before. */
export function retryButton(snapshot: RequestSnapshot): ViewFacts {
  const says = screenState(snapshot) === 'failed' ? 'give-again' : 'retry';
  return merged(pressFacts(snapshot, 'retry'), { spoken: spoken(snapshot, says) });
}

/** Closes the review of what was taken without approval; null when there is none, or none any more. */
export function reviewButton(snapshot: RequestSnapshot): ViewFacts | null {
  if (snapshot.review === null || snapshot.review.closed !== null) return null;
  return merged(pressFacts(snapshot, 'review'), {
    spoken: spoken(snapshot, 'review'),
    about: reviewAbout(snapshot),
  });
}

/** What is reviewed, and what closing it does. */
export function reviewAbout(snapshot: RequestSnapshot): readonly ViewFacts[] {
  const facts = commonFacts(snapshot);
  return lines(say('form.review.about', facts), say('form.review.effect', facts));
}

/** @param people how many are told */
export function breakGlassButton(snapshot: RequestSnapshot, people: number): ViewFacts {
  const facts = merged(factsOf(snapshot), { count: people });
  return merged(pressFacts(snapshot, 'break-glass'), {
    spoken: spoken(snapshot, 'break-glass', facts),
    ...confirmation(
      {
        title: say('confirm.break-glass.title', facts),
        effect: 'confirm.break-glass',
        act: say('button.break-glass.now'),
      },
      facts,
    ),
  });
}

export function endButton(snapshot: RequestSnapshot): ViewFacts {
  const facts = factsOf(snapshot);
  return merged(pressFacts(snapshot, 'end'), {
    label: say('button.end'),
    spoken: spoken(snapshot, 'end', facts),
    ...asked,
    ...confirmation(
      {
        title: say('confirm.end.title', facts),
        effect: endEffect(snapshot),
        act: say('button.end.now'),
      },
      facts,
    ),
  });
}

export function withdrawButton(snapshot: RequestSnapshot): ViewFacts {
  const facts = factsOf(snapshot);
  return merged(pressFacts(snapshot, 'withdraw'), {
    label: say('button.withdraw'),
    spoken: spoken(snapshot, 'withdraw', facts),
    ...asked,
    ...confirmation(
      {
        title: say('confirm.withdraw.title', facts),
        effect: 'confirm.withdraw',
        act: say('button.withdraw.now'),
      },
      facts,
    ),
  });
}

/** Lets others decide, who ask again; so nothing is asked first. */
export function acceptButton(snapshot: RequestSnapshot): ViewFacts {
  return merged(pressFacts(snapshot, 'accept'), { spoken: spoken(snapshot, 'accept') });
}

export function declineButton(snapshot: RequestSnapshot): ViewFacts {
  const facts = merged(factsOf(snapshot), { person: nameOf(snapshot.requester) });
  return merged(pressFacts(snapshot, 'decline'), {
    spoken: spoken(snapshot, 'decline', facts),
    ...confirmation(
      {
        title: say('confirm.decline.title', facts),
        effect: 'confirm.decline',
        act: say('button.decline.now'),
      },
      facts,
    ),
  });
}

/** Reads everything that happened to the request; it changes nothing, so nothing is asked first. */
export function showButton(
  snapshot: RequestSnapshot,
  label: 'button.show' | 'button.open' = 'button.show',
): ViewFacts {
  return merged(pressFacts(snapshot, 'show'), {
    label: say(label),
    spoken: spoken(snapshot, 'show'),
    ...unasked,
  });
}

/** The next rows of a list, after the last request that it shows. */
export function moreButton(last: RequestSnapshot, list: ListVerb, count: number): ViewFacts {
  const label = say('list.show-more', { count });
  return merged(pressFacts(last, list), { label, spoken: plain(label), ...unasked });
}

/** What sets apart a button that acts after a question from one that is only for reading. */
const asked = { style: 'danger', asks: true, reads: false } as const;
const unasked = { style: null, asks: false, reads: true } as const;

/** With what the form says, for the pane that stands in its place. Null where more time is not to be had. */
export function extendButton(snapshot: RequestSnapshot): ViewFacts | null {
  if (!isExtendable(snapshot)) return null;
  return merged(pressFacts(snapshot, 'extend'), {
    spoken: spoken(snapshot, 'extend'),
    ...extendEffect(snapshot),
  });
}

/** What asking for more time does, and how much there is to be had at once. */
export function extendEffect(snapshot: RequestSnapshot): ViewFacts {
  const { grant, policy, policyNow } = snapshot;
  const { approval, approverGroupId, durationMaxS } = (policyNow ?? policy).rules;
  const facts = commonFacts(snapshot);
  const isSameGroup = approverGroupId === snapshot.approverGroup.id;
  const decide = isSameGroup ? say('form.extend.decide', facts) : say('form.extend.decide.other');
  return {
    about: lines(
      say('form.extend.about', merged(facts, { end: grant?.endsAt ?? snapshot.readAt })),
      approval === 'auto' ? say('form.extend.auto') : decide,
    ),
    hint: say('form.extend.duration.hint', { maximum: formatDuration(durationMaxS) }),
  };
}

/** Nothing to confirm: it only asks, and can be taken back. */
export function againButton(snapshot: RequestSnapshot): ViewFacts {
  return merged(pressFacts(snapshot, 'again'), {
    label: say('button.again'),
    spoken: spoken(snapshot, isForOther(snapshot) ? 'again.other' : 'again'),
  });
}

/** What was held before, or is held through another grant, is not taken away by ending this one. */
function isKept({ grant }: RequestSnapshot): boolean {
  if (grant === null) return false;
  const { alsoHeldThrough, extendedThrough, heldBefore } = grant;
  // An extension ends together with what it extends.
  const isAnother = alsoHeldThrough !== null && extendedThrough === null;
  return heldBefore === true || isAnother;
}

function isScheduled({ grant }: RequestSnapshot): boolean {
  return grant?.state === 'scheduled';
}

/** What giving it back does, before it is done. */
function endEffect(snapshot: RequestSnapshot): WordKey {
  if (isKept(snapshot)) return 'confirm.end.kept';
  return isScheduled(snapshot) ? 'confirm.end.scheduled' : 'confirm.end';
}

/** What revoking does, before it is done. */
export function revokeEffect(snapshot: RequestSnapshot): WordKey {
  if (isKept(snapshot)) return 'form.revoke.about.kept';
  return isScheduled(snapshot) ? 'form.revoke.about.scheduled' : 'form.revoke.about';
}
