import type { Test } from '../truth';

/** A condition that failed for a soft reason is false when the frame says so. */
export const lenient =
  (test: Test): Test =>
  (frame) => {
    const truth = test(frame);
    return frame.lenient && typeof truth !== 'boolean' && truth.soft ? false : truth;
  };
