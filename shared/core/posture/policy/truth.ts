import { Doubt, graver } from './doubt';
import type { Frame } from './frame';

/** Three-valued: what cannot be known carries its reason. */
export type Truth = boolean | Doubt;
export type Test = (frame: Frame) => Truth;

export const negation = (truth: Truth): Truth => (typeof truth === 'boolean' ? !truth : truth);

/** False if any is false, else unknown if any is unknown. */
export function allOf(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  return (frame) => {
    let doubt: Doubt | undefined;
    for (let at = 0; at < tests.length; at += 1) {
      const truth = tests[at]!(frame);
      if (truth === false) return false;
      if (truth !== true) doubt = graver(doubt, truth);
    }
    return doubt ?? true;
  };
}

/** True if any is true, else unknown if any is unknown. */
export function anyOf(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  return (frame) => {
    let doubt: Doubt | undefined;
    for (let at = 0; at < tests.length; at += 1) {
      const truth = tests[at]!(frame);
      if (truth === true) return true;
      if (truth !== false) doubt = graver(doubt, truth);
    }
    return doubt ?? false;
  };
}
