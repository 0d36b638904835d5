/** The way to the first request, drawn from what is stored: which steps are done, and what to type for the next one. */
import { say, type Sentence } from '../words';
import { oneLine } from './people';
import { sheetView } from './sheet';
import { type View } from './view';

export interface FirstStepFacts {
  readonly owner: boolean;
  readonly group: boolean;
  readonly policy: boolean;
  readonly trial: boolean;
  /** A target to try it with; null where there is none. */
  readonly target: string | null;
}

const steps = ['owner', 'group', 'policy', 'trial'] as const;

const stepWords = {
  owner: 'setup.owner',
  group: 'setup.group',
  policy: 'setup.policy',
  trial: 'setup.trial',
} as const;

/** Whether nothing is left to do. */
export function isSetUp(facts: FirstStepFacts): boolean {
  return steps.every((step) => facts[step]);
}

/** @param greeting said to somebody who is told of it for the first time */
export function firstStepsView(
  facts: FirstStepFacts,
  readAt: Date,
  { greeting }: { readonly greeting: boolean },
): View {
  const next = steps.find((step) => !facts[step]);
  const said = steps.map((step) => say(stepWords[step], { done: facts[step] ? 'yes' : 'no' }));
  return sheetView({
    headline: say('setup.title', { left: steps.filter((step) => !facts[step]).length }),
    lead: [greeting ? say('setup.greeting') : null],
    parts: [
      { title: say('setup.steps'), lines: said },
      next === undefined
        ? { title: say('setup.next'), lines: [say('setup.done')] }
        : { title: say('setup.next'), lines: [nextLine(next, facts), say('setup.again')] },
    ],
    readAt,
  });
}

function nextLine(step: (typeof steps)[number], { target }: FirstStepFacts): Sentence {
  const named = oneLine(target ?? '', 120);
  switch (step) {
    case 'owner':
      return say('setup.next.owner');
    case 'group':
      return say('setup.next.group');
    case 'policy':
      return say('setup.next.policy', { known: target === null ? 'no' : 'yes', target: named });
    case 'trial':
      return say('setup.next.trial', { target: target === null ? 'Workload\\Name' : named });
  }
}
