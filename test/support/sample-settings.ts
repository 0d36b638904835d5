/** What those read who run Elevate, of what the organisation has set. */
import { settingsView } from '../../src/views/configured';
import { type View } from '../../src/views/view';
import { at } from './snapshots';

const readAt = at('14:10');
const since = at('09:00');

export const settingsSamples: Readonly<Record<string, View>> = {
  'sheet.settings': settingsView({
    organisation: 'Example',
    enabled: true,
    branding: null,
    fallbackChannels: [],
    defaultGroup: 'Exchange approvers',
    version: { version: 3, since },
    readAt,
  }),
  'sheet.settings-off': settingsView({
    organisation: 'Example',
    enabled: false,
    branding: null,
    fallbackChannels: [],
    defaultGroup: 'Exchange approvers',
    version: { version: 4, since },
    readAt,
  }),
  'sheet.settings-branding': settingsView({
    organisation: 'Example',
    enabled: true,
    fallbackChannels: [
      { platform: 'slack', tenant: 'T0EXAMPLE', id: 'C0OPERATORS' },
      { platform: 'teams', tenant: 'tenant', id: '19:operators@thread.tacv2' },
    ],
    branding: {
      name: 'Contoso Access',
      icon: 'https://static.contoso.example/access.png',
      colour: '#26337a',
      footer: 'Questions? The identity team answers on weekdays.',
      helpLink: 'https://help.contoso.example/access',
    },
    defaultGroup: 'Exchange approvers',
    version: { version: 5, since },
    readAt,
  }),
  'sheet.settings-none': settingsView({
    organisation: 'Example',
    enabled: true,
    branding: null,
    fallbackChannels: [],
    defaultGroup: null,
    version: null,
    readAt,
  }),
};
