/** What those read who run Elevate when a place cannot be reached, and when it can be again. */
import { changeWaitsLine } from '../../src/views/change-waits';
import {
  placeBackView,
  placeLostView,
  standInLine,
  type LostPlaceFacts,
} from '../../src/views/place';
import { type View } from '../../src/views/view';
import { at, worst, pending } from './snapshots';

export const lostChannel: LostPlaceFacts = {
  place: { platform: 'slack', tenant: 'T0EXAMPLE', scope: 'channel', id: 'C0EXCHANGE' },
  kind: 'not-in-channel',
  lostAt: at('14:02'),
  backAt: null,
  names: ['Exchange approvers'],
};

export const lostPerson: LostPlaceFacts = {
  place: { platform: 'teams', tenant: 'tenant', scope: 'person', id: 'ana' },
  kind: 'blocked-by-person',
  lostAt: at('13:40'),
  backAt: null,
  names: ['Ana'],
};

const workspace = { platform: 'slack', tenant: 'T0EXAMPLE', scope: 'workspace', id: '' } as const;
const onTeams = { ...lostChannel.place, platform: 'teams' } as const;
const readAt = at('14:10');
const long = worst(pending()).approverGroup.name;

export const placeSamples: Readonly<Record<string, View>> = {
  'sheet.place-lost': placeLostView(lostChannel, { name: 'Owners', platform: 'slack' }, readAt),
  'sheet.place-lost-own': placeLostView(
    { ...lostChannel, place: onTeams, kind: 'app-removed' },
    'own',
    readAt,
  ),
  'sheet.place-lost-admins': placeLostView(
    { ...lostChannel, kind: 'channel-gone' },
    'admins',
    readAt,
  ),
  'sheet.place-lost-shared': placeLostView(
    { ...lostChannel, kind: 'shared-outside' },
    { name: 'Owners', platform: 'slack' },
    readAt,
  ),
  'sheet.place-lost-app': placeLostView(
    { ...lostChannel, place: workspace, kind: 'app-removed', names: [] },
    null,
    readAt,
  ),
  'sheet.place-lost-token': placeLostView(
    { ...lostChannel, place: workspace, kind: 'token-revoked', names: [] },
    null,
    readAt,
  ),
  'sheet.place-lost-person': placeLostView(lostPerson, null, readAt),
  'sheet.worst-place-lost': placeLostView(
    { ...lostChannel, names: [long, long, long] },
    { name: long, platform: 'teams' },
    readAt,
  ),
  'sheet.place-back': placeBackView({ ...lostChannel, backAt: at('15:20') }, at('15:20')),
  'sheet.place-back-person': placeBackView({ ...lostPerson, backAt: at('15:20') }, at('15:20')),
  'line.stand-in': standInLine('Exchange approvers'),
  'line.change-waits': changeWaitsLine({ number: 142 }),
};
