import { refuse } from '../../src/errors';
import { homeView } from '../../src/views/home';
import { helpView } from '../../src/views/help';
import { historyView, mineView, pendingView } from '../../src/views/lists';
import { refusalView } from '../../src/views/refusal';
import { screens, type View, type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ana,
  approved,
  at,
  cem,
  closed,
  ended,
  ending,
  pending,
  stillActive,
} from '../support/snapshots';

function rowsOf(view: View, name = 'rows'): { title: string; status: string; press: string }[] {
  return (view.facts[name] as readonly ViewFacts[]).map((row) => ({
    title: plain(row.title as Sentence),
    status: (row.status as readonly ViewFacts[])
      .map(({ say }) => plain(say as Sentence))
      .join(' / '),
    press: ((row.press as ViewFacts | null)?.verb as string) ?? '',
  }));
}

function labelOf(view: View): string {
  return plain((view.facts.next as ViewFacts).label as Sentence);
}

describe('the registry of screens', () => {
  it.each(['slack', 'teams'])('has exactly the templates in cards/%s', (platform) => {
    const folder = join(__dirname, '..', '..', 'cards', platform);
    const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(names.sort()).toEqual([...screens].sort());
  });
});

describe('mineView', () => {
  it('sorts what ends first to the top and shows time left', () => {
    const view = mineView(
      [approved({ endsAt: at('20:00') }, { number: 150 }), approved({}, { number: 149 })],
      at('16:46'),
    );
    expect(rowsOf(view)).toEqual([
      {
        title: 'ELV-149 · Search-Mailbox · 4\u00A0hours',
        status:
          'Active until 12 Nov 2026, 18:06 UTC (1\u00A0hour 20\u00A0minutes left) / Approved by Ben',
        press: 'end',
      },
      expect.objectContaining({ title: 'ELV-150 · Search-Mailbox · 4\u00A0hours' }),
    ]);
  });

  it('puts what should have ended long ago first, judged at the time of reading', () => {
    const view = mineView([approved({ endsAt: at('19:00') }), stillActive()], at('18:26'));
    const [first] = rowsOf(view);
    expect(first!.status).toMatch(/^STILL ACTIVE/);
    expect(first!.press).toBe('show');
  });

  it('only opens what is already being taken away', () => {
    expect(rowsOf(mineView([ending()], at('18:06:10')))[0]!.press).toBe('show');
  });

  it('shows 10 rows and says how many more there are', () => {
    const many = Array.from({ length: 150 }, (_, index) => approved({}, { number: index + 1 }));
    const view = mineView(many, at('14:10'));
    expect(rowsOf(view)).toHaveLength(10);
    expect(plain(view.facts.more as Sentence)).toBe('140\u00A0more are not shown here.');
    expect(mineView(many.slice(0, 10), at('14:10')).facts).toMatchObject({
      more: null,
      next: null,
    });
  });

  it('goes on after the last row, up to the end', () => {
    const many = Array.from({ length: 23 }, (_, index) => approved({}, { number: index + 1 }));
    const first = mineView(many, at('14:10'));
    expect(first.facts.next).toMatchObject({ verb: 'mine', request: 'ELV-10', reads: true });
    expect(labelOf(first)).toBe('Show 10\u00A0more');
    const second = mineView(many, at('14:10'), many[9]);
    expect(rowsOf(second).map(({ title }) => title.split(' ')[0])[0]).toBe('ELV-11');
    expect(labelOf(second)).toBe('Show 3\u00A0more');
    const third = mineView(many, at('14:10'), many[19]);
    expect(rowsOf(third)).toHaveLength(3);
    expect(third.facts).toMatchObject({ next: null, more: null, empty: null });
    expect(third.notification).toBe('What you hold: 23');
  });

  it('goes on where it stopped when the last row is gone', () => {
    const many = Array.from({ length: 12 }, (_, index) => approved({}, { number: index + 1 }));
    const rest = many.filter(({ number }) => number !== 10);
    const rows = rowsOf(mineView(rest, at('14:10'), many[9]));
    expect(rows.map(({ title }) => title.split(' ')[0])).toEqual(['ELV-11', 'ELV-12']);
  });

  it('says that nothing is held, with an example', () => {
    const view = mineView([], at('14:10'));
    expect(view.notification).toBe('You hold nothing right now');
    expect(plain(view.facts.empty as Sentence)).toContain('/elevate Search-Mailbox 4h');
  });
});

describe('pendingView', () => {
  it('sorts what expires first to the top, only to be opened: deciding happens on the prompt', () => {
    const later = pending({ number: 1, decideBy: at('14:00', 14) });
    const rows = rowsOf(pendingView([later, pending()], at('14:10')));
    expect(rows.map(({ title }) => title.split(' ')[0])).toEqual(['ELV-142', 'ELV-1']);
    expect(rows.map(({ press }) => press)).toEqual(['show', 'show']);
  });

  it('goes on with the deadlines after the last row', () => {
    const many = Array.from({ length: 12 }, (_, index) => pending({ number: 12 - index }));
    const page = pendingView(many, at('14:10'), pending({ number: 10 }));
    expect(rowsOf(page).map(({ title }) => title.split(' ')[0])).toEqual(['ELV-11', 'ELV-12']);
  });
});

