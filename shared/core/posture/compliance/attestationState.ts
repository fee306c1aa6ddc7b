import type { Attestation, ComplianceState } from '../../../model/standard';

const states = { Compliant: 'Passed', NonCompliant: 'Failed', NotApplicable: 'Skipped' } as const;

/** An attestation counts until the moment it expires; after that nobody vouches for the control. */
export const isExpired = ({ expiresAt }: Attestation, now: Date): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now.getTime();

/** Without an attestation that counts, a control that needs people is Unsupported: it cannot be judged. */
export const attestationState = (attestation: Attestation | undefined, now: Date): ComplianceState =>
  attestation === undefined || isExpired(attestation, now) ? 'Unsupported' : states[attestation.state];
