import { complianceMove } from '../../shared/flows/complianceMove';
import { newScore } from '../../shared/flows/saveScore';
import { planNames } from '../../shared/model/plan';
import { plansKey, standardSwitchesKey } from '../../shared/core/documentIds';
import { memoryPorts } from '../doubles/memoryPorts';

const subscription = '00000000-0000-0000-0000-000000000001';
const count = (healthy: number, unhealthy: number) => ({ healthy, unhealthy, notApplicable: 0, exempt: 0, unknown: 0 });
const score = { ...newScore(subscription, 'main'), version: 7, updatedAt: '2026-11-21T12:00:00.000Z' };

test('a state that changes is told with both counts, and one that stays is not', async () => {
  const { ports } = memoryPorts();
  const after = { ...score, assessments: { 'a/b': count(1, 1), 'c/d': count(5, 0) } };
  const told = await complianceMove(ports, after, { 'a/b': count(2, 0), 'c/d': count(4, 0) });
  expect(told).toMatchObject({
    id: 'outbox|compliance|7',
    kind: 'outbox',
    item: { of: 'compliance', before: { 'a/b': count(2, 0) }, after: { 'a/b': count(1, 1) }, off: [] },
  });
  expect(await complianceMove(ports, after, { 'a/b': count(0, 1), 'c/d': count(1, 0) })).toBeUndefined();
});

test('what is told names the standards that were off then', async () => {
  const { ports } = memoryPorts();
  const after = { ...score, assessments: { 'a/b': count(1, 1) } };
  const key = standardSwitchesKey(subscription);
  await ports.compliance.save({ ...key, kind: 'standardSwitches', workspaceId: 'main', off: ['pci-dss-4'] });
  expect((await complianceMove(ports, after, {}))!.item).toMatchObject({ off: ['pci-dss-4'] });
  const plans = Object.fromEntries(planNames.map((name) => [name, { pricingTier: 'Free' as const }]));
  await ports.alertSettings.savePlans({ ...plansKey(subscription), kind: 'plans', workspaceId: 'main', plans });
  expect((await complianceMove(ports, after, {}))!.item).toMatchObject({ off: 'all' });
});
