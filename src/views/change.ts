/** The screens of a change of the configuration: before it is sent, for those who decide, and what came of it. */
import { formatPressValue } from '../commands/press-value';
import { nextWord } from '../commands/words';
import { type PressVerb } from '../commands/command';
import {
  type ChangeDraft,
  type ChangeNeeds,
  type ChangeRequest,
} from '../administration/change-request';
import { changeDigest } from '../administration/digest';
import { type ChangeEffects } from '../administration/change-effects';
import { type Change } from '../administration/difference';
import { type Governing } from '../administration/governing';
import { type Weakening } from '../administration/weakening';
import { requestId, type Person } from '../elevation/model';
import { plain, say, type Sentence, type SentenceFacts, type WordKey } from '../words';
import { changeLines, changeTexts, governingLines, whatChanges } from './change-lines';
import { fitted, lines, nameOf, notification } from './facts';
import { headlineMost, middleCut, targetMost } from './people';
import { spokenMost } from './presses';
import { directCut, promptCut, textQuote } from './quotes';
import { type View, type ViewFacts } from './view';

/** What is to be said about a change beside what was written down. */
export interface ChangeStanding {
  /** By what is configured now; once it is decided, by what was when it was sent. */
  readonly weakens: readonly Weakening[];
  readonly needs: ChangeNeeds;
  readonly effects: ChangeEffects;
  /** Those who may decide. */
  readonly deciders: readonly Person[];
  /** What it starts from and is not so any more. */
  readonly since: readonly Change[];
  /** Which policy decides then, of the targets that it touches. */
  readonly governs: readonly Governing[];
  /** Left out where no policy changes, and where nobody reads it. */
  readonly replay?: ChangeReplay | null;
}

/** How many past requests would have ended otherwise; not counted where that would take too long. */
export type ChangeReplay =
  | { readonly counted: true; readonly otherwise: number; readonly looked: number }
  | {
      readonly counted: false;
      /** A policy that changes. */
      readonly pattern: string;
    };

/** Who looks at it: whoever may decide gets buttons, whoever proposed it may take it back. */
export type ChangeReader = 'decider' | 'proposer' | 'reader';

type Shown = Pick<ChangeRequest, 'id' | 'number' | 'proposer' | 'changes' | 'roles' | 'reason'>;

/**
 * What somebody is about to change, for them alone.
 * @param left how many more there are of what is added
 */
export function changeDraftView(draft: ChangeDraft, standing: ChangeStanding, left = 0): View {
  const isReady = draft.readAt < draft.readyUntil;
  const { isWhole } = changeTexts(draft, standing.weakens);
  const facts = factsOf(draft);
  const state = isReady ? 'draft' : 'lapsed';
  return {
    screen: 'change',
    notification: notification(`note.change.${state}`, facts),
    facts: {
      headline: say(`changes.title.${state}`, facts),
      summary: isReady
        ? lines(
            ...(isWhole
              ? [
                  beforeSending(standing),
                  say('changes.draft.rest'),
                  left === 0 ? null : say('changes.draft.left', { count: left }),
                ]
              : [tooLarge()]),
          )
        : lines(say('changes.lapsed')),
      parts: isReady ? partsOf(draft, standing) : [],
      quotes: isReady ? reasonOf(draft, 'quote.change.reason.own') : [],
      ...noButtons,
      ...(isReady && isWhole ? sendingButton(draft, standing) : {}),
      small: say('changes.small.draft', { ...facts, until: draft.readyUntil }),
    },
  };
}

/** A change that was sent, as this reader may see it. */
export function changeView(
  change: ChangeRequest,
  standing: ChangeStanding,
  reader: ChangeReader,
): View {
  const facts = factsOf(change);
  const isOpen = change.state === 'pending' && change.readAt < change.decideBy;
  const state = change.state === 'pending' ? (isOpen ? 'pending' : 'expired') : change.state;
  const known = { ...change, state } as const;
  const isOwn = isOpen && reader === 'proposer';
  const note = isOwn ? 'note.change.own' : noteKeys[known.state];
  return {
    screen: 'change',
    notification: notification(note, facts),
    facts: {
      headline: say(titleKeys[known.state], facts),
      summary: lines(
        ...sentencesOf(known, standing, reader),
        isOpen && !changeTexts(change, standing.weakens).isWhole ? tooLarge() : null,
      ),
      parts: partsOf(change, isOpen ? standing : { ...standing, ...nothingLeft }),
      quotes: [...reasonOf(change, quoteLabel(reader)), ...denialOf(change)],
      ...noButtons,
      ...(isOpen && reader === 'decider' ? decisionButtons(change, standing) : {}),
      withdraw: isOwn ? withdrawButton(change, standing) : null,
      small: say('changes.small', facts),
    },
  };
}

