/** What would happen to a request that nobody makes. */
import { isRefusal, type Refusal } from '../errors';
import { type Policy } from './model';
import { isEligible, judgeOpening, type Opening, type OpeningInput } from './opening';
import { stageOf } from './policy';
import { typedOrNull } from './typed-text';

export interface Trial {
  /** As the rules judge it, were what is lacking there. */
  readonly outcome: Opening | Refusal;
  /** What the policy needs and was left out for the trial. */
  readonly lacks: readonly ('reason' | 'ticket')[];
  /** Whether the requester is among those who may ask. */
  readonly mayAsk: boolean;
  /** Of each stage: who is asked, how many have to approve, and how many people could who are not the requester. */
  readonly stages: readonly {
    readonly groupId: string;
    readonly needed: number;
    readonly able: number;
  }[];
}

/**
 * Judges a request by the rules that judge every other. Who only tries writes neither a reason nor a ticket, so these are taken as
 * given where they are left out, and named as lacking; one that is there is judged.
 * @param input with the policy that covers the target
 */
export function tryOpening(input: OpeningInput & { readonly policy: Policy }): Trial {
  const { policy, present } = input;
  const { rules } = policy;
  const noReason = typedOrNull(input.reason) === null;
  const noTicket = typedOrNull(input.ticket) === null;
  const { ticket } = rules.terms;
  const eased: Policy = {
    ...policy,
    rules: {
      ...rules,
      reasonRequired: rules.reasonRequired && !noReason,
      terms: {
        ...rules.terms,
        ticket: ticket && { ...ticket, required: ticket.required && !noTicket },
      },
    },
  };
  const isAsked = rules.approval !== 'deny';
  return {
    outcome: judgeOpening({ ...input, policy: eased }),
    lacks: [
      ...(noReason && rules.reasonRequired ? (['reason'] as const) : []),
      ...(noTicket && ticket?.required ? (['ticket'] as const) : []),
    ],
    mayAsk: isAsked && isEligible(rules.terms, input.requesterGroupIds, present?.now ?? null),
    stages: isAsked ? stagesOf(input) : [],
  };
}

function stagesOf({ policy, ableByStage }: OpeningInput & { readonly policy: Policy }) {
  const count = 1 + policy.rules.terms.stages.length;
  return Array.from({ length: count }, (_, index) => {
    const { groupId, approvalsNeeded: needed } = stageOf(policy.rules, index + 1)!;
    return { groupId, needed, able: ableByStage[index]?.length ?? 0 };
  });
}

/** What becomes of it, in a word. */
export function verdictOf({ outcome }: Pick<Trial, 'outcome'>): 'refused' | 'auto' | 'people' {
  if (isRefusal(outcome)) return 'refused';
  return outcome.autoApproved ? 'auto' : 'people';
}
