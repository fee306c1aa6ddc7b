import { collectedTypes } from '../../../../shared/core/posture/inventory/collectedTypes';
import { collectionMark } from '../../../../shared/core/posture/inventory/collectionMark';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const vm = `${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`;
const whole = collectionMark(subscription, 'resources', { outcome: 'complete' });

test('without a mark nobody looked', () => {
  expect(collectedTypes([])('Microsoft.Compute/virtualMachines', vm)).toBe(false);
});

test('the table of resources holds top-level types and the children it has rows for', () => {
  const isCollected = collectedTypes([whole]);
  expect(isCollected('Microsoft.Compute/virtualMachines', vm)).toBe(true);
  expect(isCollected('Microsoft.Compute/virtualMachines/extensions', vm)).toBe(true);
});

test.each([
  'Microsoft.Insights/diagnosticSettings',
  'Microsoft.Security/assessments',
  'Microsoft.GuestConfiguration/guestConfigurationAssignments',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
])('it does not hold %s', (type) => {
  expect(collectedTypes([whole])(type, vm)).toBe(false);
});

test('an incomplete listing is none', () => {
  const partial = collectionMark(subscription, 'resources', { outcome: 'partial', reason: 'cut' });
  expect(collectedTypes([partial])('Microsoft.Compute/virtualMachines', vm)).toBe(false);
});

test('the nearest mark decides', () => {
  const types = ['Microsoft.Insights/diagnosticSettings'];
  const above = collectionMark(subscription, 'diagnostics', { types, outcome: 'complete' });
  const own = collectionMark(vm, 'diagnostics', { types, outcome: 'refused' });
  const isCollected = collectedTypes([above, own]);
  expect(isCollected(types[0]!, vm)).toBe(false);
  expect(isCollected(types[0]!, vm.replace('/vm', '/other'))).toBe(true);
});
