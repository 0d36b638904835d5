import { RE2JS } from 're2js';

/**
 * Whether the whole text is of the form that a policy asks for. The expression is an admin's and the text anybody's, so
 * the engine is one that takes time in proportion to the text, whatever the expression.
 * @param expression in RE2 syntax; one that cannot be read matches nothing, so that nothing is let through by mistake
 */
export function matchesWhole(expression: string, text: string): boolean {
  const compiled = compile(expression);
  return compiled !== null && compiled.matcher(text).matches();
}

/** What is wrong with an expression, or null when it can be used. */
export function faultOf(expression: string): string | null {
  try {
    RE2JS.compile(expression);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function compile(expression: string): RE2JS | null {
  try {
    return RE2JS.compile(expression);
  } catch {
    return null;
  }
}