/** In the place of a change in the messages of somebody who has no role any more. */
export function changeGoneView({ number }: Pick<ChangeRequest, 'number'>): View {
  const facts = { id: requestId(number) };
  return {
    screen: 'change',
    notification: notification('note.change.gone', facts),
    facts: {
      headline: say('changes.title.gone', facts),
      summary: lines(say('changes.gone')),
      parts: [],
      quotes: [],
      ...noButtons,
      small: say('changes.small', facts),
    },
  };
}

const noButtons = { send: null, make: null, approve: null, deny: null, withdraw: null } as const;

export const noEffects: ChangeEffects = { lost: [], more: [], anew: [] };

const nothingLeft = { effects: noEffects, since: [], governs: [], replay: null } as const;

type Stand = Exclude<ChangeRequest['state'], 'awaiting-acceptance'>;

const titleKeys = {
  'awaiting-acceptance': 'changes.title.pending',
  pending: 'changes.title.pending',
  approved: 'changes.title.approved',
  denied: 'changes.title.denied',
  withdrawn: 'changes.title.withdrawn',
  expired: 'changes.title.expired',
} as const satisfies Record<Stand | 'awaiting-acceptance', WordKey>;

const noteKeys = {
  'awaiting-acceptance': 'note.change.pending',
  pending: 'note.change.pending',
  approved: 'note.change.approved',
  denied: 'note.change.denied',
  withdrawn: 'note.change.withdrawn',
  expired: 'note.change.expired',
} as const satisfies Record<Stand | 'awaiting-acceptance', WordKey>;

function factsOf(change: Shown): SentenceFacts & { readonly id: string } {
  return {
    id: requestId(change.number),
    person: nameOf(change.proposer, headlineMost),
    what: whatChanges(change),
  };
}

function tooLarge(): Sentence {
  return say('changes.too-large');
}

function beforeSending({ needs, deciders }: ChangeStanding): Sentence {
  if (needs === 'nobody') return say('changes.draft.alone');
  if (needs === 'nobody-but-the-only-admin') return say('changes.draft.solo');
  return say('changes.draft.second', { deciders: namesOf(deciders) });
}

/** So many of those who decide are named. */
const namedMost = 5;

function namesOf(people: readonly Person[]): string {
  const named = people.slice(0, namedMost).map((one) => nameOf(one, headlineMost));
  return named.join(', ') + (people.length > namedMost ? ', …' : '');
}

function sentencesOf(
  change: ChangeRequest,
  { deciders }: ChangeStanding,
  reader: ChangeReader,
): readonly (Sentence | null)[] {
  const { state, decideBy, closedAt, decisions, needs, proposer, askedAt } = change;
  const person = nameOf(proposer);
  const at = closedAt ?? decideBy;
  const proposed = say('changes.proposed', { person, at: askedAt });
  const last = decisions.at(-1);
  const decider = last === undefined ? person : nameOf(last.person);
  switch (state) {
    case 'approved':
      if (needs === 'nobody') return [say('changes.approved.nobody', { person, at })];
      if (needs === 'nobody-but-the-only-admin')
        return [say('changes.approved.solo', { person, at })];
      return [proposed, say('changes.approved.by', { person: decider, at })];
    case 'denied':
      return [proposed, say('changes.denied.by', { person: decider, at })];
    case 'withdrawn':
      return [proposed, say('changes.withdrawn.by', { person, at })];
    case 'expired':
      return [proposed, say('changes.expired.at', { at: decideBy })];
    case 'awaiting-acceptance':
    case 'pending':
      return [
        reader === 'proposer'
          ? say('changes.pending.own', { deciders: namesOf(deciders) })
          : say('changes.pending.you', { person }),
        say('changes.pending.until', { deadline: decideBy }),
      ];
  }
}

function partsOf(
  change: Shown,
  { weakens, effects, since, governs, replay = null }: ChangeStanding,
): readonly ViewFacts[] {
  const texts = changeTexts(change, weakens);
  return [
    part('changes.part.what', texts.what),
    part('changes.part.weakens', texts.weakens),
    part('changes.part.governs', governingLines(governs)),
    part('changes.part.effects', effectLines(effects)),
    part('changes.part.replay', replay === null ? [] : [replayLine(replay)]),
    part('changes.part.since', changeLines(since)),
  ].filter((one) => one !== null);
}

function part(title: WordKey, sentences: readonly Sentence[]): ViewFacts | null {
  return sentences.length === 0 ? null : { title: say(title), lines: lines(...sentences) };
}

/** So many requests are named. */
const idsMost = 5;

function effectLines({ lost, more, anew }: ChangeEffects): readonly Sentence[] {
  const line = (key: WordKey, numbers: readonly number[]) => {
    const ids = numbers.slice(0, idsMost).map(requestId);
    const all = [...ids, ...(numbers.length > idsMost ? ['…'] : [])].join(', ');
    return numbers.length === 0 ? [] : [say(key, { count: numbers.length, ids: all })];
  };
  return [
    ...line('changes.effect.lost', lost),
    ...line('changes.effect.more', more),
    ...line('changes.effect.anew', anew),
  ];
}

