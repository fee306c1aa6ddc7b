import { isPlanOn, trialLeft } from '../../../shared/core/alert/plans';

const free = { pricingTier: 'Free' } as const;
const standard = { pricingTier: 'Standard' } as const;

test('a plan that nobody set is on, and so is what belongs to no plan', () => {
  expect(isPlanOn({}, 'VirtualMachines')).toBe(true);
  expect(isPlanOn({ VirtualMachines: free }, 'Skywarden')).toBe(true);
});

test('one that is off stops its own detections only', () => {
  const states = { StorageAccounts: free };
  expect(isPlanOn(states, 'storageaccounts')).toBe(false);
  expect(isPlanOn(states, 'VirtualMachines')).toBe(true);
});

test('a deprecated plan follows what has replaced it, until it is set itself', () => {
  expect(isPlanOn({ Containers: free }, 'KubernetesService')).toBe(false);
  expect(isPlanOn({ Containers: free, KubernetesService: standard }, 'KubernetesService')).toBe(true);
});

test('a trial is 30 days and not a second more', () => {
  const from = '2026-11-01T00:00:00.000Z';
  expect(trialLeft(from, new Date(from))).toBe('P30D');
  expect(trialLeft(from, new Date('2026-11-30T23:59:59.000Z'))).toBe('PT1S');
  expect(trialLeft(from, new Date('2026-12-01T00:00:01.000Z'))).toBe('PT0S');
  expect(trialLeft(undefined, new Date(from))).toBe('PT0S');
});
