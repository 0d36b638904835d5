import fc from 'fast-check';
import { parsePressValue } from '../../src/commands/press-value';
import { factsDigest } from '../../src/elevation/digest';
import { noTerms } from '../../src/elevation/model';
import { screenState } from '../../src/elevation/screen-state';
import { denyFormView } from '../../src/views/forms';
import { noticeView, type NoticeKind } from '../../src/views/notice';
import { promptView, stillActiveView } from '../../src/views/prompt';
import { noButtons } from '../../src/views/prompt-parts';
import { receiptView } from '../../src/views/receipt';
import { type View, type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { ungivablePrompts } from '../support/sample-ungivable';
import { prompts, sampleViews } from '../support/sample-views';
import {
  activating,
  approved,
  ana,
  at,
  ben,
  cem,
  closed,
  decision,
  ended,
  ending,
  failed,
  pending,
  policy,
  stillActive,
} from '../support/snapshots';

const withButtons = { buttons: true };
const apart = ['policy-gone', 'policy-apart', 'extension-over'];
const unapprovable = new Set([...apart, ...Object.keys(ungivablePrompts)]);
const presses = [
  'approve',
  'approveLess',
  'deny',
  'revoke',
  'retry',
  'withdraw',
  'end',
  'show',
  'extend',
  'again',
] as const;

/** Which buttons a view has. */
function buttonsOf(view: View): string[] {
  return presses.filter((name) => (view.facts[name] ?? null) !== null);
}

function say(view: View, name: string): string {
  return (view.facts[name] as readonly ViewFacts[])
    .map((line) => plain(line.say as Sentence))
    .join('\n');
}

function fieldsOf(view: View): string[] {
  return (view.facts.fields as readonly ViewFacts[]).map(({ value }) => plain(value as Sentence));
}

describe('promptView', () => {
  it('lets approvers decide while it is pending, revoke while it is granted, and then read what happened', () => {
    const found = Object.entries(prompts).map(([name, snapshot]) => {
      const buttons = buttonsOf(promptView(snapshot, withButtons)).join(' ');
      return [name, screenState(snapshot), buttons] as const;
    });
    const expected = {
      pending: 'approve approveLess deny',
      scheduled: 'revoke',
      activating: 'revoke',
      active: 'revoke show',
      ending: 'show',
      ended: 'show',
      'still-active': 'retry show',
      failed: 'retry show',
    };
    for (const [name, state, buttons] of found) {
      if (unapprovable.has(name)) expect(buttons).toBe('deny');
      else expect([name, buttons]).toEqual([name, expected[state as 'pending'] ?? '']);
    }
  });

  it('has no button for a reader who may not act, and the same facts otherwise', () => {
    for (const snapshot of Object.values(prompts)) {
      const { facts: all } = promptView(snapshot, withButtons);
      const without = promptView(snapshot, { buttons: false });
      expect(buttonsOf(without)).toEqual([]);
      expect(without.facts).toEqual({ ...all, ...noButtons, hasButtons: false });
    }
  });

  it('gives each button the verb, the id and the digest of what is shown, and no more', () => {
    const snapshot = pending();
    const { approve, deny } = promptView(snapshot, withButtons).facts as Record<string, ViewFacts>;
    const digest = factsDigest(snapshot);
    expect(parsePressValue(approve!.value)).toEqual({ verb: 'approve', request: 142, digest });
    expect(parsePressValue(deny!.value)).toEqual({ verb: 'deny', request: 142, digest });
    expect(approve!.action).toBe('request.approve');
  });

  it('does not offer to approve what the present policy denies', () => {
    const view = promptView(pending({ policyNow: policy({ approval: 'deny' }) }), withButtons);
    expect(buttonsOf(view)).toEqual(['deny']);
    expect(say(view, 'unusual')).toContain('no policy allows this any more');
  });

  it('offers what the present policy allows and no more, and says so', () => {
    const policyNow = policy({ durationMaxS: 3600 }, { version: 4 });
    const view = promptView(pending({ policyNow }), withButtons);
    const approve = view.facts.approve as ViewFacts;
    expect(plain(approve.act as Sentence)).toBe('Approve for 1\u00A0hour');
    expect(approve.effectText).toContain('for 1\u00A0hour, starting now');
    expect(approve.spoken).toContain('for 1\u00A0hour');
    expect(plain(view.facts.headline as Sentence)).toMatch(/Search-Mailbox, 1\u00A0hour$/);
    expect(plain(view.facts.title as Sentence)).toBe('Search-Mailbox, 1\u00A0hour');
    expect(say(view, 'summary')).toContain('asks for Exchange\\Search-Mailbox for 4\u00A0hours.');
    expect(say(view, 'summary')).toContain('Approved at 14:02 UTC, it would end at 15:02 UTC.');
    expect(say(view, 'unusual')).toContain('At most 1\u00A0hour is allowed now.');
    expect(view.notification).toContain('asks for Search-Mailbox for 4\u00A0hours');
  });

  it('offers what was asked where the present policy allows more', () => {
    const policyNow = policy({ durationMaxS: 86_400 }, { version: 4 });
    const view = promptView(pending({ policyNow }), withButtons);
    expect(plain((view.facts.approve as ViewFacts).act as Sentence)).toBe(
      'Approve for 4\u00A0hours',
    );
    expect(say(view, 'unusual')).not.toContain('At most');
  });

  it('does not promise a fixed end that is farther away than the present policy allows', () => {
    const fixed = { fixedEnd: at('18:00'), durationS: 14_280 };
    const policyNow = policy({ durationMaxS: 3600 }, { version: 4 });
    const view = promptView(pending({ ...fixed, policyNow }), withButtons);
    expect(say(view, 'summary')).toContain('Approved at 14:02 UTC, it would end at 15:02 UTC.');
    expect((view.facts.approve as ViewFacts).effectText).toContain('at most 1\u00A0hour');
    const late = promptView(pending({ ...fixed, policyNow, readAt: at('17:30') }), withButtons);
    expect(say(late, 'summary')).toContain('it would end at 18:00 UTC');
    const asAsked = promptView(pending(fixed), withButtons);
    expect(say(asAsked, 'summary')).toContain('end 12 Nov 2026, 18:00 UTC, whenever');
  });

  it('says that nothing is granted yet when more approvals are to come', () => {
    const two = policy({ approvalsNeeded: 2 });
    const { approve } = promptView(pending({ policy: two, policyNow: two }), withButtons).facts;
    expect((approve as ViewFacts).effectText).toBe(
      'Exchange\\Search-Mailbox for Ana: your approval is 1 of 2. Nothing is granted yet.',
    );
  });

  it('keeps names that are written from right to left apart in sentences, lists and notifications', () => {
    const [ruth, ali] = ['רות כהן', 'علي'];
    const [requester, approver] = [
      { ...ana, name: ruth },
      { ...ben, name: ali },
    ];
    const three = policy({ approvalsNeeded: 3 });
    const decisions = [decision('approve', approver), decision('approve', cem)];
    const asked = { requester, subject: requester, policy: three, policyNow: three, decisions };
    const view = promptView(pending(asked), withButtons);
    expect(view.notification).toContain(`Search-Mailbox for \u2068${ruth}\u2069 (ELV-142)`);
    expect(say(view, 'summary')).toContain(`\u2068${ruth}\u2069 (ana@example.com) asks for`);
    expect(say(view, 'summary')).toContain(`not \u2068${ali}\u2069 or Cem.`);
    expect(fieldsOf(view)).toContain(`2 of 3: \u2068${ali}\u2069 and Cem`);
  });

  it('counts approvals by person and leaves out the requester’s own', () => {
    const three = policy({ approvalsNeeded: 3 });
    const decisions = [
      decision('approve', ben),
      decision('approve', ben),
      decision('approve', ana),
    ];
    const view = promptView(pending({ policy: three, policyNow: three, decisions }), withButtons);
    expect(view.notification).toMatch(/^1 of 3\u00A0approvals/);
    expect(say(view, 'summary')).toContain('Still needed: 2\u00A0more people, not Ben.');
  });

  it('names for whom it is asked when that is somebody else', () => {
    const view = promptView(pending({ subject: cem }), withButtons);
    expect(say(view, 'summary')).toContain('Ana (ana@example.com) asks for');
    expect(say(view, 'summary')).toContain('for Cem (cem@example.com)');
  });

  it('says for whom in the notification and beside the count, when that is somebody else', () => {
    const view = promptView(pending({ subject: cem }), withButtons);
    expect(view.notification).toBe(
      'Approval needed: Ana asks for Search-Mailbox for 4\u00A0hours, for Cem (ELV-142)',
    );
    expect(fieldsOf(view)).toContain('Cem held it 2\u00A0times');
    expect(fieldsOf(promptView(pending(), withButtons))).toContain('Held 2\u00A0times');
  });

  it('tells who asks for what and how long where it is denied', () => {
    const { deny } = promptView(pending({ subject: cem }), withButtons).facts;
    expect(plain((deny as ViewFacts).about as Sentence)).toBe(
      'Ana asks for Exchange\\Search-Mailbox for 4\u00A0hours, for Cem.',
    );
    expect(plain(denyFormView(pending()).facts.about as Sentence)).toBe(
      'Ana asks for Exchange\\Search-Mailbox for 4\u00A0hours.',
    );
  });

  it('names the day on which a right of a day or more came into force', () => {
    const inForce = (endsAt: Date) =>
      fieldsOf(promptView(approved({ endsAt }), withButtons)).find((text) =>
        text.endsWith('confirmed'),
      );
    expect(inForce(at('14:05:59', 13))).toBe('14:06 UTC, confirmed');
    expect(inForce(at('14:06', 13))).toBe('12 Nov 2026, 14:06 UTC, confirmed');
  });

  it('calls unusual what was never asked for before, and not what was only held long ago', () => {
    const unusual = (changes: Parameters<typeof pending>[0]) =>
      say(promptView(pending(changes), withButtons), 'unusual');
    expect(unusual({ askedBefore: false, heldLast30Days: 0 })).toBe(
      '⚠️ Unusual: the first request of this target for Ana.',
    );
    expect(unusual({ askedBefore: true, heldLast30Days: 0 })).toBe('');
  });

  it('calls unusual what the person holds already, and says until when', () => {
    const heldThrough = { number: 140, until: at('20:00') };
    const view = promptView(pending({ heldThrough }), withButtons);
    expect(say(view, 'unusual')).toBe(
      '⚠️ Unusual: already held through ELV-140 until 12 Nov 2026, 20:00 UTC.',
    );
  });

  it('quotes a comment with the approvals and not with the reason', () => {
    const two = policy({ approvalsNeeded: 2 });
    const decisions = [decision('approve', ben, { comment: 'Fine for me.' })];
    const { facts } = promptView(pending({ policy: two, policyNow: two, decisions }), withButtons);
    expect(facts.quotes).toHaveLength(1);
    expect(facts.comments).toMatchObject([{ text: 'Fine for me.' }]);
  });

  it('stays the same within a minute, so that an unchanged screen is not sent again', () => {
    const early = promptView(pending({ readAt: at('14:02:01') }), withButtons);
    expect(promptView(pending({ readAt: at('14:02:59') }), withButtons)).toEqual(early);
    expect(promptView(pending({ readAt: at('14:03:00') }), withButtons)).not.toEqual(early);
  });

  it('says "being granted" until the right was read back, and from a minute on that there is no answer', () => {
    const young = say(promptView(activating({ readAt: at('14:06:59') }), withButtons), 'summary');
    expect(young).toContain('Being granted in Exchange.');
    const late = say(promptView(activating({ readAt: at('14:07:00') }), withButtons), 'summary');
    expect(late).toContain('Exchange has not answered yet.');
    expect(`${young}${late}`).not.toMatch(/holds/);
  });

  it('says "confirmed" only when the right was read as absent, not when it was kept', () => {
    const kept = [
      ended({ heldBefore: true }),
      ended({ alsoHeldThrough: { number: 140, until: at('20:00') } }),
    ];
    expect(say(promptView(ended(), withButtons), 'summary')).toContain('Confirmed by Exchange');
    for (const snapshot of kept) {
      expect(say(promptView(snapshot, withButtons), 'summary')).not.toContain('Confirmed');
      expect(say(noticeView(snapshot, 'ended'), 'summary')).not.toContain('confirmed');
    }
    expect(say(promptView(ending(), withButtons), 'summary')).not.toContain('Confirmed');
  });

  it('says how much less was granted than was asked', () => {
    const { fields } = promptView(approved({ endsAt: at('16:06') }), withButtons).facts;
    const values = (fields as readonly ViewFacts[]).map(({ value }) => plain(value as Sentence));
    expect(values).toContain('2\u00A0hours (4\u00A0hours were asked)');
    const asAsked = promptView(approved(), withButtons).facts.fields as readonly ViewFacts[];
    expect(asAsked).toHaveLength(2);
  });

  it('shouts when a right outlives its end, with what to do', () => {
    const view = stillActiveView(stillActive());
    expect(view.notification).toBe(
      'STILL ACTIVE: Ana’s Search-Mailbox should have ended 20\u00A0minutes ago (ELV-142)',
    );
    expect(buttonsOf(view)).toEqual(['retry', 'show']);
    expect(say(view, 'summary')).toContain(
      'remove Ana from Exchange\\Search-Mailbox in Exchange by hand',
    );
  });

  it('cuts a long reason, says so, and leaves the other facts where they are', () => {
    const short = promptView(pending(), withButtons);
    const long = promptView(pending({ reason: 'word '.repeat(600) }), withButtons);
    const [quote] = long.facts.quotes as readonly ViewFacts[];
    expect(plain(quote!.cut as Sentence)).toBe('Cut here. 600 of 2,999\u00A0characters shown.');
    expect(long.facts.fields).toEqual(short.facts.fields);
  });
});

describe('noticeView', () => {
  it('lets the holder end and extend what is active', () => {
    expect(buttonsOf(noticeView(approved(), 'granted'))).toEqual(['end', 'extend']);
  });

  it.each<[string, ReturnType<typeof approved>, RegExp]>([
    ['is being taken away', ending(), /being taken away/],
    ['outlives its end', stillActive(), /still active/],
    ['has ended', ended(), /ended 12 Nov 2026, 18:06 UTC/],
  ])('redraws "you hold" without a button once the right %s', (_what, snapshot, words) => {
    const view = noticeView(snapshot, 'granted');
    expect(buttonsOf(view)).toEqual([]);
    expect(say(view, 'summary')).toMatch(words);
    expect(say(view, 'summary')).not.toMatch(/You hold/);
  });

  it('does not say that somebody loses what they keep', () => {
    const { end } = noticeView(approved({ heldBefore: true }), 'granted').facts;
    expect((end as ViewFacts).effectText).toMatch(/stays yours/);
  });

  it('lets the requester ask again once it is over, and has no button on any other news', () => {
    const news: [NoticeKind, ReturnType<typeof approved>, string[]][] = [
      ['denied', closed('denied'), ['again']],
      ['expired', closed('expired'), ['again']],
      ['withdrawn', closed('withdrawn'), ['again']],
      ['ended', ended(), ['again']],
      ['revoked', ended(), ['again']],
      ['failed', failed(), ['again']],
      ['still-active', stillActive(), []],
    ];
    for (const [kind, snapshot, buttons] of news) {
      expect(buttonsOf(noticeView(snapshot, kind))).toEqual(buttons);
    }
  });

  it('says from when a denied target can be asked for again, where the policy lets people wait', () => {
    const terms = { ...noTerms, coolDownS: 3600 };
    const cooling = noticeView(closed('denied', { policyNow: policy({ terms }) }), 'denied');
    expect(say(cooling, 'summary')).toMatch(/You can ask again from 12 Nov 2026, 15:06 UTC/);
    const usual = noticeView(closed('denied'), 'denied');
    expect(say(usual, 'summary')).not.toMatch(/ask again/);
  });

  it('refuses to tell about a grant that does not exist', () => {
    expect(() => noticeView(pending(), 'granted')).toThrow('ELV-142 has no grant');
  });
});

describe('receiptView', () => {
  it('can be withdrawn while nobody has decided and not after, and then be asked for again', () => {
    expect(buttonsOf(receiptView(pending()))).toEqual(['withdraw']);
    for (const snapshot of [approved(), closed('denied'), closed('expired')]) {
      expect(buttonsOf(receiptView(snapshot))).toEqual([]);
    }
    expect(buttonsOf(receiptView(closed('withdrawn')))).toEqual(['again']);
  });
});

describe('notifications', () => {
  it.each(sampleViews().map(({ name, view }) => [name, view] as const))(
    'of %s are one line of at most 120 characters',
    (_name, { notification }) => {
      expect(notification.length).toBeGreaterThan(0);
      expect(notification.length).toBeLessThanOrEqual(120);
      expect(notification).not.toMatch(/\n/);
    },
  );

  it('never hold a reason or a comment, and stay short whatever people are called', () => {
    const secret = 'sesame-7QK2';
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(text, text, (name, target) => {
        const named = { ...ana, name, line: name };
        const changes = {
          ...{ reason: secret, requester: named, subject: named },
          target: { ...pending().target, bareName: target, name: `Exchange\\${target}` },
        };
        const decisions = [decision('approve', ben, { comment: secret })];
        const denial = [decision('deny', { ...ben, name }, { comment: secret })];
        const snapshots = [
          pending(changes),
          approved({}, { ...changes, decisions }),
          closed('denied', { ...changes, decisions: denial }),
          ended({ endReason: secret, endedBy: ben, endCause: 'revoked' }, changes),
        ];
        for (const snapshot of snapshots) {
          const { notification } = promptView(snapshot, withButtons);
          expect(notification).not.toContain(secret);
          expect(notification.length).toBeLessThanOrEqual(120);
          expect(receiptView(snapshot).notification).not.toContain(secret);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('views', () => {
  it('are JSON: what is stored as a reply is drawn as it was', () => {
    for (const { view } of sampleViews()) {
      expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    }
  });
});
