/**
 * Several dependencies are ES modules that we load with require(), which Node does without a flag from 20.19 on, and
 * in the 22 line from 22.12 on. The same range is `engines` in package.json.
 */
const oldest = new Map([
  [20, 19],
  [22, 12],
]);

/**
 * @param {string} version as in `process.versions.node`
 * @returns {string | null} what to tell the person, or null when the version will do
 */
export function nodeVersionProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 22 || minor >= (oldest.get(major) ?? Infinity)) return null;
  return `Elevate needs Node 20.19, 22.12 or later. This is Node ${version}. Install another one, then run the same command again.`;
}
