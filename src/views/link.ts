/** The screens of tying two accounts: the code, the other account, and what came of it. */
import { linkDigest } from '../elevation/digest';
import {
  isMet,
  isOpen,
  judgeTie,
  otherSide,
  spacedCode,
  type Link,
  type LinkedAccount,
  type LinkSide,
  type MetLink,
} from '../elevation/linking';
import { type AccountKey, type Person } from '../elevation/model';
import { formatLinkValue } from '../commands/link-value';
import { type LinkPress } from '../commands/command';
import { isRefusal } from '../errors';
import { say, type Sentence, type SentenceFacts, type WordKey } from '../words';
import { fitted, lineOf, lines, nameOf, notification } from './facts';
import { middleCut, personMost, targetMost } from './people';
import { spokenMost } from './presses';
import { type View, type ViewFacts } from './view';

/** A code, and the account that it is for. */
export interface GivenCode {
  /** Null where it was shown before: it is stored nowhere. */
  readonly code: string | null;
  readonly asker: AccountKey;
  readonly person: Person | null;
  readonly validUntil: Date;
}

export function codeView({ code, asker, person, validUntil }: GivenCode): View {
  const platform = asker.platform === 'slack' ? 'teams' : 'slack';
  const until = { until: validUntil };
  const shown = [
    say('link.code', { platform, typed: spacedCode(code ?? '') }),
    say('link.code.then', until),
    say('link.code.keep'),
  ];
  return {
    screen: 'link',
    notification: notification('link.code.note', {}),
    facts: {
      headline: say('link.code.title'),
      summary: lines(
        ...(code === null ? [say('link.code.shown'), say('link.code.anew')] : shown),
        whose(person),
      ),
      ...noButtons,
      small: say('link.small', { account: accountName(asker) }),
    },
  };
}

function whose(person: Person | null): Sentence {
  if (person === null) return say('link.code.whose', { known: 'no', person: '', line: '' });
  return say('link.code.whose', { known: 'yes', ...personFacts(person) });
}

type Stand = 'met' | 'waiting' | 'linked' | 'refused' | 'over';

/** How it stands, as one of the two accounts sees it. */
export function linkView(link: MetLink, side: LinkSide): View {
  const own = link[side];
  const other = link[otherSide(side)];
  const stand = standOf(link, own);
  const isAsked = stand === 'met' || stand === 'waiting';
  const facts: SentenceFacts = {
    side,
    other: nameIn(other),
    platform: other.account.platform,
    account: accountName(other.account),
    until: link.validUntil,
  };
  return {
    screen: 'link',
    notification: notification(`link.${stand}.note`, facts),
    facts: {
      headline: say(`link.${stand}.title`),
      summary: lines(...sentencesOf(link, side, { stand, facts })),
      ...(stand === 'met' ? buttons(link, facts) : noButtons),
      small: say(isAsked ? 'link.small.until' : 'link.small', facts),
    },
  };
}

function standOf(link: MetLink, own: LinkedAccount): Stand {
  if (link.state === 'linked' || link.state === 'refused') return link.state;
  if (!isOpen(link, link.readAt)) return 'over';
  return own.confirmedAt === null ? 'met' : 'waiting';
}

interface Shown {
  readonly stand: Stand;
  readonly facts: SentenceFacts;
}

function sentencesOf(
  link: MetLink,
  side: LinkSide,
  { stand, facts }: Shown,
): readonly (Sentence | null)[] {
  switch (stand) {
    case 'met':
      return [say('link.met', facts), effectOf(link, side, facts), say('link.met.only')];
    case 'waiting':
      return [say('link.waiting', facts)];
    case 'linked': {
      const { person } = link[side];
      const linked = person && say('link.linked', { ...facts, ...personFacts(person) });
      return [linked, say('link.linked.then')];
    }
    case 'refused':
      return [say('link.refused'), say('link.refused.then')];
    case 'over':
      return [say('link.over'), say('link.over.then')];
  }
}

/** Whose account which of the two would become; null where it could not be any more. */
function effectOf(link: MetLink, side: LinkSide, facts: SentenceFacts): Sentence | null {
  const tie = judgeTie(link);
  if (isRefusal(tie)) return null;
  const gains = tie.account === link[side].account ? 'here' : 'there';
  return say('link.met.effect', { ...facts, gains, ...personFacts(tie.person) });
}

const noButtons = { confirm: null, refuse: null } as const;

function buttons(link: MetLink, facts: SentenceFacts): ViewFacts {
  return {
    confirm: button(link, 'link-confirm', facts),
    refuse: button(link, 'link-refuse', facts),
  };
}

function button(link: Link, verb: LinkPress['verb'], facts: SentenceFacts): ViewFacts {
  const digest = linkDigest(link);
  return {
    verb,
    action: `link.${verb}`,
    link: link.id,
    digest,
    value: formatLinkValue({ verb, link: link.id, digest }),
    spoken: fitted(`says.${verb}` satisfies WordKey, facts, spokenMost),
  };
}

function personFacts(person: Person): { readonly person: string; readonly line: string } {
  return { person: nameOf(person), line: lineOf(person) };
}

/** What its platform calls it; somebody without a name is known by their id. */
function nameIn({ name, account }: LinkedAccount): string {
  return middleCut(name, personMost) || middleCut(account.user, personMost);
}

/** `slack:T0123ABCD/U0456EFGH`: a name can be anybody's, this is not. */
function accountName({ platform, tenant, user }: AccountKey): string {
  return middleCut(`${platform}:${tenant}/${user}`, targetMost);
}

/** Null while its code was not typed. */
export function shownLink(link: Link, side: LinkSide): View | null {
  return isMet(link) ? linkView(link, side) : null;
}
