import { isOfMachine, machineIdOf } from '../../../shared/core/workspace/machine';
import type { TelemetryEvent } from '../../../shared/model/telemetryEvent';

const group = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/RG/providers';
const event = (changes: Partial<TelemetryEvent>): TelemetryEvent => ({
  id: 'e',
  source: 's',
  time: '2026-11-21T08:00:00.000Z',
  timeOrigin: 'record',
  resourceId: '',
  logSource: {},
  entities: [],
  fields: {},
  ...changes,
});
const host = { type: 'host' as const, hostName: 'web-1' };

test.each([
  [`${group}/Microsoft.Compute/virtualMachines/VM1`, 'virtualmachines/vm1'],
  [`${group}/MICROSOFT.HYBRIDCOMPUTE/MACHINES/arc`, 'machines/arc'],
  [`${group}/Microsoft.HybridCompute/machines/arc/providers/Skywarden/machineFacts/default`, 'machines/arc'],
  [`${group}/Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/0`, 'virtualmachinescalesets/set'],
])('%s belongs to a machine', (resourceId, end) => {
  expect(machineIdOf(resourceId)?.endsWith(end)).toBe(true);
});

test.each([
  '',
  'web-1',
  `${group}/Microsoft.Storage/storageAccounts/lake`,
  `${group}/Microsoft.Storage/storageAccounts/lake/virtualMachines/x`,
  '/subscriptions/00000000-0000-0000-0000-000000000001',
])('%s does not', (resourceId) => {
  expect(machineIdOf(resourceId)).toBeUndefined();
});

test.each([
  ['names a machine', { resourceId: `${group}/Microsoft.Compute/virtualMachines/vm` }, true],
  ['is of an operating system', { logSource: { product: 'linux' } }, true],
  ['is about a host and names no resource', { entities: [host] }, true],
  [
    'is of a machine of another cloud',
    { resourceId: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1', entities: [host] },
    true,
  ],
  [
    'is of a platform service, with a host',
    { resourceId: `${group}/Microsoft.Network/azureFirewalls/fw`, entities: [host] },
    false,
  ],
  ['is of the directory', { resourceId: '/tenants/t/providers/Microsoft.aadiam', entities: [host] }, false],
  ['names nothing', {}, false],
])('an event that %s', (_, changes, expected) => {
  expect(isOfMachine(event(changes))).toBe(expected);
});
