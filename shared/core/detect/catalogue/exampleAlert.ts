import type { JsonObject } from '../../../model/json';
import { alertFromFinding } from '../../alert/alertFromFinding';
import { alertPayload } from '../../fanout/payloads/alert';
import type { Finding } from '../detector';

/** Stand-ins for what a deployment knows of itself. */
const place = {
  tenantId: '00000000-0000-0000-0000-0000000000f1',
  workspaceId: 'main',
  publicUrl: 'https://skywarden.example.com',
};

/** The alert of a finding as it is exported, with the identities of nobody. */
export function exampleAlert(finding: Finding): JsonObject {
  return alertPayload(alertFromFinding(finding, { location: 'westeurope', now: finding.time }), place);
}
