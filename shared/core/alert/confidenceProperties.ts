import type { Alert } from '../../model/alert';
import { confidenceOf } from './confidence';

/** The REST alert has no members for confidence: its extended properties say it. */
export function confidenceProperties(alert: Alert): Record<string, string> {
  const { score, reasons } = confidenceOf(alert);
  return { 'Confidence score': score.toFixed(2), 'Confidence reasons': reasons.join('; ') };
}
