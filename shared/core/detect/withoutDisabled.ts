import type { Finding, StatefulDetector } from './detector';
import type { Detectors } from './createDetectors';

/** The same without findings of rules that were switched off: for detectors that raise alerts of several rules. */
export function withoutDisabled(detectors: Detectors, disabled: ReadonlySet<string>): Detectors {
  if (disabled.size === 0) return detectors;
  return { ...detectors, observe: (batch) => enabledOf(detectors.observe(batch), disabled) };
}

/** One that is a rule by itself is left out whole; the others go on to learn. */
export function statefulWithout(detectors: StatefulDetector[], disabled: ReadonlySet<string>): StatefulDetector[] {
  if (disabled.size === 0) return detectors;
  return detectors
    .filter(({ id }) => !disabled.has(id.replace(/^correlation:/, '').toLowerCase()))
    .map((detector) => ({
      ...detector,
      observe: (...asked) => {
        const { findings, state } = detector.observe(...asked);
        return { findings: enabledOf(findings, disabled), state };
      },
    }));
}

const enabledOf = (findings: Finding[], disabled: ReadonlySet<string>): Finding[] =>
  findings.filter(({ rule }) => !disabled.has(rule.id.toLowerCase()));
