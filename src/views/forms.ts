import { type RequestSnapshot, requestId } from '../elevation/model';
import { plain, say, type Sentence } from '../words';
import { commonFacts } from './facts';
import { lengthChoices } from './lengths';
import { aboutRequest, extendEffect, pressFacts, reviewAbout, revokeEffect } from './presses';
import { type View, type ViewFacts } from './view';

/** The form behind "Deny…": who, what, how long, and the reason that the requester will see. */
export function denyFormView(snapshot: RequestSnapshot): View {
  return formView(snapshot, 'deny', aboutRequest(snapshot));
}

/**
 * The form behind "Approve for less…": shorter lengths, and the one that was asked, so that a comment can go with it.
 * @param leastDurationS the shortest grant that the target can carry, in seconds
 */
export function approveLessFormView(snapshot: RequestSnapshot, leastDurationS: number): View {
  const { shorter, whole, half } = lengthChoices(snapshot, leastDurationS);
  const choices = [...shorter, whole];
  return formView(snapshot, 'approve-less', aboutRequest(snapshot), { choices, preset: half });
}

/** The form behind "Revoke…": the effect, and the reason that the holder will see. */
export function revokeFormView(snapshot: RequestSnapshot): View {
  return formView(snapshot, 'revoke', say(revokeEffect(snapshot), commonFacts(snapshot)));
}

/** The form behind "Extend…": until when it lasts now, who decides, how much longer, and why. */
export function extendFormView(snapshot: RequestSnapshot): View {
  const title = say('form.extend.title', { id: requestId(snapshot.number) });
  return {
    screen: 'extend-form',
    notification: plain(title),
    facts: { title, press: pressFacts(snapshot, 'extend'), ...extendEffect(snapshot) },
  };
}

/** The form behind "Close review…": what was taken, whether that was right, and a comment that its person will see. */
export function reviewFormView(snapshot: RequestSnapshot): View {
  const title = say('form.review.title', { id: requestId(snapshot.number) });
  return {
    screen: 'review-form',
    notification: plain(title),
    facts: { title, press: pressFacts(snapshot, 'review'), about: reviewAbout(snapshot) },
  };
}

function formView(
  snapshot: RequestSnapshot,
  verb: 'approve-less' | 'deny' | 'revoke',
  about: Sentence,
  more: ViewFacts = {},
): View {
  const title = say(`form.${verb}.title`, { id: requestId(snapshot.number) });
  return {
    screen: `${verb}-form`,
    notification: plain(title),
    facts: {
      title,
      about,
      press: pressFacts(snapshot, verb),
      ...more,
    },
  };
}
