/** Whether what a file would weaken was agreed to before, in a change that was approved. Pure. */
import { isAbout } from './difference-lines';
import { type Change } from './difference';
import { isSameChange } from './patch';
import { type Weakening } from './weakening';

/** For how long an approved change lets a file do the same, in seconds: whoever takes something back should not find it back years later. */
export const approvalGoodForS = 7 * 24 * 3600;

/**
 * What of a change weakens control and was not approved: each weakening of which something is not to become exactly what was
 * agreed to.
 */
export function notApproved(
  changes: readonly Change[],
  weakens: readonly Weakening[],
  approved: readonly Change[],
): readonly Weakening[] {
  return weakens.filter((weakening) => {
    const own = changes.filter((change) => isAbout(weakening, change));
    const isAgreed = (change: Change) => approved.some((one) => isSameChange(one, change));
    return own.length === 0 || !own.every(isAgreed);
  });
}
