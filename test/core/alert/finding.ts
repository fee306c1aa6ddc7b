import { attemptRule } from '../../../shared/core/detect/ssh/sshRules';
import type { Finding } from '../../../shared/core/detect/detector';

export const finding: Finding = {
  rule: attemptRule,
  entityKey: 'vm-1|203.0.113.7',
  time: '2026-03-02T08:00:00.000Z',
  resourceId:
    '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
  compromisedEntity: 'vm-1',
  entities: [{ type: 'ip', address: '203.0.113.7' }],
  eventIds: ['event-1'],
  extendedProperties: { Attackers: '203.0.113.7' },
};