function replayLine(replay: ChangeReplay): Sentence {
  if (!replay.counted) return uncountedLine(replay.pattern);
  return say('changes.replay', { count: replay.otherwise, looked: replay.looked });
}

/** A pattern with its middle left out would be another one, and the command would count something else. */
function uncountedLine(pattern: string): Sentence {
  const typed = /\s/u.test(pattern) ? `"${pattern}"` : pattern;
  const isWhole = middleCut(typed, targetMost) === typed && nextWord(typed, 0)?.text === pattern;
  return isWhole
    ? say('changes.replay.uncounted', { pattern: typed })
    : say('changes.replay.uncounted.long');
}

function quoteLabel(reader: ChangeReader): WordKey {
  return reader === 'proposer' ? 'quote.change.reason.own' : 'quote.change.reason';
}

function reasonOf(change: Shown, label: WordKey): readonly ViewFacts[] {
  const shown = textQuote(
    say(label, { person: nameOf(change.proposer) }),
    change.reason,
    promptCut,
  );
  return shown === null ? [] : [shown];
}

function denialOf({ decisions }: ChangeRequest): readonly ViewFacts[] {
  const denial = decisions.find(({ verdict }) => verdict === 'deny');
  if (denial === undefined) return [];
  const label = say('quote.deny', { person: nameOf(denial.person) });
  const shown = textQuote(label, denial.comment, directCut);
  return shown === null ? [] : [shown];
}

type ChangeVerb = Extract<PressVerb, `change-${string}`>;

function press(change: Shown, standing: ChangeStanding, verb: ChangeVerb): ViewFacts {
  const digest = changeDigest(change, standing);
  return {
    verb,
    action: `request.${verb}`,
    request: requestId(change.number),
    digest,
    value: formatPressValue(verb, change.number, digest),
  };
}

interface Confirmed {
  readonly title: WordKey;
  readonly effect: WordKey;
  readonly act: WordKey;
}

/** Slack's limit for the text of a confirmation. */
const effectMost = 300;

function confirmation({ title, effect, act }: Confirmed, facts: SentenceFacts): ViewFacts {
  return {
    title: say(title, facts),
    effect: say(effect, facts),
    effectText: fitted(effect, facts, effectMost),
    act: say(act),
  };
}

/** What waits for somebody else can be taken back, so it is only asked about where it counts at once. */
function sendingButton(draft: ChangeDraft, standing: ChangeStanding): ViewFacts {
  const { needs } = standing;
  const facts = factsOf(draft);
  const isSent = needs === 'second-admin';
  const effect = needs === 'nobody' ? 'confirm.change.apply' : 'confirm.change.solo';
  const button = {
    ...press(draft, standing, 'change-send'),
    spoken: fitted(isSent ? 'says.change.send' : 'says.change.apply', facts, spokenMost),
    ...confirmation(
      { title: 'confirm.change.apply.title', effect, act: 'button.change.apply' },
      facts,
    ),
  };
  return isSent ? { send: button } : { make: button };
}

function decisionButtons(change: ChangeRequest, standing: ChangeStanding): ViewFacts {
  const facts = factsOf(change);
  const approve = {
    ...press(change, standing, 'change-approve'),
    spoken: fitted('says.change.approve', facts, spokenMost),
    ...confirmation(
      {
        title: 'confirm.change.approve.title',
        effect: 'confirm.change.approve',
        act: 'button.change.approve',
      },
      facts,
    ),
  };
  const deny = {
    ...press(change, standing, 'change-deny'),
    spoken: fitted('says.change.deny', facts, spokenMost),
    about: say('form.change.deny.about', facts),
  };
  // What does not fit any more, or is not all to be seen, cannot be approved; it can still be denied.
  const isApprovable = standing.since.length === 0 && changeTexts(change, standing.weakens).isWhole;
  return { approve: isApprovable ? approve : null, deny };
}

function withdrawButton(change: ChangeRequest, standing: ChangeStanding): ViewFacts {
  const facts = factsOf(change);
  return {
    ...press(change, standing, 'change-withdraw'),
    spoken: fitted('says.change.withdraw', facts, spokenMost),
    ...confirmation(
      {
        title: 'confirm.change.withdraw.title',
        effect: 'confirm.change.withdraw',
        act: 'button.change.withdraw',
      },
      facts,
    ),
  };
}

/** The form behind "Deny…". */
export function changeDenyFormView(change: ChangeRequest, standing: ChangeStanding): View {
  const facts = factsOf(change);
  const title = say('form.deny.title', facts);
  return {
    screen: 'deny-form',
    notification: plain(title),
    facts: {
      title,
      about: say('form.change.deny.about', facts),
      press: press(change, standing, 'change-deny'),
    },
  };
}
