import type { Test, Truth } from '../truth';

const maxTypes = 10_000;

/** A test that looks at nothing but the type: what it says is the same for all resources of one, as spelled or in lower case. */
export function byType(test: Test, spelling: 'type' | 'typeLc'): Test {
  const known = new Map<string, Truth>();
  let lastType: string | undefined;
  let lastTruth: Truth = false;
  return (frame) => {
    // Conditions within it are then looked at in another way.
    if (frame.lenient) return test(frame);
    const type = frame.target[spelling];
    if (lastType === type) return lastTruth;
    let truth = known.get(type);
    if (truth === undefined) {
      truth = test(frame);
      if (known.size >= maxTypes) known.clear();
      known.set(type, truth);
    }
    lastType = type;
    lastTruth = truth;
    return truth;
  };
}
