import fc from 'fast-check';
import { isRefusal } from '../../src/errors';
import { judgeSystemUse, type SystemUseInput } from '../../src/elevation/system-use';
import { after, ben, now, policy, rules, target } from './samples';

const usual: SystemUseInput = {
  account: {
    id: 'account-1',
    name: 'nightly-export',
    owner: ben,
    targets: ['Exchange\\Search-*'],
    scopes: [],
    durationMaxS: 3600,
    until: after(3600_000),
  },
  switchedOff: false,
  candidates: [target],
  policyOf: () => policy(),
  leastDurationS: () => 60,
  accounts: new Map([['Exchange', 'svc-export']]),
  typed: { target: 'Search-Mailbox', duration: '1h', reason: 'Export', ticket: null, scope: null },
  now,
};

type Changes = Partial<Omit<SystemUseInput, 'account' | 'typed'>> & {
  readonly account?: Partial<SystemUseInput['account']>;
  readonly typed?: Partial<SystemUseInput['typed']>;
};

function judge({ account, typed, ...changes }: Changes = {}) {
  return judgeSystemUse({
    ...usual,
    ...changes,
    account: { ...usual.account, ...account },
    typed: { ...usual.typed, ...typed },
  });
}

const twin = { ...target, id: 'target-2', name: 'Entra\\Search-Mailbox', workload: 'Entra' };

describe('a use of a system account', () => {
  it('is granted as it was asked, to its own account, to its own end', () => {
    expect(judge()).toEqual({
      target,
      targetAccount: 'svc-export',
      policy: policy(),
      scope: '',
      durationS: 3600,
      endsAt: after(3600_000),
      reason: 'Export',
      ticket: null,
    });
  });

  it.each([
    ['what asks of people', rules({ reasonMinLength: 200, approvalsNeeded: 20 })],
    ['what would let nobody decide', rules({ approverGroupId: 'nobody' })],
    ['what is shorter', rules({ durationMaxS: 60 })],
    ['what approves by itself', rules({ approval: 'auto' })],
  ])('is exempt from the policy: %s', (_what, present) => {
    expect(judge({ policyOf: () => present })).not.toHaveProperty('refused');
  });

  it.each<[string, Changes, string]>([
    ['at its end', { account: { until: now } }, 'system-account-over'],
    ['after its end', { account: { until: after(-1) } }, 'system-account-over'],
    [
      'while nobody answers for it',
      { account: { owner: { ...ben, disabled: true } } },
      'system-account-unowned',
    ],
    ['while Elevate is off', { switchedOff: true }, 'switched-off'],
    ['of no target', { candidates: [] }, 'system-account-target'],
    ['of another target', { candidates: [twin] }, 'system-account-target'],
    ['of nothing', { account: { targets: [] } }, 'system-account-target'],
    [
      'of either of two',
      { candidates: [target, twin], account: { targets: ['*\\Search-Mailbox'] } },
      'ambiguous-target',
    ],
    ['where no policy covers it', { policyOf: () => null }, 'no-policy'],
    ['where the policy denies', { policyOf: () => rules({ approval: 'deny' }) }, 'target-denied'],
    ['of a part, where it has the whole', { typed: { scope: 'Finance' } }, 'system-account-whole'],
    ['of the whole, where it has a part', { account: { scopes: ['A'] } }, 'system-account-part'],
    [
      'of another part',
      { account: { scopes: ['A'] }, typed: { scope: 'B' } },
      'system-account-part',
    ],
    ['for longer', { typed: { duration: '61m' } }, 'system-account-length'],
    ['for no length', { typed: { duration: '59s' } }, 'bad-duration'],
    ['for less than the target can', { leastDurationS: () => 3601 }, 'duration-too-short'],
    ['beyond its end', { account: { until: after(3_599_999) } }, 'system-account-until'],
    ['until a time of day', { typed: { duration: 'until 18:00' } }, 'zone-unknown'],
    ['for no reason', { typed: { reason: ' \u200B' } }, 'system-account-reason'],
    ['for a novel', { typed: { reason: 'x'.repeat(3001) } }, 'reason-too-long'],
    ['with a long ticket', { typed: { ticket: 'x'.repeat(101) } }, 'ticket-too-long'],
    ['without an account there', { accounts: new Map() }, 'no-account-in-target'],
  ])('is refused %s', (_when, changes, refused) => {
    expect(judge(changes)).toMatchObject({ refused });
  });

  it('tells nothing of targets that are not its own', () => {
    const other = judge({ candidates: [twin], typed: { target: twin.name } });
    const none = judge({ candidates: [], typed: { target: twin.name } });
    expect(other).toEqual(none);
  });

  it('means its own of several targets of a name, and its parts whatever their case', () => {
    expect(judge({ candidates: [twin, target] })).toMatchObject({ target });
    expect(
      judge({ account: { scopes: ['Field Sales'] }, typed: { scope: 'field sales' } }),
    ).toMatchObject({ scope: 'Field Sales' });
  });

  it('never ends after the account does, nor lasts longer than it may, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 60, max: 100_000 }),
        fc.integer({ min: -10, max: 100_000 }),
        (minutes, mostS, leftS) => {
          const until = after(leftS * 1000);
          const judged = judge({
            account: { durationMaxS: mostS, until },
            typed: { duration: `${minutes}m` },
          });
          if (isRefusal(judged)) return;
          expect(judged.endsAt <= until).toBe(true);
          expect(judged.durationS).toBe(minutes * 60);
          expect(judged.durationS <= mostS).toBe(true);
        },
      ),
    );
  });
});
