import type { Resource } from '../../../model/resource';
import { machineRowType } from '../../../model/machineRow';
import type { RecommendationCase } from '../recommendation';
import { sampleExtension, sampleResource } from './sampleResource';
import { windowsStateType } from '../../../model/windowsState';

/** A whole snapshot of a virtual machine. */
export const sampleVm = (system: 'Linux' | 'Windows', properties: Resource['properties'] = {}): Resource =>
  sampleResource(
    'Microsoft.Compute/virtualMachines',
    {
      storageProfile: {
        osDisk: { osType: system, name: 'shop-vm-os', createOption: 'FromImage', managedDisk: { id: 'shop-vm-os' } },
        dataDisks: [],
      },
      osProfile: { computerName: 'shop-vm', [`${system.toLowerCase()}Configuration`]: { provisionVMAgent: true } },
      ...properties,
    },
    { name: 'shop-vm' },
  );

/** What a source shows that knows the machine, but not its settings. */
export const partialVm = sampleResource('Microsoft.Compute/virtualMachines', { provisioningState: 'Succeeded' });

export const sampleArcMachine = (system: 'Linux' | 'Windows', properties: Resource['properties'] = {}): Resource =>
  sampleResource(
    'Microsoft.HybridCompute/machines',
    {
      osType: system.toLowerCase(),
      status: 'Connected',
      ...properties,
    },
    { name: 'shop-arc' },
  );

/** Facts of a Linux machine, of which a case names the part that it is about. */
export const linuxFactsOf = (machine: Resource, part: object): Resource =>
  sampleExtension(machine, 'Skywarden/machineFacts', 'linux', {
    schema: 'skywarden.machineFacts/1',
    collectedAt: '2026-01-01T00:00:00.000Z',
    hostName: machine.name,
    agentVersion: '0.1.0',
    unreadable: {},
    ...part,
  });

export const windowsStateOf = (machine: Resource, ...programs: string[]): Resource =>
  sampleExtension(machine, windowsStateType, 'latest', {
    machineName: machine.name,
    runningProcesses: programs.map((name) => ({ name })),
  });

export const machineRow = (machine: Resource, table: string, row: Resource['properties']): Resource =>
  sampleExtension(machine, machineRowType, table, row);

export const processes = (...names: string[]) =>
  names.map((name, at) => ({ pid: at + 1, ppid: 0, uid: 0, name, commandLine: name }));

export const packages = (...names: string[]) => names.map((name) => ({ name, version: '1.0', manager: 'dpkg' }));

/** Cases of every recommendation that needs to know what is inside a machine. */
export const unseenMachineCases: RecommendationCase[] = [
  { name: 'a Linux machine nobody has looked into', resource: sampleVm('Linux'), expect: 'Unknown' },
  { name: 'a Windows machine nobody has looked into', resource: sampleVm('Windows'), expect: 'Unknown' },
  {
    name: 'a partial snapshot',
    resource: partialVm,
    expect: 'Unknown',
  },
];
