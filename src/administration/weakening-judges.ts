/** What judges of changes are made of. Each is given what stood there and what is to stand there, and says what of it weakens. */
import { type WordKey } from '../words';
import { isSame } from './spelling';

type Why<Key> = Key extends `weakens.${infer Reason}` ? Exclude<Reason, 'line' | 'head'> : never;

/** Why something weakens; `weakens.<reason>` says it to people. */
export type WeakeningReason = Why<WordKey>;

export interface Found {
  /** Null where it is all of what was judged. */
  readonly field: string | null;
  readonly why: WeakeningReason;
}

export type Judge<T> = (before: T, after: T) => readonly Found[];

/** One judge for each field: a field without one does not compile. */
export type Table<T> = { readonly [Field in keyof T]-?: Judge<T[Field]> };

export function found(why: WeakeningReason): readonly Found[] {
  return [{ field: null, why }];
}

export function weaker<T>(
  why: WeakeningReason,
  isWeaker: (before: T, after: T) => boolean,
): Judge<T> {
  return (before, after) => (isWeaker(before, after) ? found(why) : []);
}

/** Any other value weakens. */
export function same(why: WeakeningReason): Judge<unknown> {
  return weaker(why, (before, after) => !isSame(before, after));
}

export function notMore(why: WeakeningReason): Judge<number> {
  return weaker(why, (before, after) => after > before);
}

export function notLess(why: WeakeningReason): Judge<number> {
  return weaker(why, (before, after) => after < before);
}

/** Nothing that was not in it before. */
export function within(why: WeakeningReason): Judge<readonly string[]> {
  return weaker(why, (before, after) => after.some((one) => !before.includes(one)));
}

/** What was no must not become yes. */
export function notAllowed(why: WeakeningReason): Judge<boolean> {
  return weaker(why, (before, after) => !before && after);
}

/** What was yes must not become no. */
export function notDropped(why: WeakeningReason): Judge<boolean> {
  return weaker(why, (before, after) => before && !after);
}

/** Field by field. */
export function each<T extends object>(table: Table<T>): Judge<T> {
  const fields = Object.keys(table) as (keyof T & string)[];
  return (before, after) =>
    fields.flatMap((name) =>
      table[name](before[name], after[name]).map(({ field, why }) => {
        return { field: field === null ? name : `${name}.${field}`, why };
      }),
    );
}

/** Where null says nothing: what it means to say something then, and to say nothing any more. Null weakens nothing. */
export function unlessNull<T>(
  judge: Judge<T>,
  { added, removed }: { added: WeakeningReason | null; removed: WeakeningReason | null },
): Judge<T | null> {
  return (before, after) => {
    if (before !== null && after !== null) return judge(before, after);
    const why = before === after ? null : before === null ? added : removed;
    return why === null ? [] : found(why);
  };
}

/** Where null means the same as some value. */
export function meaning<T>(nothing: T, judge: Judge<T>): Judge<T | null> {
  return (before, after) => judge(before ?? nothing, after ?? nothing);
}
