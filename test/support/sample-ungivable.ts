/** Requests that nothing can approve now, although a policy covers their target: what they hang on is another one by now. */
import { noTerms, type PolicyTerms, type RequestSnapshot } from '../../src/elevation/model';
import { pending, policy } from './snapshots';

const under = (terms: Partial<PolicyTerms>) =>
  pending({ policyNow: policy({ terms: { ...noTerms, ...terms } }, { version: 4 }) });

const stranger = { requesterGroupIds: [], subjectGroupIds: [], isAccountTheirs: false };

export const ungivablePrompts: Readonly<Record<string, RequestSnapshot>> = {
  'account-changed': pending({ standing: stranger }),
  'requester-out': under({ requesters: [{ groupId: 'group-owners', until: null }] }),
  'ticket-missing': under({ ticket: { required: true, form: null, url: null } }),
  'switched-off': pending({ switchedOff: true }),
  'reason-unfit': under({ reasonForm: { pattern: 'INC-[0-9]+: .*', example: 'INC-1: mail' } }),
};
