/**
 * Replaces each `${{NAME}}` in every string of a parsed manifest. Values are set as values, never spliced into text
 * that is parsed afterwards.
 * @template T
 * @param {T} template
 * @param {Record<string, string>} values
 * @returns {T}
 * @throws {Error} for a name without a value
 */
export function fillIn(template, values) {
  if (typeof template === 'string') {
    return template.replace(/\$\{\{(\w+)\}\}/g, (_, name) => {
      if (values[name] === undefined)
        throw new Error(`The manifest asks for ${name}, which is not set.`);
      return values[name];
    });
  }
  if (Array.isArray(template)) return template.map((item) => fillIn(item, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, item]) => [key, fillIn(item, values)]),
  );
}
