/** What a policy says, in lines. */
import { availabilityText } from '../elevation/availability';
import { formatDuration } from '../elevation/duration';
import { type ApproverGroup, type Policy, type PolicyRules } from '../elevation/model';
import { say, type Sentence } from '../words';
import { groupMost, middleCut, targetMost } from './people';
import { type Part } from './sheet';

/** Groups by id, with how many people could decide in each. */
export type GroupBook = ReadonlyMap<string, ApproverGroup>;

function groupName(groups: GroupBook, id: string): string {
  return middleCut(groups.get(id)?.name ?? '-', groupMost);
}

function groupFacts(groups: GroupBook, id: string) {
  return { group: groupName(groups, id), people: groups.get(id)?.size ?? 0 };
}

function groupNames(groups: GroupBook, ids: readonly string[]): string {
  return ids.map((id) => groupName(groups, id)).join(', ');
}

/** How it approves, in one line. */
export function approvalLine({ rules }: Policy, groups: GroupBook): Sentence {
  const { approval, approvalsNeeded, approverGroupId, terms } = rules;
  if (approval === 'deny') return say('policy.deny');
  if (approval === 'manual') {
    const facts = { ...groupFacts(groups, approverGroupId), needed: approvalsNeeded };
    return say('policy.manual', facts);
  }
  const { autoBudget } = terms;
  if (autoBudget === null) return say('policy.auto');
  const window = formatDuration(autoBudget.windowS);
  return say('policy.auto.budget', { count: autoBudget.count, window });
}

export function lengthLine({ rules }: Policy): Sentence {
  return say('policy.length', {
    usual: formatDuration(rules.durationDefaultS),
    maximum: formatDuration(rules.durationMaxS),
  });
}

export function versionLine({ version }: Policy, since: Date): Sentence {
  return say('policy.version', { version, since });
}

/** All that it says, part by part. */
export function policyParts({ rules }: Policy, groups: GroupBook): readonly Part[] {
  if (rules.approval === 'deny') {
    return [{ title: say('who.decides'), lines: [say('policy.deny')] }];
  }
  return [
    { title: say('who.asks'), lines: askingLines(rules, groups) },
    { title: say('policy.length.title'), lines: timeLines(rules) },
    { title: say('policy.said'), lines: saidLines(rules) },
    { title: say('who.decides'), lines: decidingLines(rules, groups) },
    { title: say('policy.glass'), lines: [glassLine(rules, groups)] },
    ...toldPart(rules, groups),
  ];
}

/** Members of which groups may ask, each group until its end. */
export function askingLines({ terms }: PolicyRules, groups: GroupBook): readonly Sentence[] {
  if (terms.requesters.length === 0) return [say('who.asks.everybody')];
  return terms.requesters.map(({ groupId, until }) => {
    const group = groupName(groups, groupId);
    if (until === null) return say('who.asks.group', { group });
    return say('who.asks.group.until', { group, until: new Date(until) });
  });
}

function timeLines(rules: PolicyRules): readonly (Sentence | null)[] {
  const { availability, coolDownS, extension } = rules.terms;
  return [
    lengthLine({ rules } as Policy),
    availability && say('policy.hours', { hours: availabilityText(availability) }),
    coolDownS > 0 ? say('policy.cool-down', { length: formatDuration(coolDownS) }) : null,
    extensionLine(rules.approval, extension),
  ];
}

/** Left out, it can be extended where people decide. */
function extensionLine(
  approval: PolicyRules['approval'],
  extension: PolicyRules['terms']['extension'],
): Sentence {
  const isAllowed = extension?.allowed ?? approval === 'manual';
  if (!isAllowed) return say('policy.extension.none');
  const most = extension?.maxTotalS ?? null;
  if (most === null) return say('policy.extension');
  return say('policy.extension.most', { maximum: formatDuration(most) });
}

/** What has to be said to ask for it: reason, ticket, part. */
export function saidLines({
  reasonRequired,
  reasonMinLength,
  terms,
}: PolicyRules): readonly (Sentence | null)[] {
  const { reasonForm, ticket, scopes } = terms;
  return [
    reasonLine(reasonRequired, reasonMinLength),
    reasonForm && say('policy.reason.form', { example: reasonForm.example }),
    ticket && ticketLine(ticket.required, ticket.form?.example ?? null),
    scopes && scopesLine(scopes),
  ];
}

function reasonLine(isRequired: boolean, minimum: number): Sentence {
  if (!isRequired) return say('policy.reason.none');
  return minimum > 0 ? say('policy.reason.least', { minimum }) : say('policy.reason');
}

function ticketLine(isRequired: boolean, example: string | null): Sentence {
  const required = isRequired ? 'yes' : 'no';
  if (example === null) return say('policy.ticket', { required });
  return say('policy.ticket.form', { required, example });
}

function scopesLine({ allowed, whole }: NonNullable<PolicyRules['terms']['scopes']>): Sentence {
  const scopes = middleCut(allowed.join(', '), targetMost * 2);
  return say(whole ? 'policy.scopes.whole' : 'policy.scopes', { scopes });
}

function decidingLines(rules: PolicyRules, groups: GroupBook): readonly (Sentence | null)[] {
  const { approval, approverGroupId, approvalsNeeded, decideWithinS, terms } = rules;
  const auto = approval === 'auto' ? approvalLine({ rules } as Policy, groups) : null;
  const first = { ...groupFacts(groups, approverGroupId), needed: approvalsNeeded };
  return [
    auto,
    say('policy.manual', first),
    ...terms.stages.map(({ groupId, approvalsNeeded: needed }) =>
      say('who.decides.stage', { ...groupFacts(groups, groupId), needed }),
    ),
    terms.escalation &&
      say('who.decides.escalation', {
        ...groupFacts(groups, terms.escalation.groupId),
        after: formatDuration(terms.escalation.afterS),
      }),
    terms.reminders.length > 0
      ? say('policy.reminders', { times: terms.reminders.map(formatDuration).join(', ') })
      : null,
    say('policy.decide', { within: formatDuration(decideWithinS) }),
  ];
}

function glassLine({ terms }: PolicyRules, groups: GroupBook): Sentence {
  const { breakGlass } = terms;
  if (breakGlass === null) return say('policy.glass.none');
  return say('policy.glass.groups', {
    groups: groupNames(groups, breakGlass.groupIds),
    maximum: formatDuration(breakGlass.maxS),
  });
}

function toldPart({ terms }: PolicyRules, groups: GroupBook): readonly Part[] {
  if (terms.notify.length === 0) return [];
  const line = say('policy.told.groups', { groups: groupNames(groups, terms.notify) });
  return [{ title: say('policy.told'), lines: [line] }];
}
