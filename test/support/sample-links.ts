/** What is shown while two accounts are tied to one person. */
import { type MetLink } from '../../src/elevation/linking';
import { codeView, linkView } from '../../src/views/link';
import { type View } from '../../src/views/view';
import { ana, at, rightToLeft, worst, pending } from './snapshots';

const onSlack = { platform: 'slack', tenant: 'T0EXAMPLE', user: 'U0ANA' } as const;
const onTeams = {
  platform: 'teams',
  tenant: '11111111-1111-4111-8111-111111111111',
  user: '22222222-2222-4222-8222-222222222222',
} as const;

/** Asked on Slack, where Ana is known, and typed on Teams. */
const met: MetLink = {
  id: '0197f0a4-0000-7000-8000-000000000001',
  state: 'met',
  asker: { account: onSlack, name: 'ana', person: ana, platforms: ['slack'], confirmedAt: null },
  typer: { account: onTeams, name: 'Ana Ortiz', person: null, platforms: [], confirmedAt: null },
  validUntil: at('14:15'),
  readAt: at('14:10'),
};

const confirmed: MetLink = { ...met, asker: { ...met.asker, confirmedAt: at('14:11') } };
const linked: MetLink = {
  ...confirmed,
  state: 'linked',
  typer: { ...met.typer, person: ana, platforms: ['slack', 'teams'], confirmedAt: at('14:12') },
};
const long = worst(pending()).requester;
const longest: MetLink = {
  ...met,
  asker: { ...met.asker, person: long, name: `${long.name} <!channel> {{DATE(x)}}` },
};

const given = { code: 'K7QM3TRW', asker: onSlack, person: ana, validUntil: at('14:15') };

export const linkSamples: Readonly<Record<string, View>> = {
  'link.code': codeView(given),
  'link.code-for-slack': codeView({ ...given, asker: onTeams, person: null }),
  'link.code-again': codeView({ ...given, code: null }),
  'link.met-typer': linkView(met, 'typer'),
  'link.met-asker': linkView(met, 'asker'),
  'link.waiting': linkView(confirmed, 'asker'),
  'link.linked': linkView(linked, 'typer'),
  'link.refused': linkView({ ...met, state: 'refused' }, 'asker'),
  'link.over': linkView({ ...met, readAt: at('14:15') }, 'typer'),
  'link.right-to-left': linkView(
    { ...met, asker: { ...met.asker, person: rightToLeft(pending()).requester } },
    'typer',
  ),
  'link.worst': linkView(longest, 'typer'),
};
