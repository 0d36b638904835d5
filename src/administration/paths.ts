/** Where something stands in an item: `settings.tls.serverName`. A dot within a name is written `\.`, and a backslash `\\`. Pure. */

/** @param path of what the name stands in; empty for the item itself */
export function pathTo(path: string, name: string): string {
  const written = name.replace(/[.\\]/gu, '\\$&');
  return path === '' ? written : `${path}.${written}`;
}

/** The names on the way, the outermost first. */
export function namesIn(path: string): readonly string[] {
  const found = path.matchAll(/(?:^|\.)((?:[^.\\]|\\.)*)/gsu);
  return [...found].map(([, written]) => written!.replace(/\\(.)/gsu, '$1'));
}
