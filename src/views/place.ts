/** What those who run Elevate are told of places that messages cannot reach, or reach again. */
import { type PlatformName } from '../elevation/model';
import { type LossKind, type PlaceKey } from '../elevation/places';
import { say, type Sentence, type SentenceFacts } from '../words';
import { notification } from './facts';
import { groupMost, middleCut, oneLine } from './people';
import { sheetView } from './sheet';
import { type View } from './view';

/** A place that was lost. */
export interface LostPlaceFacts {
  readonly place: PlaceKey;
  readonly kind: LossKind;
  readonly lostAt: Date;
  readonly backAt: Date | null;
  /** Groups whose channel it is, or the person. */
  readonly names: readonly string[];
}

/** Where the prompts of a lost channel go meanwhile: a channel by whose it is, another one of its own, or each admin. */
export type StandInFacts =
  'own' | 'admins' | { readonly name: string | null; readonly platform: PlatformName };

export function placeLostView(
  lost: LostPlaceFacts,
  standIn: StandInFacts | null,
  readAt: Date,
): View {
  return sheetView({
    headline: say('place.lost', common(lost)),
    lead: [say('place.why', common(lost)), meanwhile(lost, standIn), whatNext(lost)],
    parts: [],
    readAt,
  });
}

export function placeBackView(lost: LostPlaceFacts, readAt: Date): View {
  const { place, lostAt, backAt } = lost;
  return sheetView({
    headline: say('place.back', common(lost)),
    lead: [
      say('place.back.since', { lost: lostAt, back: backAt ?? readAt }),
      place.scope === 'person' ? null : say('place.back.prompts'),
    ],
    parts: [],
    readAt,
  });
}

/** One line of what needs attention. */
export function lostLine(lost: LostPlaceFacts): Sentence {
  return say('status.lost', common(lost));
}

/** Under a prompt that is in a channel of others, because the group's own cannot be reached. */
export function standInLine(group: string): View {
  const facts = { group: middleCut(group, groupMost) };
  return {
    screen: 'line',
    notification: notification('place.stand-in', facts),
    facts: { sentence: say('place.stand-in', facts) },
  };
}

/** How sentences choose: no hyphen may stand in what they choose by. */
const whys: Readonly<Record<LossKind, string>> = {
  'app-removed': 'removed',
  'token-revoked': 'revoked',
  'not-in-channel': 'left',
  'channel-gone': 'gone',
  'shared-outside': 'shared',
  'blocked-by-person': 'blocked',
};

function common({ place, kind, lostAt, names }: LostPlaceFacts): SentenceFacts {
  const isFallback = place.scope === 'channel' && names.length === 0;
  return {
    scope: isFallback ? 'fallback' : place.scope,
    platform: place.platform,
    why: whys[kind],
    name: middleCut(oneLine(names.join(', '), 2 * groupMost), groupMost),
    since: lostAt,
  };
}

function meanwhile(lost: LostPlaceFacts, standIn: StandInFacts | null): Sentence | null {
  const { scope } = lost.place;
  if (scope === 'workspace') return say('place.meanwhile.workspace');
  if (scope === 'person') return say('place.meanwhile.person');
  if (standIn === null) return null;
  const facts = { standInName: '', there: lost.place.platform };
  if (typeof standIn === 'string') return say('place.meanwhile', { ...facts, standIn });
  const { name, platform } = standIn;
  return say('place.meanwhile', {
    standIn: name === null ? 'fallback' : 'group',
    standInName: middleCut(name ?? '', groupMost),
    there: platform,
  });
}

function whatNext(lost: LostPlaceFacts): Sentence {
  const { kind, place } = lost;
  if (place.scope === 'person') return say('place.next.person');
  if (kind === 'token-revoked') return say('place.next.token-revoked', common(lost));
  if (place.scope === 'workspace') return say('place.next.app-removed', common(lost));
  if (kind === 'shared-outside') {
    return say(lost.names.length === 0 ? 'place.next.shared-fallback' : 'place.next.shared', {
      ...common(lost),
      name: oneLine(lost.names[0] ?? '', 120),
    });
  }
  return say(lost.names.length === 0 ? 'place.next.fallback' : 'place.next.channel', {
    ...common(lost),
    // The command has to name one group in full.
    name: oneLine(lost.names[0] ?? '', 120),
  });
}
