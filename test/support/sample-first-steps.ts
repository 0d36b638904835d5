/** What those read who set Elevate up. */
import { firstStepsView, type FirstStepFacts } from '../../src/views/first-steps';
import { type View } from '../../src/views/view';
import { at, pending, worst } from './snapshots';

const readAt = at('14:10');
const begun: FirstStepFacts = {
  owner: true,
  group: false,
  policy: false,
  trial: false,
  target: 'Exchange\\Search-Mailbox',
};
const drawn = (facts: Partial<FirstStepFacts>, greeting = false) =>
  firstStepsView({ ...begun, ...facts }, readAt, { greeting });

export const firstStepSamples: Readonly<Record<string, View>> = {
  'sheet.greeting': drawn({}, true),
  'sheet.setup-owner': drawn({ owner: false }),
  'sheet.setup-policy': drawn({ group: true }),
  'sheet.setup-target': drawn({ group: true, target: null }),
  'sheet.setup-trial': drawn({ group: true, policy: true }),
  'sheet.setup-done': drawn({ group: true, policy: true, trial: true }),
  'sheet.worst-setup': drawn({
    group: true,
    target: `Exchange\\${worst(pending()).target.name}`,
  }),
};