describe('historyView', () => {
  const view = historyView(
    [pending({ number: 7, requester: cem, subject: cem }), closed('denied', { number: 9 })],
    { count: 2, isMore: false },
    { reader: ana, readAt: at('14:10') },
  );

  it('says what became of each, the newest first, and whose it is when it is somebody else’s', () => {
    expect(rowsOf(view)).toEqual([
      {
        title: 'ELV-9 · Search-Mailbox · 4\u00A0hours · asked 12 Nov 2026, 14:02 UTC',
        status: 'Denied',
        press: 'show',
      },
      {
        title: 'ELV-7 · Search-Mailbox · 4\u00A0hours · Cem · asked 12 Nov 2026, 14:02 UTC',
        status: expect.stringMatching(/^Waiting for Exchange approvers/) as string,
        press: 'show',
      },
    ]);
    expect(view.notification).toBe('2\u00A0requests');
  });

  it('never says how many more there are than it has counted', () => {
    const many = Array.from({ length: 20 }, (_, index) => ended({}, { number: index + 1 }));
    const count = { count: 1_000, isMore: true };
    const long = historyView(many, count, { reader: ana, readAt: at('14:10') });
    expect(long.notification).toBe('More than 1,000\u00A0requests');
    expect(long.facts).toMatchObject({ more: null, next: { verb: 'history', request: 'ELV-11' } });
    expect(rowsOf(long)).toHaveLength(10);
  });

  it('says that there is nothing, with an example', () => {
    const none = { count: 0, isMore: false };
    const empty = historyView([], none, { reader: ana, readAt: at('14:10') });
    expect(empty.notification).toBe('You have asked for nothing yet');
    expect(plain(empty.facts.empty as Sentence)).toContain('/elevate');
  });
});

describe('homeView', () => {
  it('shows what I hold, what waits for me and what I asked for, newest first', () => {
    const view = homeView({
      alarms: [],
      held: [approved()],
      waiting: [pending()],
      asked: [closed('denied', { number: 1 }), pending({ number: 2 })],
      readAt: at('14:10'),
    });
    expect(rowsOf(view, 'held').map(({ press }) => press)).toEqual(['end']);
    expect(rowsOf(view, 'waiting').map(({ press }) => press)).toEqual(['show']);
    expect(rowsOf(view, 'asked')).toMatchObject([
      { press: 'withdraw' },
      { press: 'show', status: 'Denied' },
    ]);
    expect(view.facts.heldEmpty).toBeNull();
  });

  it('shows whose right should have ended, the longest overdue first, and can only be read', () => {
    const late = (number: number, endsAt: string) => ({
      ...ending({ endsAt: at(endsAt), endingAt: at(endsAt) }, { subject: cem }),
      number,
    });
    const view = homeView({
      alarms: [late(1, '17:00'), late(2, '16:00')],
      held: [],
      waiting: [],
      asked: [],
      readAt: at('18:10'),
    });
    expect(rowsOf(view, 'alarms')).toEqual([
      {
        title: 'ELV-2 · Search-Mailbox · 4\u00A0hours · Cem',
        status: 'STILL ACTIVE. It should have ended 12 Nov 2026, 16:00 UTC.',
        press: 'show',
      },
      expect.objectContaining({ title: 'ELV-1 · Search-Mailbox · 4\u00A0hours · Cem' }),
    ]);
  });
});

describe('refusalView', () => {
  it('carries its code, so that a form can show it at its field', () => {
    const view = refusalView(refuse('deny-reason-required', { request: 142 }));
    expect(view.facts.refused).toBe('deny-reason-required');
    expect(view.notification).toBe(
      'ELV-142 was not denied, because a reason is missing. Write one, so that the requester knows what to change.',
    );
  });

  it('names candidates, at most five, and requests by their id', () => {
    const names = ['A\\X', 'B\\X', 'C\\X', 'D\\X', 'E\\X', 'F\\X'];
    const ambiguous = refusalView(refuse('ambiguous-target', { typed: 'X', candidates: names }));
    expect(ambiguous.notification).toContain('A\\X, B\\X, C\\X, D\\X, E\\X.');
    expect(refusalView(refuse('unknown-request', { request: 7 })).notification).toContain('ELV-7');
  });

  it('keeps the first sentence when both do not fit into a notification', () => {
    const group = 'A group with a long name '.repeat(4);
    const { notification } = refusalView(
      refuse('not-an-approver', { request: 142, group, target: 'X' }),
    );
    expect(notification).toMatch(/^You are not in A group.*…/);
    expect(notification).toMatch(/so ELV-142 was not changed\.$/);
  });
});

describe('helpView', () => {
  it.each([null, 'approve', 'constructor', '<!channel>'])('answers %s with examples', (topic) => {
    expect(helpView(topic).facts.examples).toHaveLength(5);
  });

  it('names the verb that a slip of the fingers meant', () => {
    expect(plain(helpView('pnding').facts.about as Sentence)).toContain('Nearest: pending.');
    expect(plain(helpView('approve').facts.about as Sentence)).not.toContain('Nearest');
  });

  it.each(['show', 'who', 'history', 'home', 'accept', 'decline', 'withdraw', 'end', 'extend'])(
    'has an example for %s',
    (verb) => {
      const [example] = helpView(verb).facts.examples as readonly ViewFacts[];
      expect(plain(example!.say as Sentence)).toContain(`/elevate ${verb}`);
    },
  );

  it('explains one verb, however it was written', () => {
    expect(helpView('MINE')).toEqual(helpView('mine'));
    expect(helpView('ask').facts.examples).toHaveLength(5);
  });
});
