import type { Detectors } from '../../core/detect/createDetectors';
import { healthFinding } from '../../core/detect/healthFinding';
import { indicatorRule } from '../../core/detect/intel/indicatorDetector';
import type { LiveIntel } from './liveIntel';

/** Says with the findings of a batch when the newest threat intelligence is not in use: one alert an hour. */
export function withIntelHealth(detectors: Detectors, live: Pick<LiveIntel, 'takeFault'>): Detectors {
  return {
    ...detectors,
    observe(batch) {
      const found = detectors.observe(batch);
      const event = batch[0];
      const detail = event && live.takeFault();
      if (detail === undefined) return found;
      return [...found, healthFinding({ rule: indicatorRule, kind: 'threw', detail, event: event! })];
    },
  };
}
