/** What screens say of a right that was made later than it was to begin: its end does not move. */
import { noticeView } from '../../src/views/notice';
import { promptView } from '../../src/views/prompt';
import { type View, type ViewFacts } from '../../src/views/view';
import { plain, type Sentence } from '../../src/words';
import { saidIn } from '../support/hours';
import { approved, at, ended, taken } from '../support/snapshots';

const withButtons = { buttons: true };
const say = ({ facts }: View) => saidIn(facts);

function fieldsOf(view: View): string[] {
  return (view.facts.fields as readonly ViewFacts[]).map(({ value }) => plain(value as Sentence));
}

describe('a right that was made late', () => {
  it('says how long it is held where it was made late, and that its end did not move', () => {
    const late = (at: Date, changes = {}) => approved({ activeAt: at, ...changes });
    const view = promptView(late(at('16:06')), withButtons);
    expect(view.notification).toContain('holds Search-Mailbox for 2\u00A0hours');
    expect(plain(view.facts.headline as Sentence)).toBe('🔓 Active: Search-Mailbox, 2\u00A0hours');
    expect(say(view)).toContain('for 2\u00A0hours. It ends by itself.');
    expect(say(view)).toContain('granted 2\u00A0hours late, and its end did not move.');
    expect(fieldsOf(view).join()).not.toContain('asked');
    const notice = noticeView(late(at('16:06')), 'granted');
    expect(notice.notification).toBe('You hold Search-Mailbox for 2\u00A0hours (ELV-142)');
    expect(say(notice)).toContain('granted 2\u00A0hours late');
    const ended4 = promptView(ended({ activeAt: at('16:06') }), withButtons);
    expect(plain(ended4.facts.headline as Sentence)).toBe('🔒 Ended: Search-Mailbox, 2\u00A0hours');
  });

  it.each([
    ['a moment later', { activeAt: at('14:06:59') }],
    ['before it was to begin', { activeAt: at('13:00') }],
    ['by others before', { activeAt: at('16:06'), heldBefore: true }],
  ])('does not call late what was there %s', (_what, changes) => {
    const view = promptView(approved(changes), withButtons);
    expect(say(view)).not.toContain('late');
    expect(view.notification).toContain('for 4\u00A0hours');
  });

  it('says of what was granted for less and late what was granted, and what is held', () => {
    const less = approved({ endsAt: at('17:06'), activeAt: at('16:06') });
    expect(fieldsOf(promptView(less, withButtons))).toContain(
      '3\u00A0hours (4\u00A0hours were asked)',
    );
    expect(promptView(less, withButtons).notification).toContain('for 1\u00A0hour');
  });

  it('was taken for what it was taken for, where nobody approved it', () => {
    const late = taken(approved({ activeAt: at('14:36') }));
    const view = promptView(late, withButtons);
    expect(view.notification).toContain('took Search-Mailbox for 1\u00A0hour without approval');
    expect(say(view)).toContain('holds Exchange\\Search-Mailbox for 30\u00A0minutes.');
  });
});
