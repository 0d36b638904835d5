/** Names longer than this are cut off by PostgreSQL without an error, and then mean another role. */
const bytesMax = 63;

/**
 * Whether a role can have this name at all. Everything else would be cut off (so that somebody else's role
 * would be meant) or end the statement early.
 */
export function canBeRoleName(name: string): boolean {
  return name !== '' && Buffer.byteLength(name) <= bytesMax && !name.includes('\0');
}
