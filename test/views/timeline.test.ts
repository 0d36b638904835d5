import { type TrailEvent } from '../../src/audit/trail';
import { type RequestSnapshot } from '../../src/elevation/model';
import { type Reader } from '../../src/elevation/reading';
import { renderSlackMessage } from '../../src/platforms/slack/render';
import { renderTeamsCard } from '../../src/platforms/teams/render';
import { timelineView } from '../../src/views/timeline';
import { type View, type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import {
  ana,
  approved,
  at,
  ben,
  closed,
  decision,
  dia,
  ended,
  pending,
  reviewedAsWrong,
  stillActive,
  taken,
  worst,
} from '../support/snapshots';
import {
  by,
  decided,
  event,
  happened,
  longTrail,
  refused,
  trailOf,
  withheld,
} from '../support/trails';

function linesOf(view: View): string[] {
  const { first, last, more } = view.facts;
  const said = (lines: unknown) =>
    (lines as readonly ViewFacts[]).map(({ say }) => plain(say as Sentence));
  const between = more === null ? [] : [plain(more as Sentence)];
  return [...said(first), ...between, ...said(last)];
}

function lines(snapshot: RequestSnapshot, trail: readonly TrailEvent[], reader: Reader = 'own') {
  return linesOf(timelineView(snapshot, trail, reader));
}

describe('timelineView', () => {
  it('says when, who and what, in the reader’s zone and in UTC, oldest first', () => {
    expect(lines(approved(), trailOf('active'))).toEqual([
      '12 Nov 2026, 14:02 UTC (12 Nov 2026, 14:02 UTC) · Ana asked for it for 4\u00A0hours, on Slack',
      '12 Nov 2026, 14:06 UTC (14:06 UTC) · Ben approved it for 4\u00A0hours, on Teams',
      '12 Nov 2026, 14:06 UTC (14:06 UTC) · That was enough: it ends 12 Nov 2026, 18:06 UTC',
      '12 Nov 2026, 14:06 UTC (14:06 UTC) · Exchange was read: Ana did not hold it before',
      '12 Nov 2026, 14:06 UTC (14:06 UTC) · It was granted in Exchange, and read back there',
    ]);
  });

  it('says the day in UTC again where it is another one', () => {
    const late = event('00:10', { type: 'elevate' }, 'request.expired', { decideBy: 'x' }, 13);
    const decideBy = at('00:10', 13).toISOString();
    const trail = [...trailOf('denied').slice(0, 1), { ...late, facts: { decideBy } }];
    expect(lines(closed('expired'), trail)[1]).toContain('(13 Nov 2026, 00:10 UTC)');
  });

  it.each([
    ['uncovered', 'no policy covered it any more'],
    ['denied', 'its policy denied it to everybody'],
    ['disabled', 'Ana was disabled'],
    ['ineligible', 'its policy no longer let Ana have it'],
    ['moved', 'the account in Exchange was not Ana’s any more'],
    ['stranger', 'Ana was no member of this organisation any more'],
  ] as const)('says why it was not granted in the end: %s', (why, said) => {
    const [line] = lines(ended(), [withheld(why)], 'approver');
    expect(line).toMatch(new RegExp(`· It was not granted: ${said}$`, 'u'));
  });

  it('says who let it be tried again', () => {
    const all = lines(stillActive(), trailOf('still-active'), 'approver');
    expect(all.at(-1)).toMatch(/· Ben let it be tried again at once, on Slack$/u);
  });

  it('has a line for everything that can happen to a request', () => {
    const snapshot = approved({}, { decisions: [decision('approve'), decision('approve', dia)] });
    const all = lines(snapshot, happened, 'approver').map((line) => line.replace(/^.*? · /u, ''));
    expect(all).toEqual([
      'Ana asked for it for 4\u00A0hours, on Slack',
      'The prompt could not be delivered on Slack',
      'News could not be delivered on Slack',
      'Ben approved it for 4\u00A0hours, 1 of 2, on Teams',
      'Dia approved it for 4\u00A0hours, 2 of 2, on Teams',
      'The policy approved it by itself: it ends 12 Nov 2026, 18:06 UTC',
      'Exchange was read: Ana held it already, without Elevate',
      'Exchange did not answer in time, and nothing was granted',
      'Ana withdrew it, on Slack',
      'Approvers were reminded',
      'Nobody had decided, so Owners were asked as well',
      'The prompt could not be delivered, so Owners were asked instead',
      'Stage 2 began: Owners were asked',
      'Nobody had decided in time',
      'Ana gave it back, on Slack',
      'Ana called it off before it started, on Slack',
      'It never started',
      'It was removed in Exchange, outside Elevate',
      'It ended, and Ana keeps what was held before',
      'It ended, and Ana keeps it through another grant',
    ]);
  });

  it('says how something was taken without approval, and what its review found', () => {
    const all = lines(taken(ended(), { review: reviewedAsWrong }), trailOf('glass'), 'approver');
    expect(all.map((line) => line.replace(/^.*? · /u, ''))).toEqual([
      'BREAK-GLASS: Ana took it for 1\u00A0hour without approval, and it ends 12 Nov 2026, 15:06 UTC, on Slack',
      'An approver who was passed over could not be told on Slack',
      'An approver who was passed over has no account to be told on',
      'Ana wanted to close its review and was told: “You cannot review what you took yourself. The review of ELV-142 is still open.”',
      'Exchange was read: Ana did not hold it before',
      'It was granted in Exchange, and read back there',
      'Its time was up, and taking it away in Exchange began',
      'It was taken away in Exchange, and read there as gone',
      'Approvers were reminded that its review is open',
      'Ben closed the review: it was not right, on Teams',
    ]);
  });

  it('says how long each approver allowed', () => {
    const [approval] = lines(approved(), [decided('approve', ben, [1, 1], 7_200)]);
    expect(approval).toContain('Ben approved it for 2\u00A0hours');
  });

  it('says until when, where a time of day was asked for', () => {
    const [opened] = lines(pending({ fixedEnd: at('18:00') }), trailOf('active'));
    expect(opened).toContain('Ana asked for it, until 12 Nov 2026, 18:00 UTC, on Slack');
  });

  it('shows refusals to those who decide, in the words that the person got', () => {
    const all = lines(approved(), trailOf('refused'), 'approver').join('\n');
    expect(all).toContain(
      'Ana wanted to approve it and was told: “You cannot decide on your own request. ELV-142 was not changed.”',
    );
    expect(all).toContain(
      'Cem wanted to read it and was told: “There is no request ELV-142 that you can see.”',
    );
    expect(all).toContain(
      'Dia wanted to approve it and was told: “ELV-142 was already approved by Ben. It was decided 12 Nov 2026, 14:06 UTC.”',
    );
  });

  it.each([
    ['approve-less', 'approve it'],
    ['reason', 'read it'],
    ['something-newer', 'change it'],
  ])('says in words what somebody wanted who tried %s', (verb, act) => {
    const [line] = lines(pending(), [refused(dia, verb, 'guest', {})], 'approver');
    expect(line).toContain(`Dia wanted to ${act} and was told`);
  });

  it('keeps refusals from the requester and the subject', () => {
    const own = JSON.stringify(timelineView(approved(), trailOf('refused'), 'own'));
    expect(own).not.toMatch(/was told|Cem|Dia/u);
  });

  it('still says that somebody was refused when today’s words need more than was written down', () => {
    const old = refused(dia, 'deny', 'duration-too-long', { asked: '9h' });
    expect(lines(pending(), [old], 'approver')[0]).toMatch(
      /Dia wanted to deny it, and was refused$/u,
    );
  });

  it.each([
    ['facts of another version', event('14:02', by(ana), 'grant.ended', {} as never)],
    ['a kind of another version', event('14:02', by(ana), 'grant.renamed' as never, {} as never)],
  ])('does not fail on %s', (_name, strange) => {
    expect(lines(pending(), [strange])).toEqual([
      '12 Nov 2026, 14:02 UTC (12 Nov 2026, 14:02 UTC) · Something was recorded that this screen has no words for',
    ]);
  });

  it('says that an account is not linked instead of its internal name', () => {
    const account = { platform: 'slack', tenant: 'T0', user: 'U0EVIL' } as const;
    const stranger = {
      ...refused(dia, 'approve', 'guest', {}),
      actor: { type: 'account', account },
    };
    const [line] = lines(pending(), [stranger as TrailEvent], 'approver');
    expect(line).toContain('An account that is not linked wanted to approve it');
    expect(line).not.toContain('U0EVIL');
  });

  it('shows 20 lines whole, and of more the first 5 and the last 8', () => {
    expect(lines(pending(), longTrail(20), 'approver')).toHaveLength(20);
    const long = lines(pending(), longTrail(25), 'approver');
    expect(long).toHaveLength(14);
    expect(long[5]).toBe('12\u00A0more');
    expect(long[0]).toContain('asked for it');
    expect(long.at(-1)).toContain('approved it');
  });

  it('counts only the lines that this reader may see', () => {
    expect(lines(pending(), longTrail(25), 'own')).toHaveLength(2);
  });

  it('shows the whole reason, and what others wrote marked as theirs', () => {
    const reason = 'word '.repeat(500).trim();
    const view = timelineView(closed('denied', { reason }), trailOf('denied'), 'own');
    const quotes = view.facts.quotes as readonly ViewFacts[];
    expect(quotes.map(({ text }) => text)).toEqual([
      reason,
      'The mail team already does this. Ask Cem for a copy.',
    ]);
    expect(quotes[0]!.cut).toBeNull();
  });

  it('never has a reason in its notification', () => {
    const view = timelineView(pending({ reason: 'secret plan' }), trailOf('active'), 'own');
    expect(view.notification).toBe('ELV-142: what happened to Search-Mailbox for Ana');
  });

  it('fits one card and one message with the longest and widest texts that there can be', () => {
    const wide = '🙂'.repeat(3_000);
    const broken = Array.from({ length: 1_500 }, () => '{').join('\n');
    for (const reason of [wide, broken, '{'.repeat(3_000), '"'.repeat(3_000)]) {
      const names = { ...ben, name: '漢'.repeat(256), line: '漢'.repeat(250) };
      const decisions = [ben, dia, ana].map((one) =>
        decision('approve', { ...one, name: names.name }, { comment: wide.slice(0, 1_000) }),
      );
      const snapshot = worst(
        approved({ endedBy: names, endReason: wide.slice(0, 1_000) }, { decisions }),
      );
      const trail = longTrail(150, names.name);
      const view = timelineView({ ...snapshot, decisions, reason }, trail, 'approver');
      expect(Buffer.byteLength(JSON.stringify(renderTeamsCard(view).card))).toBeLessThan(28 * 1024);
      expect(renderSlackMessage(view).blocks.length).toBeLessThanOrEqual(50);
    }
  });
});
