/** Names and ids as Active Directory writes them. Pure. */

const shape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** An objectGUID as people see it: its first three parts are stored with their last byte first. */
export function guidText(bytes: Buffer): string {
  const swapped = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((at) => bytes[at]!);
  const hex = Buffer.from(swapped).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

/**
 * A place to search from that is the object with this id, wherever it was moved and however it is called. Null of what is no id: nothing
 * is asked about it.
 */
export function placeOfGuid(guid: string): string | null {
  const written = guid.toLowerCase();
  return shape.test(written) ? `<GUID=${written}>` : null;
}
