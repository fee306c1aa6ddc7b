import type { Resource } from '../../../model/resource';
import { extensionsOf, type System, systemOf } from './machine';
import { partialVm, sampleVm } from './machineCases';
import {
  healthy,
  notApplicable,
  type QuickFix,
  type Recommendation,
  type RecommendationCase,
  unhealthy,
  unknown,
} from '../recommendation';
import { sampleChild } from './sampleResource';
import { flagAt } from './setting';
import { startsTrusted, trustedVm } from './trustedLaunch';

const publisherOf = (system: System): string => `Microsoft.Azure.Security.${system}Attestation`;

export function judgeAttestation(system: System): Recommendation['judge'] {
  return (machine, graph) => {
    const [own, trusted] = [systemOf(machine), startsTrusted(machine)];
    if (!own || trusted === undefined) return unknown('PropertyMissing', 'The snapshot does not tell how it starts.');
    if (own !== system) return notApplicable('OtherSystem', `The machine runs ${own}.`);
    if (!trusted) return notApplicable('NoTrustedLaunch', 'The machine was made without trusted launch.');
    const tpm = flagAt(machine.properties, 'securityProfile.uefiSettings.vTpmEnabled');
    if (tpm === undefined) return unknown('PropertyMissing', 'The snapshot does not hold vTpmEnabled.');
    if (!tpm) return notApplicable('NoVirtualTpm', 'The machine has no virtual TPM.');
    const wanted = publisherOf(system).toLowerCase();
    const found = extensionsOf(machine, graph).find(({ publisher }) => publisher === wanted);
    if (found?.state === 'succeeded') return healthy();
    return found
      ? unhealthy('ExtensionFailed', `The extension is there, but its state is ${found.state}.`)
      : unhealthy('ExtensionMissing', 'The extension is not installed.');
  };
}

export const attestationFix: QuickFix = {
  description:
    'Installs the extension, which reads the measurements of the virtual TPM and has them attested. No restart.',
  permissions: ['Microsoft.Compute/virtualMachines/extensions/write'],
  requests: (machine) => {
    const system = systemOf(machine);
    if (!system) return [];
    return [
      {
        method: 'PUT',
        path: `${machine.id}/extensions/GuestAttestation`,
        apiVersion: '2024-07-01',
        body: {
          ...(machine.location && { location: machine.location }),
          properties: {
            publisher: publisherOf(system),
            type: 'GuestAttestation',
            typeHandlerVersion: '1.0',
            autoUpgradeMinorVersion: true,
            enableAutomaticUpgrade: true,
            settings: {},
          },
        },
      },
    ];
  },
};

export function attestationCases(system: System): RecommendationCase[] {
  const machine = trustedVm(system, { secureBootEnabled: true, vTpmEnabled: true });
  const installed = (provisioningState: string): Resource[] => [
    sampleChild(machine, 'extensions', 'GuestAttestation', {
      publisher: publisherOf(system),
      type: 'GuestAttestation',
      provisioningState,
    }),
  ];
  return [
    { name: 'installed', resource: machine, related: installed('Succeeded'), expect: 'Healthy' },
    { name: 'failed', resource: machine, related: installed('Failed'), expect: 'Unhealthy' },
    { name: 'not installed', resource: machine, expect: 'Unhealthy' },
    { name: 'no virtual TPM', resource: trustedVm(system, { vTpmEnabled: false }), expect: 'NotApplicable' },
    { name: 'a machine without trusted launch', resource: sampleVm(system), expect: 'NotApplicable' },
    { name: 'firmware not in the snapshot', resource: trustedVm(system, {}), expect: 'Unknown' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ];
}
