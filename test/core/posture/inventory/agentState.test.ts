import { agentStateOf } from '../../../../shared/core/posture/inventory/agentState';

const now = new Date('2026-11-21T12:00:00.000Z');

test.each([
  ['Microsoft.Compute/virtualMachines', '2026-11-20T12:00:01.000Z', 'installed'],
  ['microsoft.compute/virtualmachines', '2026-11-20T12:00:00.000Z', 'installed'],
  ['Microsoft.HybridCompute/machines', '2026-11-20T11:59:59.000Z', 'stale'],
  ['Microsoft.HybridCompute/machines', undefined, 'missing'],
  ['Microsoft.Storage/storageAccounts', undefined, 'notApplicable'],
  ['AWS::EC2::Instance', undefined, 'notApplicable'],
])('%s last heard of at %s is %s', (type, seenAt, expected) => {
  expect(agentStateOf(type, seenAt, now)).toBe(expected);
});
