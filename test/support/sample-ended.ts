/** Every way in which a right has ended. */
import { type RequestSnapshot } from '../../src/elevation/model';
import { noticeView } from '../../src/views/notice';
import { type View } from '../../src/views/view';
import { approved, at, ben, ended } from './snapshots';

export const revoked = {
  endCause: 'revoked',
  endedBy: ben,
  endReason: 'The search is done, Cem told me.',
  endingAt: at('16:20'),
  endedAt: at('16:20:09'),
} as const;

export const endedPrompts: Readonly<Record<string, RequestSnapshot>> = {
  ended: ended(),
  'ended-relinquished': ended({
    endCause: 'relinquished',
    endedBy: approved().subject,
    endedAt: at('15:30'),
  }),
  'ended-revoked': ended(revoked),
  'ended-elsewhere': ended({ endCause: 'removed-elsewhere', endingAt: null }),
  'ended-never-started': ended({ endCause: 'never-started', activeAt: null }),
  'ended-unread': ended({ endCause: 'relinquished', heldBefore: null, activeAt: null }),
  'ended-overlap': ended({ alsoHeldThrough: { number: 140, until: at('20:00') } }),
  'ended-held-before': ended({ heldBefore: true }),
};

export const endedViews: Readonly<Record<string, View>> = {
  'notice.ended': noticeView(ended(), 'ended'),
  'notice.ended-revoked': noticeView(ended(revoked), 'revoked'),
  'notice.ended-relinquished': noticeView(ended({ endCause: 'relinquished' }), 'ended'),
  'notice.ended-elsewhere': noticeView(ended({ endCause: 'removed-elsewhere' }), 'ended'),
  'notice.ended-never-started': noticeView(
    ended({ endCause: 'never-started', activeAt: null }),
    'ended',
  ),
  'notice.ended-unread': noticeView(
    ended({ endCause: 'relinquished', heldBefore: null, activeAt: null }),
    'ended',
  ),
  'notice.ended-overlap': noticeView(
    ended({ alsoHeldThrough: { number: 140, until: at('20:00') } }),
    'ended',
  ),
  'notice.ended-held-before': noticeView(ended({ heldBefore: true }), 'ended'),
  'notice.ended-by-nobody': noticeView(ended({ endCause: 'revoked' }), 'ended'),
};
