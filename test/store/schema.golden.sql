-- tables
account_links.organisation_id uuid not null
account_links.id uuid not null
account_links.state text not null
account_links.code_hash text not null
account_links.asker_platform text not null
account_links.asker_tenant text not null
account_links.asker_user_key text not null
account_links.asker_name text not null
account_links.asker_confirmed_at timestamp with time zone
account_links.typer_platform text
account_links.typer_tenant text
account_links.typer_user_key text
account_links.typer_name text
account_links.typer_confirmed_at timestamp with time zone
account_links.person_id uuid
account_links.asked_at timestamp with time zone not null
account_links.met_at timestamp with time zone
account_links.valid_until timestamp with time zone not null
account_links.closed_at timestamp with time zone
accounts.organisation_id uuid not null
accounts.system text not null
accounts.tenant text not null
accounts.user_key text not null
accounts.person_id uuid not null
accounts.linked_at timestamp with time zone not null = elevate.now()
approval_policies.organisation_id uuid not null
approval_policies.id uuid not null
approval_policies.pattern text not null
approval_policies.literal_prefix text not null generated = lower(split_part(pattern, '*'::text, 1))
approval_policies.current_version integer not null
approval_policies.removed_at timestamp with time zone
approval_policy_versions.organisation_id uuid not null
approval_policy_versions.policy_id uuid not null
approval_policy_versions.version integer not null
approval_policy_versions.approval text not null
approval_policy_versions.approver_group_id uuid not null
approval_policy_versions.approvals_needed integer not null
approval_policy_versions.duration_default_s integer not null
approval_policy_versions.duration_max_s integer not null
approval_policy_versions.decide_within_s integer not null
approval_policy_versions.reason_required boolean not null
approval_policy_versions.reason_min_length integer not null
approval_policy_versions.created_at timestamp with time zone not null = elevate.now()
approval_policy_versions.terms jsonb not null = '{}'::jsonb
approver_group_channels.organisation_id uuid not null
approver_group_channels.group_id uuid not null
approver_group_channels.platform text not null
approver_group_channels.tenant text not null
approver_group_channels.conversation_id text not null
approver_group_members.organisation_id uuid not null
approver_group_members.group_id uuid not null
approver_group_members.person_id uuid not null
approver_group_members.added_at timestamp with time zone not null = elevate.now()
approver_group_nested.organisation_id uuid not null
approver_group_nested.group_id uuid not null
approver_group_nested.nested_id uuid not null
approver_group_nested.added_at timestamp with time zone not null = elevate.now()
approver_group_parts.organisation_id uuid not null
approver_group_parts.group_id uuid not null
approver_group_parts.part_id uuid not null
approver_group_sources.organisation_id uuid not null
approver_group_sources.group_id uuid not null
approver_group_sources.kind text not null
approver_group_sources.key text not null
approver_group_sources.added_at timestamp with time zone not null = elevate.now()
approver_groups.organisation_id uuid not null
approver_groups.id uuid not null
approver_groups.name text not null
approver_groups.created_at timestamp with time zone not null = elevate.now()
approver_groups.removed_at timestamp with time zone
asked_groups.organisation_id uuid not null
asked_groups.request_id uuid not null
asked_groups.group_id uuid not null
asked_groups.why text not null
asked_groups.asked_at timestamp with time zone not null
asked_groups.stage integer not null = 1
audit_events.organisation_id uuid not null
audit_events.seq bigint not null identity
audit_events.id uuid not null
audit_events.at timestamp with time zone not null = elevate.now()
audit_events.kind text not null
audit_events.actor jsonb not null
audit_events.request_id uuid
audit_events.grant_id uuid
audit_events.facts jsonb not null
break_glass_drafts.organisation_id uuid not null
break_glass_drafts.requester_id uuid not null
break_glass_drafts.id uuid not null
break_glass_drafts.number bigint not null
break_glass_drafts.target_id uuid not null
break_glass_drafts.scope text not null = ''::text
break_glass_drafts.target_account text not null
break_glass_drafts.duration_s integer not null
break_glass_drafts.duration_was_default boolean not null
break_glass_drafts.fixed_end timestamp with time zone
break_glass_drafts.reason text not null
break_glass_drafts.ticket text
break_glass_drafts.policy_id uuid not null
break_glass_drafts.policy_version integer not null
break_glass_drafts.approver_group_id uuid not null
break_glass_drafts.asked_platform text not null
break_glass_drafts.asked_tenant text not null
break_glass_drafts.asked_user_key text not null
break_glass_drafts.drafted_at timestamp with time zone not null
break_glass_drafts.ready_until timestamp with time zone not null
change_drafts.organisation_id uuid not null
change_drafts.proposer_id uuid not null
change_drafts.id uuid not null
change_drafts.number bigint not null
change_drafts.changes jsonb not null
change_drafts.roles jsonb not null
change_drafts.reason text
change_drafts.drafted_platform text not null
change_drafts.drafted_tenant text not null
change_drafts.drafted_user_key text not null
change_drafts.drafted_at timestamp with time zone not null
change_drafts.ready_until timestamp with time zone not null
configuration_changes.organisation_id uuid not null
configuration_changes.request_id uuid not null
configuration_changes.changes jsonb not null
configuration_changes.roles jsonb not null
configuration_changes.weakens jsonb not null
configuration_changes.needs text not null
configuration_versions.organisation_id uuid not null
configuration_versions.version bigint not null
configuration_versions.catalogue_version bigint not null = 1
connectors.organisation_id uuid not null
connectors.workload text not null
connectors.kind text not null
connectors.settings jsonb not null
connectors.removed_at timestamp with time zone
conversation_references.organisation_id uuid not null
conversation_references.platform text not null
conversation_references.tenant text not null
conversation_references.conversation_id text not null
conversation_references.user_key text
conversation_references.reference jsonb not null
conversation_references.seen_at timestamp with time zone not null
decisions.organisation_id uuid not null
decisions.id uuid not null
decisions.request_id uuid not null
decisions.person_id uuid not null
decisions.verdict text not null
decisions.comment text
decisions.duration_s integer
decisions.digest text not null
decisions.platform text not null
decisions.tenant text not null
decisions.user_key text not null
decisions.decided_at timestamp with time zone not null
decisions.stage integer not null = 1
grant_transitions.prior_state text not null
grant_transitions.state text not null
grants.organisation_id uuid not null
grants.id uuid not null
grants.request_id uuid not null
grants.subject_id uuid not null
grants.target_id uuid not null
grants.scope text not null
grants.account text not null
grants.prior_state text not null
grants.state text not null
grants.starts_at timestamp with time zone not null
grants.ends_at timestamp with time zone not null
grants.active_at timestamp with time zone
grants.ending_at timestamp with time zone
grants.ended_at timestamp with time zone
grants.end_cause text
grants.ended_by uuid
grants.end_reason text
grants.held_before boolean
grants.attempts integer not null = 0
grants.attempt bigint not null = 0
grants.next_attempt_at timestamp with time zone
grants.last_error text
grants.warn_at timestamp with time zone
grants.warned_at timestamp with time zone
grants.withheld text
greetings.organisation_id uuid not null
greetings.person_id uuid not null
greetings.greeted_at timestamp with time zone not null = elevate.now()
inbound_payloads.organisation_id uuid not null
inbound_payloads.payload_key text not null
inbound_payloads.received_at timestamp with time zone not null = elevate.now()
inbound_payloads.reply jsonb
link_guesses.organisation_id uuid not null
link_guesses.platform text not null
link_guesses.tenant text not null
link_guesses.user_key text not null
link_guesses.failures integer not null
link_guesses.since timestamp with time zone not null
link_guesses.locked_until timestamp with time zone
lost_places.organisation_id uuid not null
lost_places.id uuid not null
lost_places.platform text not null
lost_places.tenant text not null
lost_places.scope text not null
lost_places.place_id text not null
lost_places.kind text not null
lost_places.code text not null
lost_places.lost_at timestamp with time zone not null = elevate.now()
lost_places.back_at timestamp with time zone
message_references.organisation_id uuid not null
message_references.id uuid not null
message_references.request_id uuid not null
message_references.purpose text not null
message_references.platform text not null
message_references.tenant text not null
message_references.conversation_id text not null
message_references.message_id text not null
message_references.drawn text not null
message_references.posted_at timestamp with time zone not null = elevate.now()
message_references.updated_at timestamp with time zone not null = elevate.now()
message_references.gone_at timestamp with time zone
organisations.id uuid not null
organisations.name text not null
organisations.created_at timestamp with time zone not null = elevate.now()
persons.organisation_id uuid not null
persons.id uuid not null
persons.key text not null
persons.name text not null
persons.line text not null
persons.disabled_at timestamp with time zone
persons.merged_into uuid
persons.created_at timestamp with time zone not null = elevate.now()
persons.kind text not null = 'human'::text
persons.removed_at timestamp with time zone
reminders.organisation_id uuid not null
reminders.request_id uuid not null
reminders.number integer not null
reminders.reminded_at timestamp with time zone not null
request_transitions.prior_state text not null
request_transitions.state text not null
requests.organisation_id uuid not null
requests.id uuid not null
requests.number bigint not null
requests.kind text not null
requests.prior_state text not null
requests.state text not null
requests.requester_id uuid not null
requests.subject_id uuid not null
requests.target_id uuid
requests.scope text not null = ''::text
requests.target_account text
requests.duration_s integer
requests.duration_was_default boolean
requests.fixed_end timestamp with time zone
requests.reason text
requests.policy_id uuid
requests.policy_version integer
requests.approver_group_id uuid
requests.asked_platform text
requests.asked_tenant text
requests.asked_user_key text
requests.asked_at timestamp with time zone not null = elevate.now()
requests.decide_by timestamp with time zone not null
requests.closed_at timestamp with time zone
requests.ticket text
requests.follow_up_at timestamp with time zone
requests.extends_grant_id uuid
requests.extends_since timestamp with time zone
requests.start_at timestamp with time zone
requests.accepted_at timestamp with time zone
requests.withdrawn_by uuid
requests.system_account_id uuid
reviews.organisation_id uuid not null
reviews.request_id uuid not null
reviews.subject_id uuid not null
reviews.opened_at timestamp with time zone not null
reviews.closed_at timestamp with time zone
reviews.closed_by uuid
reviews.was_right boolean
reviews.comment text
reviews.platform text
reviews.tenant text
reviews.user_key text
reviews.remind_at timestamp with time zone
right_leases.organisation_id uuid not null
right_leases.target_id uuid not null
right_leases.scope text not null
right_leases.account text not null
right_leases.grant_id uuid not null
right_leases.attempt bigint not null
right_leases.holder text not null
right_leases.until timestamp with time zone not null
role_holdings.organisation_id uuid not null
role_holdings.id uuid not null
role_holdings.person_id uuid not null
role_holdings.role text not null
role_holdings.given_at timestamp with time zone not null = elevate.now()
role_holdings.given_by uuid
role_holdings.taken_at timestamp with time zone
role_holdings.taken_by uuid
settings.organisation_id uuid not null
settings.version integer not null
settings.value jsonb not null
settings.set_at timestamp with time zone not null = elevate.now()
source_listings.organisation_id uuid not null
source_listings.kind text not null
source_listings.key text not null
source_listings.next_at timestamp with time zone not null = elevate.now()
source_listings.listed_at timestamp with time zone
source_listings.failed text
source_members.organisation_id uuid not null
source_members.kind text not null
source_members.key text not null
source_members.system text not null
source_members.tenant text not null
source_members.user_key text not null
source_members.seen_at timestamp with time zone not null = elevate.now()
system_account_keys.organisation_id uuid not null
system_account_keys.id uuid not null
system_account_keys.account_id uuid not null
system_account_keys.sha256 bytea not null
system_account_keys.made_at timestamp with time zone not null = elevate.now()
system_account_keys.valid_until timestamp with time zone
system_account_uses.organisation_id uuid not null
system_account_uses.account_id uuid not null
system_account_uses.counted_since timestamp with time zone not null
system_account_uses.calls integer not null
system_account_uses.untold integer not null = 0
system_account_uses.last_refusal jsonb
system_account_uses.told_at timestamp with time zone
system_accounts.organisation_id uuid not null
system_accounts.id uuid not null
system_accounts.name text not null
system_accounts.owner_id uuid not null
system_accounts.reason text not null
system_accounts.targets jsonb not null
system_accounts.scopes jsonb not null
system_accounts.duration_max_s integer not null
system_accounts.until timestamp with time zone not null
system_accounts.told_group_id uuid not null
system_accounts.added_at timestamp with time zone not null = elevate.now()
system_accounts.removed_at timestamp with time zone
targets.organisation_id uuid not null
targets.id uuid not null
targets.name text not null
targets.workload text not null
targets.bare_name text not null
targets.type text not null
targets.description text
targets.settings jsonb not null
targets.removed_at timestamp with time zone
worker_leases.pool_id text not null
worker_leases.lock_key bigint not null
worker_leases.taken_at timestamp with time zone not null = elevate.now()

