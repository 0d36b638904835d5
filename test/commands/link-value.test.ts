import fc from 'fast-check';
import { linkVerbs, type LinkPress } from '../../src/commands/command';
import { formatLinkValue, parseLinkValue } from '../../src/commands/link-value';

const press: LinkPress = {
  verb: 'link-confirm',
  link: '0197f0a4-0000-7000-8000-000000000001',
  digest: 'k7QmPz01_-aB',
};

it('reads what a button was made to say', () => {
  for (const verb of linkVerbs) {
    expect(parseLinkValue(formatLinkValue({ ...press, verb }))).toEqual({ ...press, verb });
  }
});

it.each([
  '',
  'link-approve 0197f0a4-0000-7000-8000-000000000001 k7QmPz01_-aB',
  'link-confirm ELV-142 k7QmPz01_-aB',
  'link-confirm 0197f0a4-0000-7000-8000-000000000001',
  'link-confirm 0197f0a4-0000-7000-8000-000000000001 k7QmPz01_-a',
  ' link-confirm 0197f0a4-0000-7000-8000-000000000001 k7QmPz01_-aB',
  null,
  { verb: 'link-confirm' },
])('takes %j for no button of ours', (value) => {
  expect(parseLinkValue(value)).toBeNull();
});

it('never throws on what comes from outside', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(parseLinkValue(value)).toBeNull();
    }),
  );
});
