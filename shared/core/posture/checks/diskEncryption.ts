import type { Verdict } from '../../../model/judgement';
import type { MachineFacts } from '../../../model/machineFacts';
import { guestAssignment, guestCompliance } from './guestConfiguration';
import { extensionsOf, linuxFacts, type System, systemOf } from './machine';
import { partialVm, sampleVm } from './machineCases';
import {
  healthy,
  notApplicable,
  type Recommendation,
  type RecommendationCase,
  unhealthy,
  unknown,
} from '../recommendation';
import { sampleChild } from './sampleResource';
import { flagAt, valueAt } from './setting';

const extensionTypes = new Set(['azurediskencryption', 'azurediskencryptionforlinux']);

/** Firmware and boot loader read these before anything can be decrypted. */
const bootPoints = new Set(['/boot', '/boot/efi', '/efi']);

/** What the platform encrypts first; of machines outside Azure what Linux itself sees. */
export function judgeDiskEncryption(system: System, assignment: RegExp): Recommendation['judge'] {
  return (machine, graph) => {
    const own = systemOf(machine);
    if (own && own !== system) return notApplicable('OtherSystem', `The machine runs ${own}.`);
    if (flagAt(machine.properties, 'securityProfile.encryptionAtHost') === true) return healthy('Encrypted at host.');
    const extension = extensionsOf(machine, graph).find(({ type }) => extensionTypes.has(type));
    if (extension?.state === 'succeeded') return healthy('Azure Disk Encryption is on.');
    const compliance = guestCompliance(graph, assignment);
    if (compliance === 'compliant') return healthy('Guest configuration finds the disks encrypted.');
    if (compliance === 'noncompliant') {
      return unhealthy('DisksNotEncrypted', 'Guest configuration finds disks that are not encrypted.');
    }
    const facts = linuxFacts(graph);
    if (facts?.diskEncryption) return fromVolumes(facts.diskEncryption);
    if (valueAt(machine.properties, 'storageProfile.osDisk') && own) {
      return unhealthy('DisksNotEncrypted', 'Neither encryption at host nor Azure Disk Encryption is on.');
    }
    return unknown('EncryptionNotVisible', 'Nobody has told whether the disks are encrypted.');
  };
}

function fromVolumes(volumes: NonNullable<MachineFacts['diskEncryption']>): Verdict {
  const data = volumes.filter(({ mountPoint }) => !bootPoints.has(mountPoint));
  const plain = data.filter(({ encrypted }) => encrypted === false).map(({ mountPoint }) => mountPoint);
  if (plain.length > 0) return unhealthy('DisksNotEncrypted', `Not encrypted: ${plain.slice(0, 10).join(', ')}.`);
  return data.length > 0 && data.every(({ encrypted }) => encrypted === true)
    ? healthy('All volumes with data are encrypted.')
    : unknown('EncryptionNotVisible', 'Of some volumes it cannot be told whether they are encrypted.');
}

export function diskEncryptionCases(system: System, assignment: string, extension: string): RecommendationCase[] {
  const machine = sampleVm(system);
  const other = sampleVm(system === 'Linux' ? 'Windows' : 'Linux');
  const state = (provisioningState: string) => [
    sampleChild(machine, 'extensions', extension, {
      publisher: 'Microsoft.Azure.Security',
      type: extension,
      provisioningState,
    }),
  ];
  const host = sampleVm(system, { securityProfile: { encryptionAtHost: true } });
  return [
    { name: 'encrypted at host', resource: host, expect: 'Healthy' },
    { name: 'Azure Disk Encryption', resource: machine, related: state('Succeeded'), expect: 'Healthy' },
    {
      name: 'guest configuration is content',
      resource: machine,
      related: [guestAssignment(machine, assignment, 'Compliant')],
      expect: 'Healthy',
    },
    { name: 'neither', resource: machine, expect: 'Unhealthy' },
    { name: 'Azure Disk Encryption failed', resource: machine, related: state('Failed'), expect: 'Unhealthy' },
    { name: 'a machine of another system', resource: other, expect: 'NotApplicable' },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ];
}
