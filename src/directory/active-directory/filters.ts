/** A name as a value in a filter (RFC 4515): no sign in it means anything there. Pure. */
export function nameInFilter(name: string): string {
  return name.replace(/[\\*()\0]/gu, (sign) => {
    const code = sign.charCodeAt(0).toString(16).padStart(2, '0');
    return `\\${code}`;
  });
}
