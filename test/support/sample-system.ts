/** What system accounts asked for: nobody approved it, and nobody is told in private. */
import { type Grant, type RequestSnapshot } from '../../src/elevation/model';
import { approved, at, ben, ended } from './snapshots';

const program = {
  id: 'system-nightly',
  name: 'nightly-export',
  line: 'nightly-export',
  disabled: false,
  system: true,
};

const asked: Partial<RequestSnapshot> = {
  requester: program,
  subject: program,
  askedFrom: null,
  systemAccount: { name: 'nightly-export', owner: ben },
  durationS: 3_600,
  reason: 'Nightly export of mailboxes for the archive, run 4711.',
  decisions: [],
};

const hour: Partial<Grant> = { endsAt: at('15:06') };

export const systemPrompts: Readonly<Record<string, RequestSnapshot>> = {
  'system-activating': approved(
    { ...hour, state: 'activating', activeAt: null, heldBefore: null },
    asked,
  ),
  'system-active': approved(hour, asked),
  'system-ended': ended({ ...hour, endedAt: at('15:06:03'), endingAt: at('15:06') }, asked),
};