-- constraints
elevate.account_links account_links_closed_says_when: CHECK (((closed_at IS NULL) = (state = ANY (ARRAY['asked'::text, 'met'::text]))))
elevate.account_links account_links_linked_by_both: CHECK ((((state = 'linked'::text) = (person_id IS NOT NULL)) AND ((state <> 'linked'::text) OR (num_nulls(asker_confirmed_at, typer_confirmed_at) = 0))))
elevate.account_links account_links_met_before_answers: CHECK (((met_at IS NOT NULL) OR ((state = ANY (ARRAY['asked'::text, 'replaced'::text])) AND (num_nonnulls(asker_confirmed_at, typer_confirmed_at) = 0))))
elevate.account_links account_links_met_says_who: CHECK ((num_nulls(met_at, typer_platform, typer_tenant, typer_user_key, typer_name) = ANY (ARRAY[0, 5])))
elevate.account_links account_links_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.account_links account_links_person_fk: FOREIGN KEY (organisation_id, person_id) REFERENCES elevate.persons(organisation_id, id)
elevate.account_links account_links_pk: PRIMARY KEY (organisation_id, id)
elevate.account_links account_links_platforms_known: CHECK (((asker_platform = ANY (ARRAY['slack'::text, 'teams'::text])) AND (typer_platform = ANY (ARRAY['slack'::text, 'teams'::text]))))
elevate.account_links account_links_state_known: CHECK ((state = ANY (ARRAY['asked'::text, 'met'::text, 'linked'::text, 'refused'::text, 'replaced'::text, 'impossible'::text])))
elevate.account_links account_links_two_platforms: CHECK ((asker_platform <> typer_platform))
elevate.account_links account_links_valid_for_a_while: CHECK (((valid_until >= asked_at) AND (valid_until <= (COALESCE(met_at, asked_at) + '00:05:00'::interval))))
elevate.accounts accounts_person_fk: FOREIGN KEY (organisation_id, person_id) REFERENCES elevate.persons(organisation_id, id)
elevate.accounts accounts_pk: PRIMARY KEY (organisation_id, system, tenant, user_key)
elevate.accounts accounts_tenant_fits: CHECK (((system = ANY (ARRAY['slack'::text, 'teams'::text])) = (tenant <> ''::text)))
elevate.accounts accounts_user_key_given: CHECK ((user_key <> ''::text))
elevate.approval_policies approval_policies_current_version_fk: FOREIGN KEY (organisation_id, id, current_version) REFERENCES elevate.approval_policy_versions(organisation_id, policy_id, version) DEFERRABLE INITIALLY DEFERRED
elevate.approval_policies approval_policies_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.approval_policies approval_policies_pattern_given: CHECK (((length(pattern) >= 1) AND (length(pattern) <= 301)))
elevate.approval_policies approval_policies_pk: PRIMARY KEY (organisation_id, id)
elevate.approval_policy_versions approval_policy_versions_approval_known: CHECK ((approval = ANY (ARRAY['manual'::text, 'auto'::text, 'deny'::text])))
elevate.approval_policy_versions approval_policy_versions_approvals_counts: CHECK (((approvals_needed >= 1) AND (approvals_needed <= 20)))
elevate.approval_policy_versions approval_policy_versions_decide_within_fits: CHECK (((decide_within_s >= 60) AND (decide_within_s <= 31622400)))
elevate.approval_policy_versions approval_policy_versions_durations_fit: CHECK ((((duration_default_s >= 60) AND (duration_default_s <= duration_max_s)) AND (duration_max_s <= 31622400)))
elevate.approval_policy_versions approval_policy_versions_group_fk: FOREIGN KEY (organisation_id, approver_group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approval_policy_versions approval_policy_versions_pk: PRIMARY KEY (organisation_id, policy_id, version)
elevate.approval_policy_versions approval_policy_versions_policy_fk: FOREIGN KEY (organisation_id, policy_id) REFERENCES elevate.approval_policies(organisation_id, id)
elevate.approval_policy_versions approval_policy_versions_reason_fits: CHECK (((reason_min_length >= 0) AND (reason_min_length <= 3000)))
elevate.approval_policy_versions approval_policy_versions_terms_is_object: CHECK ((jsonb_typeof(terms) = 'object'::text))
elevate.approver_group_channels approver_group_channels_group_fk: FOREIGN KEY (organisation_id, group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approver_group_channels approver_group_channels_pk: PRIMARY KEY (organisation_id, group_id, platform, tenant, conversation_id)
elevate.approver_group_channels approver_group_channels_platform_known: CHECK ((platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.approver_group_members approver_group_members_group_fk: FOREIGN KEY (organisation_id, group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approver_group_members approver_group_members_person_fk: FOREIGN KEY (organisation_id, person_id) REFERENCES elevate.persons(organisation_id, id)
elevate.approver_group_members approver_group_members_pk: PRIMARY KEY (organisation_id, group_id, person_id)
elevate.approver_group_nested approver_group_nested_group_fk: FOREIGN KEY (organisation_id, group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approver_group_nested approver_group_nested_nested_fk: FOREIGN KEY (organisation_id, nested_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approver_group_nested approver_group_nested_pk: PRIMARY KEY (organisation_id, group_id, nested_id)
elevate.approver_group_parts approver_group_parts_group_fk: FOREIGN KEY (organisation_id, group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approver_group_parts approver_group_parts_part_fk: FOREIGN KEY (organisation_id, part_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approver_group_parts approver_group_parts_pk: PRIMARY KEY (organisation_id, group_id, part_id)
elevate.approver_group_sources approver_group_sources_group_fk: FOREIGN KEY (organisation_id, group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.approver_group_sources approver_group_sources_pk: PRIMARY KEY (organisation_id, group_id, kind, key)
elevate.approver_group_sources approver_group_sources_said: CHECK (((kind <> ''::text) AND (key <> ''::text)))
elevate.approver_groups approver_groups_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.approver_groups approver_groups_pk: PRIMARY KEY (organisation_id, id)
elevate.asked_groups asked_groups_group_fk: FOREIGN KEY (organisation_id, group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.asked_groups asked_groups_pk: PRIMARY KEY (organisation_id, request_id, group_id, stage)
elevate.asked_groups asked_groups_request_fk: FOREIGN KEY (organisation_id, request_id) REFERENCES elevate.requests(organisation_id, id)
elevate.asked_groups asked_groups_stage_counts: CHECK ((stage >= 1))
elevate.asked_groups asked_groups_why_known: CHECK ((why = ANY (ARRAY['stage'::text, 'unanswered'::text, 'undeliverable'::text, 'unreadable'::text])))
elevate.audit_events audit_events_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.audit_events audit_events_pk: PRIMARY KEY (organisation_id, seq)
elevate.break_glass_drafts break_glass_drafts_duration_fits: CHECK (((duration_s >= 1) AND (duration_s <= 31622400)))
elevate.break_glass_drafts break_glass_drafts_group_fk: FOREIGN KEY (organisation_id, approver_group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.break_glass_drafts break_glass_drafts_number_unique: UNIQUE (organisation_id, number)
elevate.break_glass_drafts break_glass_drafts_pk: PRIMARY KEY (organisation_id, requester_id)
elevate.break_glass_drafts break_glass_drafts_policy_fk: FOREIGN KEY (organisation_id, policy_id, policy_version) REFERENCES elevate.approval_policy_versions(organisation_id, policy_id, version)
elevate.break_glass_drafts break_glass_drafts_ready_after_drafted: CHECK ((ready_until > drafted_at))
elevate.break_glass_drafts break_glass_drafts_reason_fits: CHECK (((length(reason) >= 1) AND (length(reason) <= 3000)))
elevate.break_glass_drafts break_glass_drafts_requester_fk: FOREIGN KEY (organisation_id, requester_id) REFERENCES elevate.persons(organisation_id, id)
elevate.break_glass_drafts break_glass_drafts_target_fk: FOREIGN KEY (organisation_id, target_id) REFERENCES elevate.targets(organisation_id, id)
elevate.break_glass_drafts break_glass_drafts_ticket_fits: CHECK (((length(ticket) >= 1) AND (length(ticket) <= 100)))
elevate.change_drafts change_drafts_are_lists: CHECK (((jsonb_typeof(changes) = 'array'::text) AND (jsonb_typeof(roles) = 'array'::text)))
elevate.change_drafts change_drafts_number_unique: UNIQUE (organisation_id, number)
elevate.change_drafts change_drafts_pk: PRIMARY KEY (organisation_id, proposer_id)
elevate.change_drafts change_drafts_proposer_fk: FOREIGN KEY (organisation_id, proposer_id) REFERENCES elevate.persons(organisation_id, id)
elevate.change_drafts change_drafts_ready_after_drafted: CHECK ((ready_until > drafted_at))
elevate.change_drafts change_drafts_reason_fits: CHECK (((length(reason) >= 1) AND (length(reason) <= 3000)))
elevate.configuration_changes configuration_changes_are_lists: CHECK (((jsonb_typeof(changes) = 'array'::text) AND (jsonb_typeof(roles) = 'array'::text) AND (jsonb_typeof(weakens) = 'array'::text)))
elevate.configuration_changes configuration_changes_needs_known: CHECK ((needs = ANY (ARRAY['second-admin'::text, 'nobody'::text, 'nobody-but-the-only-admin'::text])))
elevate.configuration_changes configuration_changes_pk: PRIMARY KEY (organisation_id, request_id)
elevate.configuration_changes configuration_changes_request_fk: FOREIGN KEY (organisation_id, request_id) REFERENCES elevate.requests(organisation_id, id)
elevate.configuration_changes configuration_changes_weak_ones_need_somebody: CHECK (((needs <> 'nobody'::text) OR (jsonb_array_length(weakens) = 0)))
elevate.configuration_versions configuration_versions_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id) ON DELETE CASCADE
elevate.configuration_versions configuration_versions_pk: PRIMARY KEY (organisation_id)
elevate.connectors connectors_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.connectors connectors_pk: PRIMARY KEY (organisation_id, workload)
elevate.connectors connectors_workload_is_plain: CHECK (((workload ~ '^[^\\*[:space:]][^\\*]{0,99}$'::text) AND (workload <> ALL (ARRAY['slack'::text, 'teams'::text]))))
elevate.conversation_references conversation_references_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.conversation_references conversation_references_pk: PRIMARY KEY (organisation_id, platform, tenant, conversation_id)
elevate.conversation_references conversation_references_platform_known: CHECK ((platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.decisions decisions_duration_fits: CHECK (((duration_s >= 1) AND (duration_s <= 31622400)))
elevate.decisions decisions_once_per_person: UNIQUE (organisation_id, request_id, person_id, digest, verdict)
elevate.decisions decisions_person_fk: FOREIGN KEY (organisation_id, person_id) REFERENCES elevate.persons(organisation_id, id)
elevate.decisions decisions_pk: PRIMARY KEY (organisation_id, id)
elevate.decisions decisions_platform_known: CHECK ((platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.decisions decisions_request_fk: FOREIGN KEY (organisation_id, request_id) REFERENCES elevate.requests(organisation_id, id)
elevate.decisions decisions_stage_counts: CHECK ((stage >= 1))
elevate.decisions decisions_verdict_known: CHECK ((verdict = ANY (ARRAY['approve'::text, 'deny'::text])))
elevate.grant_transitions grant_transitions_pk: PRIMARY KEY (prior_state, state)
elevate.grants grants_end_after_start: CHECK ((ends_at > starts_at))
elevate.grants grants_end_cause_known: CHECK ((end_cause = ANY (ARRAY['expired'::text, 'relinquished'::text, 'revoked'::text, 'removed-elsewhere'::text, 'never-started'::text])))
elevate.grants grants_ended_by_fk: FOREIGN KEY (organisation_id, ended_by) REFERENCES elevate.persons(organisation_id, id)
elevate.grants grants_ended_says_when_and_why: CHECK (
CASE
    WHEN (state = 'ended'::text) THEN ((ended_at IS NOT NULL) AND (end_cause IS NOT NULL))
    ELSE (ended_at IS NULL)
END)
elevate.grants grants_live_is_come_back_to: CHECK (((next_attempt_at IS NULL) = (state = ANY (ARRAY['ended'::text, 'failed'::text]))))
elevate.grants grants_one_per_request: UNIQUE (organisation_id, request_id)
elevate.grants grants_pk: PRIMARY KEY (organisation_id, id)
elevate.grants grants_request_fk: FOREIGN KEY (organisation_id, request_id) REFERENCES elevate.requests(organisation_id, id)
elevate.grants grants_subject_fk: FOREIGN KEY (organisation_id, subject_id) REFERENCES elevate.persons(organisation_id, id)
elevate.grants grants_target_fk: FOREIGN KEY (organisation_id, target_id) REFERENCES elevate.targets(organisation_id, id)
elevate.grants grants_transition_fk: FOREIGN KEY (prior_state, state) REFERENCES elevate.grant_transitions(prior_state, state)
elevate.grants grants_withheld_known: CHECK ((withheld = ANY (ARRAY['uncovered'::text, 'denied'::text, 'disabled'::text, 'ineligible'::text, 'moved'::text, 'stranger'::text])))
elevate.grants grants_withheld_never_started: CHECK (((withheld IS NULL) OR ((state = ANY (ARRAY['ending'::text, 'ended'::text])) AND (NOT (end_cause IS DISTINCT FROM 'never-started'::text)) AND (active_at IS NULL))))
elevate.greetings greetings_person_fk: FOREIGN KEY (organisation_id, person_id) REFERENCES elevate.persons(organisation_id, id)
elevate.greetings greetings_pk: PRIMARY KEY (organisation_id, person_id)
elevate.inbound_payloads inbound_payloads_pk: PRIMARY KEY (organisation_id, payload_key)
elevate.link_guesses link_guesses_failures_count: CHECK (((failures >= 0) AND (failures <= 5)))
elevate.link_guesses link_guesses_fifth_locks: CHECK (((failures = 5) = (locked_until IS NOT NULL)))
elevate.link_guesses link_guesses_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.link_guesses link_guesses_pk: PRIMARY KEY (organisation_id, platform, tenant, user_key)
elevate.link_guesses link_guesses_platform_known: CHECK ((platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.lost_places lost_places_back_after_lost: CHECK ((back_at >= lost_at))
elevate.lost_places lost_places_kind_known: CHECK ((kind = ANY (ARRAY['app-removed'::text, 'token-revoked'::text, 'not-in-channel'::text, 'channel-gone'::text, 'blocked-by-person'::text, 'shared-outside'::text])))
elevate.lost_places lost_places_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.lost_places lost_places_pk: PRIMARY KEY (organisation_id, id)
elevate.lost_places lost_places_platform_known: CHECK ((platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.lost_places lost_places_scope_known: CHECK ((scope = ANY (ARRAY['workspace'::text, 'channel'::text, 'person'::text])))
elevate.lost_places lost_places_workspace_is_all: CHECK (((scope = 'workspace'::text) = (place_id = ''::text)))
elevate.message_references message_references_once: UNIQUE (organisation_id, platform, tenant, conversation_id, message_id)
elevate.message_references message_references_pk: PRIMARY KEY (organisation_id, id)
elevate.message_references message_references_platform_known: CHECK ((platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.message_references message_references_request_fk: FOREIGN KEY (organisation_id, request_id) REFERENCES elevate.requests(organisation_id, id)
elevate.organisations organisations_name_given: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
elevate.organisations organisations_pk: PRIMARY KEY (id)
elevate.persons persons_key_is_slug: CHECK ((key ~ '^[a-z0-9][a-z0-9._@-]{0,199}$'::text))
elevate.persons persons_key_unique: UNIQUE (organisation_id, key)
elevate.persons persons_kind_known: CHECK ((kind = ANY (ARRAY['human'::text, 'system'::text])))
elevate.persons persons_merged_into_fk: FOREIGN KEY (organisation_id, merged_into) REFERENCES elevate.persons(organisation_id, id)
elevate.persons persons_not_merged_into_self: CHECK ((merged_into <> id))
elevate.persons persons_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.persons persons_pk: PRIMARY KEY (organisation_id, id)
elevate.persons persons_system_is_itself: CHECK (((kind = 'human'::text) OR (merged_into IS NULL)))
elevate.reminders reminders_number_counts: CHECK ((number >= 1))
elevate.reminders reminders_pk: PRIMARY KEY (organisation_id, request_id, number)
elevate.reminders reminders_request_fk: FOREIGN KEY (organisation_id, request_id) REFERENCES elevate.requests(organisation_id, id)
elevate.request_transitions request_transitions_pk: PRIMARY KEY (prior_state, state)
elevate.requests requests_asked_from_somewhere: CHECK ((num_nulls(asked_platform, asked_tenant, asked_user_key) =
CASE
    WHEN (system_account_id IS NULL) THEN 0
    ELSE 3
END))
elevate.requests requests_break_glass_is_for_oneself: CHECK (((kind <> 'review'::text) OR ((requester_id = subject_id) AND (reason IS NOT NULL))))
elevate.requests requests_change_has_no_target: CHECK (
CASE
    WHEN (kind = 'change'::text) THEN ((requester_id = subject_id) AND (state <> 'awaiting-acceptance'::text) AND (num_nonnulls(target_id, target_account, duration_s, duration_was_default, policy_id, policy_version, approver_group_id, fixed_end, ticket, follow_up_at) = 0))
    ELSE (num_nulls(target_id, target_account, duration_s, duration_was_default, policy_id, policy_version, approver_group_id) = 0)
END)
elevate.requests requests_closed_says_when: CHECK (((closed_at IS NULL) = (state = ANY (ARRAY['awaiting-acceptance'::text, 'pending'::text]))))
elevate.requests requests_duration_fits: CHECK (((duration_s >= 1) AND (duration_s <= 31622400)))
elevate.requests requests_end_after_start: CHECK ((fixed_end > start_at))
elevate.requests requests_extends_fk: FOREIGN KEY (organisation_id, extends_grant_id) REFERENCES elevate.grants(organisation_id, id)
elevate.requests requests_extension_says_what: CHECK ((((kind = 'extension'::text) = (extends_grant_id IS NOT NULL)) AND ((extends_grant_id IS NULL) = (extends_since IS NULL))))
elevate.requests requests_group_fk: FOREIGN KEY (organisation_id, approver_group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.requests requests_kind_known: CHECK ((kind = ANY (ARRAY['access'::text, 'extension'::text, 'change'::text, 'review'::text])))
elevate.requests requests_number_unique: UNIQUE (organisation_id, number)
elevate.requests requests_only_access_starts_later: CHECK (((start_at IS NULL) OR (kind = 'access'::text)))
elevate.requests requests_pk: PRIMARY KEY (organisation_id, id)
elevate.requests requests_platform_known: CHECK ((asked_platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.requests requests_policy_fk: FOREIGN KEY (organisation_id, policy_id, policy_version) REFERENCES elevate.approval_policy_versions(organisation_id, policy_id, version)
elevate.requests requests_reason_fits: CHECK (((length(reason) >= 1) AND (length(reason) <= 3000)))
elevate.requests requests_requester_fk: FOREIGN KEY (organisation_id, requester_id) REFERENCES elevate.persons(organisation_id, id)
elevate.requests requests_subject_fk: FOREIGN KEY (organisation_id, subject_id) REFERENCES elevate.persons(organisation_id, id)
elevate.requests requests_system_account_fk: FOREIGN KEY (organisation_id, system_account_id) REFERENCES elevate.system_accounts(organisation_id, id)
elevate.requests requests_system_asks_for_itself: CHECK (((system_account_id IS NULL) OR ((kind = 'access'::text) AND (reason IS NOT NULL) AND (requester_id = system_account_id) AND (subject_id = system_account_id))))
elevate.requests requests_target_fk: FOREIGN KEY (organisation_id, target_id) REFERENCES elevate.targets(organisation_id, id)
elevate.requests requests_ticket_fits: CHECK (((length(ticket) >= 1) AND (length(ticket) <= 100)))
elevate.requests requests_transition_fk: FOREIGN KEY (prior_state, state) REFERENCES elevate.request_transitions(prior_state, state)
elevate.requests requests_withdrawn_by_fk: FOREIGN KEY (organisation_id, withdrawn_by) REFERENCES elevate.persons(organisation_id, id)
elevate.requests requests_withdrawn_by_somebody: CHECK (((withdrawn_by IS NULL) OR (state = 'withdrawn'::text)))
elevate.reviews reviews_closed_after_opened: CHECK ((closed_at >= opened_at))
elevate.reviews reviews_closed_by_another: CHECK ((closed_by <> subject_id))
elevate.reviews reviews_closed_by_fk: FOREIGN KEY (organisation_id, closed_by) REFERENCES elevate.persons(organisation_id, id)
elevate.reviews reviews_closed_says_by_whom_and_how: CHECK (((num_nulls(closed_at, closed_by, was_right, platform, tenant, user_key) = ANY (ARRAY[0, 6])) AND ((closed_at IS NOT NULL) OR (comment IS NULL))))
elevate.reviews reviews_comment_fits: CHECK (((length(comment) >= 1) AND (length(comment) <= 500)))
elevate.reviews reviews_not_right_says_why: CHECK (((was_right IS NOT FALSE) OR (comment IS NOT NULL)))
elevate.reviews reviews_open_reminds: CHECK (((closed_at IS NULL) = (remind_at IS NOT NULL)))
elevate.reviews reviews_pk: PRIMARY KEY (organisation_id, request_id)
elevate.reviews reviews_platform_known: CHECK ((platform = ANY (ARRAY['slack'::text, 'teams'::text])))
elevate.reviews reviews_reminds_after_opened: CHECK ((remind_at > opened_at))
elevate.reviews reviews_request_fk: FOREIGN KEY (organisation_id, request_id) REFERENCES elevate.requests(organisation_id, id)
elevate.reviews reviews_subject_fk: FOREIGN KEY (organisation_id, subject_id) REFERENCES elevate.persons(organisation_id, id)
elevate.right_leases right_leases_grant_fk: FOREIGN KEY (organisation_id, grant_id) REFERENCES elevate.grants(organisation_id, id)
elevate.right_leases right_leases_pk: PRIMARY KEY (organisation_id, target_id, scope, account)
elevate.role_holdings role_holdings_given_by_a_person: CHECK (((given_by IS NOT NULL) OR (role = 'owner'::text)))
elevate.role_holdings role_holdings_given_by_fk: FOREIGN KEY (organisation_id, given_by) REFERENCES elevate.persons(organisation_id, id)
elevate.role_holdings role_holdings_person_fk: FOREIGN KEY (organisation_id, person_id) REFERENCES elevate.persons(organisation_id, id)
elevate.role_holdings role_holdings_pk: PRIMARY KEY (organisation_id, id)
elevate.role_holdings role_holdings_role_known: CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'auditor'::text])))
elevate.role_holdings role_holdings_taken_after_given: CHECK ((taken_at >= given_at))
elevate.role_holdings role_holdings_taken_by_fk: FOREIGN KEY (organisation_id, taken_by) REFERENCES elevate.persons(organisation_id, id)
elevate.role_holdings role_holdings_taken_says_by_whom: CHECK (((taken_by IS NULL) OR (taken_at IS NOT NULL)))
elevate.settings settings_enabled_is_said: CHECK (((NOT (value ? 'enabled'::text)) OR (jsonb_typeof((value -> 'enabled'::text)) = 'boolean'::text)))
elevate.settings settings_organisation_fk: FOREIGN KEY (organisation_id) REFERENCES elevate.organisations(id)
elevate.settings settings_pk: PRIMARY KEY (organisation_id, version)
elevate.settings settings_value_is_object: CHECK ((jsonb_typeof(value) = 'object'::text))
elevate.settings settings_version_counts: CHECK ((version >= 1))
elevate.source_listings source_listings_pk: PRIMARY KEY (organisation_id, kind, key)
elevate.source_members source_members_listing_fk: FOREIGN KEY (organisation_id, kind, key) REFERENCES elevate.source_listings(organisation_id, kind, key) ON DELETE CASCADE
elevate.source_members source_members_pk: PRIMARY KEY (organisation_id, kind, key, system, tenant, user_key)
elevate.system_account_keys system_account_keys_account_fk: FOREIGN KEY (organisation_id, account_id) REFERENCES elevate.system_accounts(organisation_id, id)
elevate.system_account_keys system_account_keys_hash_whole: CHECK ((length(sha256) = 32))
elevate.system_account_keys system_account_keys_pk: PRIMARY KEY (organisation_id, id)
elevate.system_account_uses system_account_uses_account_fk: FOREIGN KEY (organisation_id, account_id) REFERENCES elevate.system_accounts(organisation_id, id)
elevate.system_account_uses system_account_uses_count: CHECK (((calls >= 0) AND (untold >= 0)))
elevate.system_account_uses system_account_uses_pk: PRIMARY KEY (organisation_id, account_id)
elevate.system_account_uses system_account_uses_untold_is_known: CHECK (((untold = 0) OR (last_refusal IS NOT NULL)))
elevate.system_accounts system_accounts_duration_fits: CHECK (((duration_max_s >= 60) AND (duration_max_s <= 31622400)))
elevate.system_accounts system_accounts_has_an_end: CHECK ((until < 'infinity'::timestamp with time zone))
elevate.system_accounts system_accounts_name_is_slug: CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text))
elevate.system_accounts system_accounts_owner_fk: FOREIGN KEY (organisation_id, owner_id) REFERENCES elevate.persons(organisation_id, id)
elevate.system_accounts system_accounts_person_fk: FOREIGN KEY (organisation_id, id) REFERENCES elevate.persons(organisation_id, id)
elevate.system_accounts system_accounts_pk: PRIMARY KEY (organisation_id, id)
elevate.system_accounts system_accounts_reason_fits: CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
elevate.system_accounts system_accounts_removed_after_added: CHECK ((removed_at >= added_at))
elevate.system_accounts system_accounts_scopes_are_a_list: CHECK ((jsonb_typeof(scopes) = 'array'::text))
elevate.system_accounts system_accounts_targets_named: CHECK (((jsonb_typeof(targets) = 'array'::text) AND (targets <> '[]'::jsonb)))
elevate.system_accounts system_accounts_told_group_fk: FOREIGN KEY (organisation_id, told_group_id) REFERENCES elevate.approver_groups(organisation_id, id)
elevate.targets targets_bare_name_is_plain: CHECK ((bare_name ~ '^[^*]{1,200}$'::text))
elevate.targets targets_connector_fk: FOREIGN KEY (organisation_id, workload) REFERENCES elevate.connectors(organisation_id, workload)
elevate.targets targets_name_is_composed: CHECK ((name = ((workload || '\'::text) || bare_name)))
elevate.targets targets_pk: PRIMARY KEY (organisation_id, id)
elevate.targets targets_type_known: CHECK ((type = ANY (ARRAY['task'::text, 'role'::text, 'role-group'::text])))
elevate.worker_leases worker_leases_pk: PRIMARY KEY (pool_id)

-- indexes
CREATE UNIQUE INDEX account_links_code ON elevate.account_links USING btree (organisation_id, code_hash) WHERE (state = 'asked'::text)
CREATE INDEX account_links_met_by ON elevate.account_links USING btree (organisation_id, typer_platform, typer_tenant, typer_user_key) WHERE (state = 'met'::text)
CREATE UNIQUE INDEX account_links_one_open ON elevate.account_links USING btree (organisation_id, asker_platform, asker_tenant, asker_user_key) WHERE (closed_at IS NULL)
CREATE UNIQUE INDEX account_links_pk ON elevate.account_links USING btree (organisation_id, id)
CREATE INDEX accounts_of_person ON elevate.accounts USING btree (organisation_id, person_id, system)
CREATE UNIQUE INDEX accounts_one_per_workload ON elevate.accounts USING btree (organisation_id, person_id, system) WHERE (tenant = ''::text)
CREATE UNIQUE INDEX accounts_pk ON elevate.accounts USING btree (organisation_id, system, tenant, user_key)
CREATE INDEX approval_policies_literal_prefix ON elevate.approval_policies USING btree (organisation_id, literal_prefix) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX approval_policies_pattern_unique ON elevate.approval_policies USING btree (organisation_id, lower(pattern))
CREATE UNIQUE INDEX approval_policies_pk ON elevate.approval_policies USING btree (organisation_id, id)
CREATE UNIQUE INDEX approval_policy_versions_pk ON elevate.approval_policy_versions USING btree (organisation_id, policy_id, version)
CREATE UNIQUE INDEX approver_group_channels_pk ON elevate.approver_group_channels USING btree (organisation_id, group_id, platform, tenant, conversation_id)
CREATE INDEX approver_group_members_of_person ON elevate.approver_group_members USING btree (organisation_id, person_id)
CREATE UNIQUE INDEX approver_group_members_pk ON elevate.approver_group_members USING btree (organisation_id, group_id, person_id)
CREATE INDEX approver_group_nested_of_nested ON elevate.approver_group_nested USING btree (organisation_id, nested_id)
CREATE UNIQUE INDEX approver_group_nested_pk ON elevate.approver_group_nested USING btree (organisation_id, group_id, nested_id)
CREATE INDEX approver_group_parts_of_part ON elevate.approver_group_parts USING btree (organisation_id, part_id)
CREATE UNIQUE INDEX approver_group_parts_pk ON elevate.approver_group_parts USING btree (organisation_id, group_id, part_id)
CREATE INDEX approver_group_sources_of_source ON elevate.approver_group_sources USING btree (organisation_id, kind, key)
CREATE UNIQUE INDEX approver_group_sources_pk ON elevate.approver_group_sources USING btree (organisation_id, group_id, kind, key)
CREATE UNIQUE INDEX approver_groups_name_unique ON elevate.approver_groups USING btree (organisation_id, name) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX approver_groups_pk ON elevate.approver_groups USING btree (organisation_id, id)
CREATE INDEX asked_groups_of_group ON elevate.asked_groups USING btree (organisation_id, group_id)
CREATE UNIQUE INDEX asked_groups_pk ON elevate.asked_groups USING btree (organisation_id, request_id, group_id, stage)
CREATE INDEX audit_events_connector_checks ON elevate.audit_events USING btree (organisation_id, ((facts ->> 'workload'::text)), seq) WHERE (kind = 'connector.checked'::text)
CREATE INDEX audit_events_of_request ON elevate.audit_events USING btree (organisation_id, request_id, seq) WHERE (request_id IS NOT NULL)
CREATE UNIQUE INDEX audit_events_pk ON elevate.audit_events USING btree (organisation_id, seq)
CREATE INDEX audit_events_undeliverable ON elevate.audit_events USING btree (organisation_id, seq) WHERE (kind = 'message.undeliverable'::text)
CREATE UNIQUE INDEX break_glass_drafts_number_unique ON elevate.break_glass_drafts USING btree (organisation_id, number)
CREATE UNIQUE INDEX break_glass_drafts_pk ON elevate.break_glass_drafts USING btree (organisation_id, requester_id)
CREATE UNIQUE INDEX change_drafts_number_unique ON elevate.change_drafts USING btree (organisation_id, number)
CREATE UNIQUE INDEX change_drafts_pk ON elevate.change_drafts USING btree (organisation_id, proposer_id)
CREATE UNIQUE INDEX configuration_changes_pk ON elevate.configuration_changes USING btree (organisation_id, request_id)
CREATE UNIQUE INDEX configuration_versions_pk ON elevate.configuration_versions USING btree (organisation_id)
CREATE UNIQUE INDEX connectors_pk ON elevate.connectors USING btree (organisation_id, workload)
CREATE INDEX conversation_references_of_user ON elevate.conversation_references USING btree (organisation_id, platform, tenant, user_key, seen_at) WHERE (user_key IS NOT NULL)
CREATE UNIQUE INDEX conversation_references_pk ON elevate.conversation_references USING btree (organisation_id, platform, tenant, conversation_id)
CREATE UNIQUE INDEX decisions_once_per_person ON elevate.decisions USING btree (organisation_id, request_id, person_id, digest, verdict)
CREATE UNIQUE INDEX decisions_pk ON elevate.decisions USING btree (organisation_id, id)
CREATE UNIQUE INDEX grant_transitions_pk ON elevate.grant_transitions USING btree (prior_state, state)
CREATE INDEX grants_due ON elevate.grants USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL)
CREATE INDEX grants_live_by_right ON elevate.grants USING btree (organisation_id, target_id, account) WHERE (state <> ALL (ARRAY['ended'::text, 'failed'::text]))
CREATE INDEX grants_of_subject ON elevate.grants USING btree (organisation_id, subject_id, target_id)
CREATE UNIQUE INDEX grants_one_per_request ON elevate.grants USING btree (organisation_id, request_id)
CREATE UNIQUE INDEX grants_pk ON elevate.grants USING btree (organisation_id, id)
CREATE INDEX grants_to_warn ON elevate.grants USING btree (warn_at) WHERE ((state = 'active'::text) AND (warn_at IS NOT NULL))
CREATE UNIQUE INDEX greetings_pk ON elevate.greetings USING btree (organisation_id, person_id)
CREATE UNIQUE INDEX inbound_payloads_pk ON elevate.inbound_payloads USING btree (organisation_id, payload_key)
CREATE INDEX inbound_payloads_received ON elevate.inbound_payloads USING btree (received_at)
CREATE UNIQUE INDEX link_guesses_pk ON elevate.link_guesses USING btree (organisation_id, platform, tenant, user_key)
CREATE UNIQUE INDEX lost_places_once ON elevate.lost_places USING btree (organisation_id, platform, tenant, scope, place_id) WHERE (back_at IS NULL)
CREATE UNIQUE INDEX lost_places_pk ON elevate.lost_places USING btree (organisation_id, id)
CREATE INDEX message_references_by_id ON elevate.message_references USING btree (id)
CREATE INDEX message_references_of_request ON elevate.message_references USING btree (organisation_id, request_id)
CREATE UNIQUE INDEX message_references_once ON elevate.message_references USING btree (organisation_id, platform, tenant, conversation_id, message_id)
CREATE UNIQUE INDEX message_references_pk ON elevate.message_references USING btree (organisation_id, id)
CREATE UNIQUE INDEX organisations_pk ON elevate.organisations USING btree (id)
CREATE INDEX persons_by_line ON elevate.persons USING btree (organisation_id, lower(line))
CREATE INDEX persons_by_name ON elevate.persons USING btree (organisation_id, lower(name))
CREATE UNIQUE INDEX persons_key_unique ON elevate.persons USING btree (organisation_id, key)
CREATE INDEX persons_merged ON elevate.persons USING btree (organisation_id, merged_into) WHERE (merged_into IS NOT NULL)
CREATE UNIQUE INDEX persons_pk ON elevate.persons USING btree (organisation_id, id)
CREATE UNIQUE INDEX reminders_pk ON elevate.reminders USING btree (organisation_id, request_id, number)
CREATE UNIQUE INDEX request_transitions_pk ON elevate.request_transitions USING btree (prior_state, state)
CREATE INDEX requests_awaiting ON elevate.requests USING btree (organisation_id, subject_id) WHERE (state = 'awaiting-acceptance'::text)
CREATE INDEX requests_denied ON elevate.requests USING btree (organisation_id, target_id, closed_at) WHERE (state = 'denied'::text)
CREATE INDEX requests_extending ON elevate.requests USING btree (organisation_id, extends_grant_id) WHERE (extends_grant_id IS NOT NULL)
CREATE INDEX requests_follow_up ON elevate.requests USING btree (follow_up_at) WHERE ((state = 'pending'::text) AND (follow_up_at IS NOT NULL))
CREATE UNIQUE INDEX requests_number_unique ON elevate.requests USING btree (organisation_id, number)
CREATE INDEX requests_of_group ON elevate.requests USING btree (organisation_id, approver_group_id, number)
CREATE INDEX requests_of_requester ON elevate.requests USING btree (organisation_id, requester_id, asked_at)
CREATE INDEX requests_of_subject ON elevate.requests USING btree (organisation_id, subject_id, target_id, asked_at)
CREATE INDEX requests_open_by_deadline ON elevate.requests USING btree (decide_by) WHERE (closed_at IS NULL)
CREATE UNIQUE INDEX requests_pk ON elevate.requests USING btree (organisation_id, id)
CREATE INDEX requests_waiting_for_group ON elevate.requests USING btree (organisation_id, approver_group_id) WHERE (state = 'pending'::text)
CREATE UNIQUE INDEX reviews_one_open ON elevate.reviews USING btree (organisation_id, subject_id) WHERE (closed_at IS NULL)
CREATE UNIQUE INDEX reviews_pk ON elevate.reviews USING btree (organisation_id, request_id)
CREATE INDEX reviews_remind ON elevate.reviews USING btree (remind_at) WHERE (closed_at IS NULL)
CREATE INDEX right_leases_of_grant ON elevate.right_leases USING btree (organisation_id, grant_id)
CREATE UNIQUE INDEX right_leases_pk ON elevate.right_leases USING btree (organisation_id, target_id, scope, account)
CREATE UNIQUE INDEX role_holdings_once ON elevate.role_holdings USING btree (organisation_id, person_id, role) WHERE (taken_at IS NULL)
CREATE UNIQUE INDEX role_holdings_pk ON elevate.role_holdings USING btree (organisation_id, id)
CREATE UNIQUE INDEX settings_pk ON elevate.settings USING btree (organisation_id, version)
CREATE UNIQUE INDEX source_listings_pk ON elevate.source_listings USING btree (organisation_id, kind, key)
CREATE INDEX source_members_of_account ON elevate.source_members USING btree (organisation_id, system, tenant, user_key)
CREATE UNIQUE INDEX source_members_pk ON elevate.source_members USING btree (organisation_id, kind, key, system, tenant, user_key)
CREATE UNIQUE INDEX system_account_keys_one_present ON elevate.system_account_keys USING btree (organisation_id, account_id) WHERE (valid_until IS NULL)
CREATE UNIQUE INDEX system_account_keys_pk ON elevate.system_account_keys USING btree (organisation_id, id)
CREATE UNIQUE INDEX system_account_uses_pk ON elevate.system_account_uses USING btree (organisation_id, account_id)
CREATE UNIQUE INDEX system_accounts_name_unique ON elevate.system_accounts USING btree (organisation_id, name) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX system_accounts_pk ON elevate.system_accounts USING btree (organisation_id, id)
CREATE INDEX targets_bare_name ON elevate.targets USING btree (organisation_id, lower(bare_name))
CREATE UNIQUE INDEX targets_name_unique ON elevate.targets USING btree (organisation_id, lower(name))
CREATE UNIQUE INDEX targets_pk ON elevate.targets USING btree (organisation_id, id)
CREATE UNIQUE INDEX worker_leases_pk ON elevate.worker_leases USING btree (pool_id)

-- triggers
CREATE CONSTRAINT TRIGGER requests_have_a_ground AFTER INSERT OR UPDATE OF state ON elevate.requests DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.kind = 'review'::text) OR (new.state = 'approved'::text) OR (new.system_account_id IS NOT NULL))) EXECUTE FUNCTION elevate.check_ground()
CREATE TRIGGER account_links_guarded BEFORE INSERT OR UPDATE ON elevate.account_links FOR EACH ROW EXECUTE FUNCTION elevate.guard_account_link()
CREATE TRIGGER account_links_stay BEFORE DELETE OR TRUNCATE ON elevate.account_links FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER accounts_of_system BEFORE INSERT OR UPDATE ON elevate.accounts FOR EACH ROW WHEN ((new.tenant <> ''::text)) EXECUTE FUNCTION elevate.refuse_system_person('person_id')
CREATE TRIGGER accounts_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.accounts FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER approval_policies_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approval_policies FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER approval_policy_versions_unchanging BEFORE DELETE OR UPDATE ON elevate.approval_policy_versions FOR EACH ROW EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER approval_policy_versions_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approval_policy_versions FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER approver_group_members_for_humans BEFORE INSERT OR UPDATE ON elevate.approver_group_members FOR EACH ROW EXECUTE FUNCTION elevate.refuse_system_person('person_id')
CREATE TRIGGER approver_group_members_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approver_group_members FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER approver_group_nested_parts AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approver_group_nested FOR EACH STATEMENT EXECUTE FUNCTION elevate.follow_nested_groups()
CREATE TRIGGER approver_group_nested_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approver_group_nested FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER approver_group_parts_follow BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approver_group_parts FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_by_hand()
CREATE TRIGGER approver_group_sources_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approver_group_sources FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER approver_groups_begin_parts AFTER INSERT ON elevate.approver_groups FOR EACH ROW EXECUTE FUNCTION elevate.begin_group_parts()
CREATE TRIGGER approver_groups_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.approver_groups FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER asked_groups_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON elevate.asked_groups FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER audit_events_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON elevate.audit_events FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER break_glass_drafts_for_humans BEFORE INSERT OR UPDATE ON elevate.break_glass_drafts FOR EACH ROW EXECUTE FUNCTION elevate.refuse_system_person('requester_id')
CREATE TRIGGER configuration_changes_guarded BEFORE INSERT ON elevate.configuration_changes FOR EACH ROW EXECUTE FUNCTION elevate.guard_change()
CREATE TRIGGER configuration_changes_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON elevate.configuration_changes FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER connectors_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.connectors FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER decisions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON elevate.decisions FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER decisions_for_humans BEFORE INSERT OR UPDATE ON elevate.decisions FOR EACH ROW EXECUTE FUNCTION elevate.refuse_system_person('person_id')
CREATE TRIGGER grants_active_come_back_to BEFORE INSERT OR UPDATE ON elevate.grants FOR EACH ROW WHEN ((new.state = 'active'::text)) EXECUTE FUNCTION elevate.guard_active_grant()
CREATE TRIGGER grants_given_again_in_time BEFORE UPDATE ON elevate.grants FOR EACH ROW WHEN (((old.state = 'failed'::text) AND (new.state = 'activating'::text) AND (old.ends_at <= elevate.now()))) EXECUTE FUNCTION elevate.guard_given_again()
CREATE TRIGGER grants_guarded BEFORE INSERT OR UPDATE ON elevate.grants FOR EACH ROW EXECUTE FUNCTION elevate.guard_grant()
CREATE TRIGGER grants_start_guarded BEFORE INSERT ON elevate.grants FOR EACH ROW EXECUTE FUNCTION elevate.guard_grant_start()
CREATE TRIGGER grants_withheld_guarded BEFORE UPDATE ON elevate.grants FOR EACH ROW WHEN (((new.withheld IS DISTINCT FROM old.withheld) AND ((old.withheld IS NOT NULL) OR (old.state <> 'activating'::text)))) EXECUTE FUNCTION elevate.guard_withheld()
CREATE TRIGGER greetings_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON elevate.greetings FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER lost_places_guarded BEFORE INSERT OR UPDATE ON elevate.lost_places FOR EACH ROW EXECUTE FUNCTION elevate.guard_lost_place()
CREATE TRIGGER lost_places_stay BEFORE DELETE OR TRUNCATE ON elevate.lost_places FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER organisations_begin_version AFTER INSERT ON elevate.organisations FOR EACH ROW EXECUTE FUNCTION elevate.begin_configuration_version()
CREATE TRIGGER organisations_forget_numbers AFTER DELETE ON elevate.organisations FOR EACH ROW EXECUTE FUNCTION elevate.drop_request_sequence()
CREATE TRIGGER organisations_number_requests AFTER INSERT ON elevate.organisations FOR EACH ROW EXECUTE FUNCTION elevate.make_request_sequence()
CREATE TRIGGER persons_kind_stays BEFORE UPDATE ON elevate.persons FOR EACH ROW WHEN ((new.kind IS DISTINCT FROM old.kind)) EXECUTE FUNCTION elevate.keep_person_kind()
CREATE TRIGGER persons_merged_for_humans BEFORE INSERT OR UPDATE OF merged_into ON elevate.persons FOR EACH ROW WHEN ((new.merged_into IS NOT NULL)) EXECUTE FUNCTION elevate.refuse_system_person('merged_into')
CREATE TRIGGER persons_merges_flat BEFORE INSERT OR UPDATE OF merged_into ON elevate.persons FOR EACH ROW WHEN ((new.merged_into IS NOT NULL)) EXECUTE FUNCTION elevate.keep_merges_flat()
CREATE TRIGGER persons_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.persons FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER reminders_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON elevate.reminders FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER reminders_of_open_reviews BEFORE INSERT ON elevate.reminders FOR EACH ROW EXECUTE FUNCTION elevate.guard_review_reminder()
CREATE TRIGGER requests_acceptance_guarded BEFORE INSERT OR UPDATE ON elevate.requests FOR EACH ROW EXECUTE FUNCTION elevate.guard_acceptance()
CREATE TRIGGER requests_extension_guarded BEFORE UPDATE ON elevate.requests FOR EACH ROW EXECUTE FUNCTION elevate.guard_extension()
CREATE TRIGGER requests_guarded BEFORE INSERT OR UPDATE ON elevate.requests FOR EACH ROW EXECUTE FUNCTION elevate.guard_request()
CREATE TRIGGER requests_start_guarded BEFORE UPDATE ON elevate.requests FOR EACH ROW EXECUTE FUNCTION elevate.guard_start()
CREATE TRIGGER requests_system_account_stays BEFORE UPDATE ON elevate.requests FOR EACH ROW WHEN ((new.system_account_id IS DISTINCT FROM old.system_account_id)) EXECUTE FUNCTION elevate.keep_system_account()
CREATE TRIGGER reviews_guarded BEFORE INSERT OR UPDATE ON elevate.reviews FOR EACH ROW EXECUTE FUNCTION elevate.guard_review()
CREATE TRIGGER reviews_stay BEFORE DELETE OR TRUNCATE ON elevate.reviews FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER role_holdings_for_humans BEFORE INSERT OR UPDATE ON elevate.role_holdings FOR EACH ROW EXECUTE FUNCTION elevate.refuse_system_person('person_id')
CREATE TRIGGER role_holdings_guarded BEFORE INSERT OR UPDATE ON elevate.role_holdings FOR EACH ROW EXECUTE FUNCTION elevate.guard_role()
CREATE TRIGGER role_holdings_stay BEFORE DELETE OR TRUNCATE ON elevate.role_holdings FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER settings_unchanging BEFORE DELETE OR UPDATE ON elevate.settings FOR EACH ROW EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER settings_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.settings FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER source_members_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.source_members FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()
CREATE TRIGGER system_account_keys_guarded BEFORE UPDATE ON elevate.system_account_keys FOR EACH ROW EXECUTE FUNCTION elevate.guard_system_account_key()
CREATE TRIGGER system_account_keys_stay BEFORE DELETE OR TRUNCATE ON elevate.system_account_keys FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER system_accounts_guarded BEFORE INSERT OR UPDATE ON elevate.system_accounts FOR EACH ROW EXECUTE FUNCTION elevate.guard_system_account()
CREATE TRIGGER system_accounts_removed AFTER UPDATE ON elevate.system_accounts FOR EACH ROW WHEN (((old.removed_at IS NULL) AND (new.removed_at IS NOT NULL))) EXECUTE FUNCTION elevate.disable_removed_account()
CREATE TRIGGER system_accounts_stay BEFORE DELETE OR TRUNCATE ON elevate.system_accounts FOR EACH STATEMENT EXECUTE FUNCTION elevate.refuse_change()
CREATE TRIGGER targets_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON elevate.targets FOR EACH STATEMENT EXECUTE FUNCTION elevate.note_configuration_change()

-- functions
CREATE OR REPLACE FUNCTION elevate.add_job(task text, payload json, queue_name text, run_at timestamp with time zone, job_key text, priority smallint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
  begin
    insert into graphile_worker._private_jobs as j
      (task_id, job_queue_id, payload, run_at, key, priority)
    select t.id, q.id, add_job.payload, coalesce(add_job.run_at, now()), add_job.job_key,
      add_job.priority
    from graphile_worker._private_tasks t
    join graphile_worker._private_job_queues q on q.queue_name = add_job.queue_name
    where t.identifier = add_job.task
    on conflict (key) do nothing;
    if not found then
      perform elevate.add_job_by_worker(task, payload, queue_name, run_at, job_key, priority);
    end if;
  end $function$

CREATE OR REPLACE FUNCTION elevate.add_job_by_worker(task text, payload json, queue_name text, run_at timestamp with time zone, job_key text, priority smallint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'elevate_quiet', 'pg_catalog'
AS $function$
  begin
    perform graphile_worker.add_job(
      task, payload, queue_name := queue_name, run_at := run_at, job_key := job_key,
      priority := priority);
  end $function$

CREATE OR REPLACE FUNCTION elevate.begin_configuration_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    insert into elevate.configuration_versions (organisation_id, version) values (new.id, 1);
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.begin_group_parts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    insert into elevate.approver_group_parts values (new.organisation_id, new.id, new.id);
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.check_ground()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    ground text;
  begin
    select case
        when r.kind = 'review' then
          case when r.state = 'approved' and exists (select from elevate.reviews v
            where v.organisation_id = r.organisation_id and v.request_id = r.id)
          then 'break-glass' end
        when r.system_account_id is not null then
          case when r.state = 'approved' then 'system account' end
        when r.kind = 'change' then
          case when r.state <> 'approved' then 'none is needed'
          when exists (select from elevate.configuration_changes c
            where c.organisation_id = r.organisation_id and c.request_id = r.id
              and (c.needs <> 'second-admin' or exists (
                select from elevate.decisions d
                join elevate.persons p on p.organisation_id = d.organisation_id and p.id = d.person_id
                join elevate.persons q on q.organisation_id = d.organisation_id and q.id = r.requester_id
                where d.organisation_id = r.organisation_id and d.request_id = r.id
                  and d.verdict = 'approve'
                  and coalesce(p.merged_into, p.id) <> coalesce(q.merged_into, q.id))))
          then 'admins' end
        when r.state <> 'approved' then 'none is needed'
        when exists (select from elevate.decisions d
          where d.organisation_id = r.organisation_id and d.request_id = r.id
            and d.verdict = 'approve') then 'people'
        when exists (select from elevate.approval_policy_versions p
          where p.organisation_id = r.organisation_id and p.policy_id = r.policy_id
            and p.version = r.policy_version and p.approval = 'auto') then 'policy'
      end
    into ground
    from elevate.requests r
    where r.organisation_id = new.organisation_id and r.id = new.id;
    if ground is null then
      raise exception 'nothing approves request %', new.id using errcode = 'check_violation';
    end if;
    return null;
  end $function$

CREATE OR REPLACE FUNCTION elevate.disable_removed_account()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    update elevate.persons set disabled_at = new.removed_at
      where organisation_id = new.organisation_id and id = new.id;
    return null;
  end $function$

CREATE OR REPLACE FUNCTION elevate.drop_request_sequence()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    execute format('drop sequence elevate.%I', elevate.request_sequence(old.id));
    return old;
  end $function$

CREATE OR REPLACE FUNCTION elevate.follow_nested_groups()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    circle uuid;
  begin
    perform from elevate.configuration_versions for update;
    with recursive reached as (
      select organisation_id, group_id, nested_id as part_id from elevate.approver_group_nested
      union
      select r.organisation_id, r.group_id, n.nested_id
      from reached r
      join elevate.approver_group_nested n
        on n.organisation_id = r.organisation_id and n.group_id = r.part_id
    ), gone as (
      delete from elevate.approver_group_parts p
      where p.group_id <> p.part_id and not exists (select from reached r
        where r.organisation_id = p.organisation_id and r.group_id = p.group_id
          and r.part_id = p.part_id)
    ), added as (
      insert into elevate.approver_group_parts
      select * from reached on conflict do nothing
    )
    select group_id into circle from reached where group_id = part_id limit 1;
    if circle is not null then
      raise exception 'the approver group % would be in itself', circle
        using errcode = 'check_violation', constraint = 'approver_group_nested_no_circle';
    end if;
    return null;
  end $function$

CREATE OR REPLACE FUNCTION elevate.groups_with(organisation uuid, people uuid[])
 RETURNS TABLE(group_id uuid)
 LANGUAGE plpgsql
 STABLE
AS $function$
      begin
        return query
          select distinct m.group_id from elevate.group_people m
          where m.organisation_id = groups_with.organisation
            and m.person_id = any (groups_with.people);
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_acceptance()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'INSERT' then
          if new.accepted_at is not null
             or (new.state = 'awaiting-acceptance') <> (new.subject_id <> new.requester_id) then
            raise exception 'request % has to be accepted exactly when it is for somebody else', new.id
              using errcode = 'insufficient_privilege';
          end if;
          return new;
        end if;
        if (old.state = 'awaiting-acceptance' and new.state = 'pending')
             <> (new.accepted_at is distinct from old.accepted_at)
           or (old.accepted_at is not null and new.accepted_at is distinct from old.accepted_at)
           or (old.withdrawn_by is not null and new.withdrawn_by is distinct from old.withdrawn_by) then
          raise exception 'request % is accepted once, by becoming pending', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_account_link()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'INSERT' then
      if new.state <> 'asked' or new.met_at is not null then
        raise exception 'a code is asked for first' using errcode = 'check_violation';
      end if;
      return new;
    end if;
    if (new.organisation_id, new.id, new.code_hash, new.asker_platform, new.asker_tenant,
        new.asker_user_key, new.asker_name, new.asked_at)
       is distinct from
       (old.organisation_id, old.id, old.code_hash, old.asker_platform, old.asker_tenant,
        old.asker_user_key, old.asker_name, old.asked_at) then
      raise exception 'who asked for the code of link % never changes', old.id
        using errcode = 'insufficient_privilege';
    end if;
    if old.met_at is not null
       and (new.met_at, new.typer_platform, new.typer_tenant, new.typer_user_key, new.typer_name,
         new.valid_until)
       is distinct from
       (old.met_at, old.typer_platform, old.typer_tenant, old.typer_user_key, old.typer_name,
         old.valid_until)
       or (old.asker_confirmed_at is not null
         and new.asker_confirmed_at is distinct from old.asker_confirmed_at)
       or (old.typer_confirmed_at is not null
         and new.typer_confirmed_at is distinct from old.typer_confirmed_at) then
      raise exception 'who typed the code of link %, and who confirmed, is written once', old.id
        using errcode = 'insufficient_privilege';
    end if;
    if (old.state, new.state) not in (
      ('asked', 'met'), ('asked', 'replaced'), ('met', 'met'), ('met', 'linked'),
      ('met', 'refused'), ('met', 'replaced'), ('met', 'impossible')) then
      raise exception 'link % does not go from % to %', old.id, old.state, new.state
        using errcode = 'check_violation', constraint = 'account_links_transition';
    end if;
    if new.state = 'linked' and 2 <> (
      select count(*) from elevate.accounts a
      join elevate.persons p on p.organisation_id = a.organisation_id and p.id = a.person_id
      where a.organisation_id = new.organisation_id
        and coalesce(p.merged_into, p.id) = new.person_id
        and (a.system, a.tenant, a.user_key) in (
          (new.asker_platform, new.asker_tenant, new.asker_user_key),
          (new.typer_platform, new.typer_tenant, new.typer_user_key))) then
      raise exception 'the accounts of link % are not both that person''s', old.id
        using errcode = 'check_violation', constraint = 'account_links_linked_is_so';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_active_grant()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        clock timestamptz := elevate.now();
        latest timestamptz :=
          case when new.ends_at > clock then new.ends_at else clock + interval '1 minute' end;
      begin
        if new.next_attempt_at > latest then
          raise exception 'an active grant is come back to at its end, or within a minute of now: %',
            new.id using errcode = 'check_violation', constraint = 'grants_active_not_past_end';
        end if;
        return new;
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if not exists (select from elevate.requests r
      where r.organisation_id = new.organisation_id and r.id = new.request_id
        and r.kind = 'change') then
      raise exception 'only a request of kind change says what is to change: %', new.request_id
        using errcode = 'check_violation';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_extension()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if (new.extends_grant_id, new.extends_since)
           is distinct from (old.extends_grant_id, old.extends_since) then
          raise exception 'what request % extends never changes', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_given_again()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        raise exception 'the time of grant % is up, so it is not given any more', old.id
          using errcode = 'insufficient_privilege';
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_grant()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'INSERT' then
      new.prior_state := 'new';
      return new;
    end if;
    new.prior_state := case when new.state = old.state then old.prior_state else old.state end;
    if (new.organisation_id, new.id, new.request_id, new.subject_id, new.target_id, new.scope,
        new.account, new.starts_at, new.ends_at)
       is distinct from
       (old.organisation_id, old.id, old.request_id, old.subject_id, old.target_id, old.scope,
        old.account, old.starts_at, old.ends_at) then
      raise exception 'the right and the end of grant % never change', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_grant_start()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if exists (select from elevate.requests r
            where r.organisation_id = new.organisation_id and r.id = new.request_id
              and new.starts_at < r.start_at) then
          raise exception 'grant % would start before the start that was asked for', new.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_lost_place()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'INSERT' then
          if new.back_at is not null then
            raise exception 'a place is lost before it is back' using errcode = 'check_violation';
          end if;
          return new;
        end if;
        if old.back_at is not null
           or (new.organisation_id, new.id, new.platform, new.tenant, new.scope, new.place_id,
             new.kind, new.code, new.lost_at)
           is distinct from
           (old.organisation_id, old.id, old.platform, old.tenant, old.scope, old.place_id,
             old.kind, old.code, old.lost_at) then
          raise exception 'a lost place comes back once, and nothing else of it changes: %', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_request()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'INSERT' then
      new.prior_state := 'new';
      return new;
    end if;
    new.prior_state := case when new.state = old.state then old.prior_state else old.state end;
    if (new.organisation_id, new.id, new.number, new.kind, new.requester_id, new.subject_id,
        new.target_id, new.scope, new.target_account, new.duration_s, new.duration_was_default,
        new.fixed_end, new.reason, new.policy_id, new.policy_version, new.approver_group_id,
        new.asked_platform, new.asked_tenant, new.asked_user_key, new.asked_at, new.decide_by, new.ticket)
       is distinct from
       (old.organisation_id, old.id, old.number, old.kind, old.requester_id, old.subject_id,
        old.target_id, old.scope, old.target_account, old.duration_s, old.duration_was_default,
        old.fixed_end, old.reason, old.policy_id, old.policy_version, old.approver_group_id,
        old.asked_platform, old.asked_tenant, old.asked_user_key, old.asked_at, old.decide_by, old.ticket) then
      raise exception 'what was asked in request % never changes', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_review()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'INSERT' then
      if not exists (select from elevate.requests r
        where r.organisation_id = new.organisation_id and r.id = new.request_id
          and r.kind = 'review' and r.subject_id = new.subject_id) then
        raise exception 'only who broke glass has a review: %', new.request_id
          using errcode = 'check_violation';
      end if;
      return new;
    end if;
    if old.closed_at is not null
       or (new.organisation_id, new.request_id, new.subject_id, new.opened_at)
       is distinct from (old.organisation_id, old.request_id, old.subject_id, old.opened_at) then
      raise exception 'a review is closed once, and nothing else of it changes: %', old.request_id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_review_reminder()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if exists (select from elevate.reviews v
          where v.organisation_id = new.organisation_id and v.request_id = new.request_id
            and v.closed_at is not null) then
          raise exception 'nobody is reminded of a review that is closed: %', new.request_id
            using errcode = 'check_violation';
        end if;
        return new;
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_role()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    survivor uuid;
    removed boolean;
  begin
    -- One after the other: what is counted below must not change until this is committed.
    perform from elevate.organisations where id = new.organisation_id for no key update;
    if tg_op = 'INSERT' then
      if new.taken_at is not null then
        raise exception 'a role is given before it is taken' using errcode = 'check_violation';
      end if;
      if new.given_by is null and elevate.has_owner(new.organisation_id, null, new.given_at) then
        raise exception 'where there is an owner, a person gives the role'
          using errcode = 'check_violation', constraint = 'role_holdings_first_owners_only';
      end if;
      return new;
    end if;
    if old.taken_at is not null
       or (new.organisation_id, new.id, new.person_id, new.role, new.given_at, new.given_by)
       is distinct from
       (old.organisation_id, old.id, old.person_id, old.role, old.given_at, old.given_by) then
      raise exception 'a role is taken once, and nothing else of it changes: %', old.id
        using errcode = 'insufficient_privilege';
    end if;
    select s.removed_at is not null into strict removed from elevate.persons p
      join elevate.persons s
        on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
      where p.organisation_id = old.organisation_id and p.id = old.person_id;
    if new.taken_by is null and not removed then
      raise exception 'a person takes the role of somebody who is there: %', old.id
        using errcode = 'check_violation', constraint = 'role_holdings_taken_by_a_person';
    end if;
    if old.role = 'owner' and not removed then
      select coalesce(merged_into, id) into strict survivor from elevate.persons
        where organisation_id = old.organisation_id and id = old.person_id;
      if not elevate.has_owner(old.organisation_id, survivor, null) then
        raise exception 'the last owner stays one'
          using errcode = 'check_violation', constraint = 'role_holdings_last_owner_stays';
      end if;
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_start()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if new.start_at is distinct from old.start_at then
          raise exception 'when request % is to start never changes', old.id
            using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $function$

CREATE OR REPLACE FUNCTION elevate.guard_system_account()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if not exists (select from elevate.persons p where p.organisation_id = new.organisation_id
      and p.id = new.id and p.kind = 'system') then
      raise exception 'only a person of kind system is a system account: %', new.id
        using errcode = 'check_violation', constraint = 'system_accounts_are_of_their_kind';
    end if;
    if exists (select from elevate.persons p where p.organisation_id = new.organisation_id
      and p.id = new.owner_id and p.kind = 'system') then
      raise exception 'a person answers for a system account: %', new.id
        using errcode = 'check_violation', constraint = 'system_accounts_owner_is_human';
    end if;
    if tg_op = 'UPDATE' and (old.removed_at is not null
       or (new.organisation_id, new.id, new.name, new.added_at)
       is distinct from (old.organisation_id, old.id, old.name, old.added_at)) then
      raise exception 'a system account is removed once, and keeps its name: %', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_system_account_key()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if (new.organisation_id, new.id, new.account_id, new.sha256, new.made_at)
       is distinct from (old.organisation_id, old.id, old.account_id, old.sha256, old.made_at)
       or coalesce(new.valid_until, 'infinity') > coalesce(old.valid_until, 'infinity') then
      raise exception 'a key only ends, and never later than was said: %', old.id
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.guard_withheld()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        raise exception 'why grant % was not made is written with its end, and stays', old.id
          using errcode = 'insufficient_privilege';
      end $function$

CREATE OR REPLACE FUNCTION elevate.has_owner(organisation uuid, beside uuid, given timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
AS $function$
    select exists (
      select from elevate.role_holdings h
      join elevate.persons p on p.organisation_id = h.organisation_id and p.id = h.person_id
      join elevate.persons s
        on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
      where h.organisation_id = organisation and h.role = 'owner' and h.taken_at is null
        and s.disabled_at is null and s.id is distinct from beside
        and h.given_at is distinct from given)
  $function$

CREATE OR REPLACE FUNCTION elevate.keep_merges_flat()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare survivor_merged uuid;
  begin
    select merged_into into strict survivor_merged from elevate.persons
      where organisation_id = new.organisation_id and id = new.merged_into for update;
    if survivor_merged is not null then
      raise exception 'person % is itself merged into another', new.merged_into
        using errcode = 'check_violation', constraint = 'persons_merges_flat';
    end if;
    update elevate.persons set merged_into = new.merged_into
      where organisation_id = new.organisation_id and merged_into = new.id;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.keep_person_kind()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    raise exception 'a person and a system account never become one another: %', old.id
      using errcode = 'insufficient_privilege';
  end $function$

CREATE OR REPLACE FUNCTION elevate.keep_system_account()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    raise exception 'what was asked in request % never changes', old.id
      using errcode = 'insufficient_privilege';
  end $function$

CREATE OR REPLACE FUNCTION elevate.make_request_sequence()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    execute format('create sequence elevate.%I', elevate.request_sequence(new.id));
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.next_request_number(organisation uuid)
 RETURNS bigint
 LANGUAGE sql
RETURN nextval((('elevate.'::text || elevate.request_sequence(organisation)))::regclass)

CREATE OR REPLACE FUNCTION elevate.note_configuration_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    update elevate.configuration_versions set version = version + 1, catalogue_version = catalogue_version + case
          when tg_table_name in ('targets', 'approval_policies', 'approval_policy_versions') then 1
          else 0 end;
    return null;
  end $function$

CREATE OR REPLACE FUNCTION elevate.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
RETURN date_trunc('milliseconds'::text, clock_timestamp())

CREATE OR REPLACE FUNCTION elevate.people_in(organisation uuid, group_id uuid)
 RETURNS TABLE(id uuid, name text, line text, disabled boolean)
 LANGUAGE plpgsql
 STABLE
AS $function$
      begin
        return query
          select distinct s.id, s.name, s.line, s.disabled_at is not null
          from elevate.group_people m
          join elevate.persons p on p.organisation_id = m.organisation_id and p.id = m.person_id
          join elevate.persons s
            on s.organisation_id = p.organisation_id and s.id = coalesce(p.merged_into, p.id)
          where m.organisation_id = people_in.organisation and m.group_id = people_in.group_id;
      end $function$

CREATE OR REPLACE FUNCTION elevate.refuse_by_hand()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if pg_trigger_depth() < 2 then
      raise exception '%.% follows from other tables', tg_table_schema, tg_table_name;
    end if;
    return null;
  end $function$

CREATE OR REPLACE FUNCTION elevate.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    raise exception 'rows of % are never changed or removed', tg_table_name
      using errcode = 'insufficient_privilege';
  end $function$

CREATE OR REPLACE FUNCTION elevate.refuse_system_person()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare person uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
  begin
    if exists (select from elevate.persons p
      where p.organisation_id = new.organisation_id and p.id = person and p.kind = 'system') then
      raise exception 'no system account has a place in %', tg_table_name
        using errcode = 'check_violation', constraint = tg_table_name || '_for_humans';
    end if;
    return new;
  end $function$

CREATE OR REPLACE FUNCTION elevate.request_sequence(organisation uuid)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN ('request_number_'::text || replace((organisation)::text, '-'::text, ''::text))


-- views
group_people:  SELECT p.organisation_id,
    p.group_id,
    m.person_id
   FROM (elevate.approver_group_parts p
     JOIN elevate.approver_group_members m ON (((m.organisation_id = p.organisation_id) AND (m.group_id = p.part_id))))
UNION ALL
 SELECT p.organisation_id,
    p.group_id,
    a.person_id
   FROM ((((elevate.approver_group_parts p
     JOIN elevate.approver_group_sources s ON (((s.organisation_id = p.organisation_id) AND (s.group_id = p.part_id))))
     JOIN elevate.source_members l ON (((l.organisation_id = s.organisation_id) AND (l.kind = s.kind) AND (l.key = s.key))))
     JOIN elevate.accounts a ON (((a.organisation_id = l.organisation_id) AND (a.system = l.system) AND (a.tenant = l.tenant) AND (a.user_key = l.user_key))))
     JOIN elevate.persons h ON (((h.organisation_id = a.organisation_id) AND (h.id = a.person_id) AND (h.kind = 'human'::text))));
named_people:  SELECT p.organisation_id,
    p.group_id,
    m.person_id
   FROM (elevate.approver_group_parts p
     JOIN elevate.approver_group_members m ON (((m.organisation_id = p.organisation_id) AND (m.group_id = p.part_id))));

-- transitions
grant activating > active
grant activating > ending
grant activating > failed
grant active > ending
grant ending > ended
grant failed > activating
grant failed > ended
grant new > activating
grant new > scheduled
grant scheduled > activating
grant scheduled > ended
request awaiting-acceptance > expired
request awaiting-acceptance > pending
request awaiting-acceptance > withdrawn
request new > awaiting-acceptance
request new > pending
request pending > approved
request pending > denied
request pending > expired
request pending > withdrawn

