/** The small line under a prompt that waits to be decided. */
import { promptView } from '../../src/views/prompt';
import { plain, type Sentence } from '../../src/words';
import { pending, policy } from '../support/snapshots';

const withButtons = { buttons: true };

it.each([
  ['nothing else', pending(), /version 3$/u],
  ['a newer version', pending({ policyNow: policy({}, { version: 4 }) }), /3 \(now version 4\)$/u],
  [
    'another policy',
    pending({ policyNow: policy({}, { id: 'p2', pattern: 'Exchange\\*', version: 3 }) }),
    /version 3 \(now Exchange\\\*, version 3\)$/u,
  ],
  ['no policy', pending({ policyNow: null }), /version 3 \(now none\)$/u],
])('names the version that it was asked under, and %s that applies now', (_what, asked, said) => {
  const { small, smallWithId } = promptView(asked, withButtons).facts;
  expect(plain(small as Sentence)).toMatch(said);
  expect(plain(smallWithId as Sentence)).toMatch(said);
});
