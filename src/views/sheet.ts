import { type FormPress, type PagedList } from '../commands/command';
import { formAction, formatFormValue } from '../commands/form-value';
import { formatPageValue, pageName } from '../commands/page-value';
import { plain, say, type Sentence } from '../words';
import { lines, notificationMost } from './facts';
import { oneLine } from './people';
import { type View, type ViewFacts } from './view';

/** Rows on one page of a list. */
export const pageRows = 10;

/** A heading with what stands under it. */
export interface Part {
  readonly title: Sentence;
  readonly lines: readonly (Sentence | null)[];
}

/** Something to read about how Elevate is set up: nothing on it changes anything. */
export interface Sheet {
  readonly headline: Sentence;
  /** Under the headline, before the parts. */
  readonly lead?: readonly (Sentence | null)[];
  readonly parts: readonly (Part | null)[];
  /** Set for a page of a list. */
  readonly page?: Page;
  /** Set where the reader may change it: what opens the form. */
  readonly change?: FormOpening | null | undefined;
  readonly readAt: Date;
}

/** Which form, and the id of what it is about. */
export type FormOpening = Pick<Extract<FormPress, { is: 'open' }>, 'verb' | 'id'>;

/** Where a page stands: it shows `pageRows` of so many, the first page is 1. */
export interface Page {
  readonly list: PagedList;
  readonly page: number;
  readonly count: number;
}

export function sheetView({ headline, lead = [], parts, page, change, readAt }: Sheet): View {
  const left = page === undefined ? 0 : Math.max(0, page.count - page.page * pageRows);
  return {
    screen: 'sheet',
    notification: oneLine(plain(headline), notificationMost),
    facts: {
      headline,
      lead: lines(...lead),
      parts: parts.filter((part) => part !== null).map(partFacts),
      more: left > 0 ? say('list.more', { count: left }) : null,
      next: page !== undefined && left > 0 ? nextButton(page, Math.min(left, pageRows)) : null,
      change: change ? changeButton(change) : null,
      asOf: say('list.as-of', { at: readAt }),
    },
  };
}

function partFacts(part: Part): ViewFacts {
  return { title: part.title, lines: lines(...part.lines) };
}

function changeButton(opening: FormOpening): ViewFacts {
  const press = { is: 'open', ...opening } as const;
  return { action: `request.${formAction(press)}`, value: formatFormValue(press) };
}

function nextButton({ list, page }: Page, count: number): ViewFacts {
  const label = say('list.show-more', { count });
  return {
    verb: list,
    action: `page.${list}`,
    page: pageName(page + 1),
    value: formatPageValue(list, page + 1),
    label,
    spoken: plain(label),
  };
}
