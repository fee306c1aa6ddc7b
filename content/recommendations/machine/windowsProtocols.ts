import { baselineCases, judgeBaseline } from '../../../shared/core/posture/checks/guestBaseline';
import { machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import type { Recommendation } from '../../../shared/core/posture/recommendation';

export const recommendation: Recommendation = {
  key: 'machine/windowsProtocols',
  assessmentKey: '87448ec1-55f6-3746-3f79-0f35beee76b4',
  metadata: {
    displayName: 'Windows machines should be configured to use secure communication protocols',
    description:
      'The machine still talks TLS 1.0, TLS 1.1 or SSL 3.0, which are broken: who is on the path can read or change what is sent. Only TLS 1.2 and later protect it.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Switch the old protocols off in the registry below SCHANNEL Protocols (Enabled 0, DisabledByDefault 1 for client and server), or with the script of the guest assignment AuditSecureProtocol, and restart. Look for old clients first.',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/5752e6d6-1206-46d8-8ab1-ecc2f71a8112',
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeBaseline('Windows', /^auditsecureprotocol/i, false),
  cases: baselineCases('Windows', 'AuditSecureProtocol', false),
};
