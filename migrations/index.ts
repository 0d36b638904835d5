import { People } from './0001-people';
import { TargetsAndPolicies } from './0002-targets-and-policies';
import { Requests } from './0003-requests';
import { Grants } from './0004-grants';
import { Messages } from './0005-messages';
import { AuditAndPayloads } from './0006-audit-and-payloads';
import { Opening } from './0007-opening';
import { PolicyTerms } from './0008-policy-terms';
import { SecondThoughts } from './0009-second-thoughts';
import { LookingBack } from './0010-looking-back';
import { FollowUps } from './0011-follow-ups';
import { Warnings } from './0012-warnings';
import { Extensions } from './0013-extensions';
import { Stages } from './0014-stages';
import { Catalogue } from './0015-catalogue';
import { LaterStarts } from './0016-later-starts';
import { ForOthers } from './0017-for-others';
import { BreakGlass } from './0018-break-glass';
import { ReviewReminders } from './0019-review-reminders';
import { Roles } from './0020-roles';
import { SwitchedOff } from './0021-switched-off';
import { SystemAccounts } from './0022-system-accounts';
import { WithheldGrants } from './0023-withheld-grants';
import { FaultyEnds } from './0024-faulty-ends';
import { SystemAccountUse } from './0025-system-account-use';
import { Changes } from './0026-changes';
import { GroupsAgain } from './0027-groups-again';
import { LostPlaces } from './0028-lost-places';
import { RolesOfRemoved } from './0029-roles-of-removed';
import { Greetings } from './0030-greetings';
import { NestedGroups } from './0031-nested-groups';
import { GivenAgain } from './0032-given-again';
import { RolesOfMerged } from './0033-roles-of-merged';
import { AccountLinks } from './0034-account-links';
import { ConnectorChecks } from './0035-connector-checks';
import { GroupSources } from './0036-group-sources';
import { GivenUp } from './0037-given-up';
import { Undelivered } from './0038-undelivered';
import { SharedChannels } from './0039-shared-channels';
import { PeopleInGroups } from './0040-people-in-groups';

/** In the order in which they run. A folder is not searched, so that a build cannot lose one. */
export const migrations = [
  People,
  TargetsAndPolicies,
  Requests,
  Grants,
  Messages,
  AuditAndPayloads,
  Opening,
  PolicyTerms,
  SecondThoughts,
  LookingBack,
  FollowUps,
  Warnings,
  Extensions,
  Stages,
  Catalogue,
  LaterStarts,
  ForOthers,
  BreakGlass,
  ReviewReminders,
  Roles,
  SwitchedOff,
  SystemAccounts,
  WithheldGrants,
  FaultyEnds,
  SystemAccountUse,
  Changes,
  GroupsAgain,
  LostPlaces,
  RolesOfRemoved,
  Greetings,
  NestedGroups,
  GivenAgain,
  RolesOfMerged,
  AccountLinks,
  ConnectorChecks,
  GroupSources,
  GivenUp,
  Undelivered,
  SharedChannels,
  PeopleInGroups,
];
