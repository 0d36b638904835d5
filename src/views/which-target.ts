/** A name that no target has, or several have, with what may have been meant as buttons. */
import { askAsVerb, formatMeantValue } from '../commands/ask-value';
import { type NamedTarget } from '../elevation/catalogue';
import { type Refusal } from '../errors';
import { fitted } from './facts';
import { middleCut, targetMost } from './people';
import { spokenMost } from './presses';
import { refusalView } from './refusal';
import { type View, type ViewFacts } from './view';

export interface Offered {
  /** What may have been meant, nearest first. */
  readonly targets: readonly NamedTarget[];
  /** Key of the payload that it was typed in. */
  readonly draft: string;
  /** Everything that was typed in it, which is kept for whoever presses. */
  readonly typed: ViewFacts;
  /** Id of whoever typed it: for nobody else it is taken up again. */
  readonly personId: string;
}

/** No screen has more buttons. */
const offersMost = 3;

/** What fits a button. */
const labelMost = 30;

/** The refusal with a button for each target that was offered, where there is one that can be told from the others. */
export function whichTargetView(refusal: Refusal, offered: Offered): View {
  const told = refusalView(refusal);
  const offers = offersOf(offered);
  if (offers.length === 0) return told;
  const { personId, typed } = offered;
  return { ...told, screen: 'which-target', facts: { ...told.facts, offers, personId, typed } };
}

function offersOf({ targets, draft }: Offered): readonly ViewFacts[] {
  const offered = targets.slice(0, offersMost);
  const isTold = areDifferent(offered.map(({ bareName }) => bareName.toLowerCase()));
  const labels = offered.map(({ bareName, name }) =>
    middleCut(isTold ? bareName : name, labelMost),
  );
  if (!areDifferent(labels)) return [];
  return offered.flatMap(({ id, name }, index) => {
    const value = formatMeantValue({ target: id, draft });
    if (value === null) return [];
    return {
      action: `request.${askAsVerb}`,
      // Slack wants another one for each button of a row.
      actionId: `request.${askAsVerb}.${index + 1}`,
      label: labels[index]!,
      spoken: fitted('says.ask-as', { target: middleCut(name, targetMost) }, spokenMost),
      value,
    };
  });
}

function areDifferent(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
