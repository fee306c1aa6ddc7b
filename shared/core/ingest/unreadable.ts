import { isQuarantineReason, type QuarantineReason } from '../../model/quarantineReason';
import { Rejected } from '../../model/rejected';

/** A `Rejected` for input that goes to the quarantine: its code is one of the closed list. */
export const unreadable = (code: QuarantineReason, detail: string, options?: ErrorOptions): Rejected =>
  new Rejected(code, detail, options);

export interface Unreadable {
  code: QuarantineReason;
  reason: string;
}

/**
 * What is said of input over which `error` was thrown. Codes of a source's own stand in front of the detail. A source that fails is
 * at fault itself, but its record must not stop the others: it waits for the fix.
 */
export function unreadableBy(error: unknown): Unreadable {
  if (!(error instanceof Rejected)) return { code: 'SourceFailed', reason: `The source failed: ${String(error)}` };
  const { code, message } = error;
  return isQuarantineReason(code)
    ? { code, reason: message }
    : { code: 'SourceRejected', reason: `${code}: ${message}` };
}
