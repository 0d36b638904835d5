import { type Section } from '../administration/difference';
import { fieldHelp } from '../administration/edit-fields';
import { editDistance } from '../elevation/nearest';
import { plain, say, type Sentence, type WordKey } from '../words';
import { lines } from './facts';
import { middleCut } from './people';
import { type View } from './view';

/** Examples per verb; the first stands on the first page too. */
const topics = {
  ask: ['help.ask.example', 'help.ask.until', 'help.ask.later', 'help.ask.other', 'help.ask.full'],
  mine: ['help.mine.example'],
  pending: ['help.pending.example'],
  history: ['help.history.example'],
  show: ['help.show.example'],
  who: ['help.who.example', 'help.who.full'],
  home: ['help.home.example'],
  accept: ['help.accept.example'],
  decline: ['help.decline.example'],
  withdraw: ['help.withdraw.example'],
  end: ['help.end.example'],
  revoke: ['help.revoke.example'],
  retry: ['help.retry.example'],
  extend: ['help.extend.example', 'help.extend.until'],
  again: ['help.again.example'],
  'break-glass': ['help.break-glass.example', 'help.break-glass.verb'],
  link: ['help.link.example', 'help.link.code'],
  help: ['help.help.example'],
  status: ['help.status.example'],
  setup: ['help.setup.example'],
  role: ['help.role.example', 'help.role.remove', 'help.role.add'],
  policy: [
    'help.policy.example',
    'help.policy.show',
    'help.policy.test',
    'help.policy.replay',
    'help.policy.set',
    'help.policy.form',
    'help.policy.create',
    'help.policy.remove',
  ],
  group: [
    'help.group.example',
    'help.group.show',
    'help.group.set',
    'help.group.form',
    'help.group.create',
  ],
  target: [
    'help.target.example',
    'help.target.add',
    'help.target.import',
    'help.target.form',
    'help.target.remove',
  ],
  connector: ['help.connector.example', 'help.connector.show', 'help.connector.check'],
  'system-account': [
    'help.system-account.example',
    'help.system-account.add',
    'help.system-account.form',
    'help.system-account.remove',
  ],
  settings: ['help.settings.example', 'help.settings.set', 'help.settings.form'],
  enable: ['help.enable.example'],
  disable: ['help.disable.example'],
  change: ['help.change.example'],
  powershell: [
    'help.powershell.ask',
    'help.powershell.get',
    'help.powershell.pending',
    'help.powershell.approve',
    'help.powershell.revoke',
    'help.powershell.policies',
    'help.powershell.policy',
    'help.powershell.organization',
  ],
} as const satisfies Record<string, readonly WordKey[]>;

type Topic = keyof typeof topics;

function isTopic(topic: string): topic is Topic {
  return Object.hasOwn(topics, topic);
}

/**
 * What can be typed: five examples, or more about one verb. An unknown topic is told the verb it is most like.
 * @param reader.hasRole whoever runs Elevate sees one line more
 */
export function helpView(topic: string | null, { hasRole } = { hasRole: false }): View {
  const asked = topic?.toLowerCase() ?? null;
  if (asked !== null && isTopic(asked)) {
    return page(
      say(`help.${asked}`),
      topics[asked].map((key) => say(key)),
      fieldsOf(asked),
    );
  }
  const about = asked === null ? say('help.about') : unknownTopic(asked);
  const examples = (['ask', 'mine', 'pending', 'show', 'help'] as const).map((verb) =>
    say(topics[verb][0]),
  );
  const more = hasRole ? [say('help.admins')] : [];
  return page(about, examples, [say('help.others'), say('help.anywhere'), ...more]);
}

/** What can be set about something, each with a value that could stand there. */
function fieldsOf(topic: Topic): readonly Sentence[] {
  const section = sections[topic];
  if (section === undefined) return [];
  return [say('help.fields', { fields: fieldHelp(section).join(' · ') })];
}

const sections: Partial<Record<Topic, Section>> = {
  policy: 'policies',
  group: 'approverGroups',
  target: 'targets',
  settings: 'organisation',
  'system-account': 'systemAccounts',
};

/** So many edits away, a topic is no slip of the fingers. */
const slipMost = 2;

function unknownTopic(asked: string): Sentence {
  const topic = middleCut(asked, 30);
  const nearest = Object.keys(topics).find((verb) => editDistance(asked, verb) <= slipMost);
  if (nearest === undefined) return say('help.unknown', { topic });
  return say('help.nearest', { topic, nearest });
}

function page(about: Sentence, examples: readonly Sentence[], more: readonly Sentence[]): View {
  return {
    screen: 'help',
    notification: plain(say('help.note')),
    facts: {
      headline: say('help.title'),
      about,
      examples: lines(...examples),
      more: lines(...more),
      hasMore: more.length > 0,
    },
  };
}
