/** The tables as TypeORM knows them; test/store/drift.test.ts holds them and the migrations together. */
import {
  OrganisationRow,
  ConfigurationVersionRow,
  SettingsRow,
  PersonRow,
  AccountRow,
} from './people';
import {
  ApproverGroupRow,
  ApproverGroupMemberRow,
  ApproverGroupNestedRow,
  ApproverGroupPartRow,
  ApproverGroupSourceRow,
  SourceListingRow,
  SourceMemberRow,
  ApproverGroupChannelRow,
} from './groups';
import { ConnectorEntity, TargetRow, ApprovalPolicyRow, ApprovalPolicyVersionRow } from './targets';
import {
  RequestTransitionRow,
  RequestRow,
  DecisionRow,
  ReminderRow,
  AskedGroupRow,
} from './requests';
import { GrantTransitionRow, GrantRow, RightLeaseRow } from './grants';
import { BreakGlassDraftRow, ReviewRow } from './break-glass';
import { ChangeDraftRow, ConfigurationChangeRow } from './changes';
import { RoleHoldingRow } from './roles';
import { SystemAccountKeyRow, SystemAccountRow, SystemAccountUsesRow } from './system-accounts';
import { MessageReferenceRow, ConversationReferenceRow } from './messages';
import { GreetingRow } from './greetings';
import { AccountLinkRow, LinkGuessesRow } from './links';
import { LostPlaceRow } from './lost-places';
import { AuditEventRow, InboundPayloadRow, WorkerLeaseRow } from './audit';

export const entities = [
  OrganisationRow,
  ConfigurationVersionRow,
  SettingsRow,
  PersonRow,
  AccountRow,
  ApproverGroupRow,
  ApproverGroupMemberRow,
  ApproverGroupNestedRow,
  ApproverGroupPartRow,
  ApproverGroupSourceRow,
  SourceListingRow,
  SourceMemberRow,
  ApproverGroupChannelRow,
  ConnectorEntity,
  TargetRow,
  ApprovalPolicyRow,
  ApprovalPolicyVersionRow,
  RequestTransitionRow,
  RequestRow,
  DecisionRow,
  ReminderRow,
  AskedGroupRow,
  BreakGlassDraftRow,
  ReviewRow,
  ChangeDraftRow,
  ConfigurationChangeRow,
  RoleHoldingRow,
  SystemAccountRow,
  SystemAccountKeyRow,
  SystemAccountUsesRow,
  GrantTransitionRow,
  GrantRow,
  RightLeaseRow,
  MessageReferenceRow,
  ConversationReferenceRow,
  AccountLinkRow,
  LinkGuessesRow,
  LostPlaceRow,
  GreetingRow,
  AuditEventRow,
  InboundPayloadRow,
  WorkerLeaseRow,
];
