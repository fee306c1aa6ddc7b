import { rowResources } from '../../../../shared/core/posture/inventory/rowResources';

const subscriptionId = '00000000-0000-0000-0000-000000000001';
const id = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Test/things/t`;

test('what a row leaves empty is absent', () => {
  const row = { id, name: 't', type: 'microsoft.test/things', kind: '', tags: null, plan: null, zones: ['1'] };
  expect(
    rowResources([{ ...row, subscriptionId, tenantId: 'x', resourceGroup: 'rg', properties: null }], subscriptionId),
  ).toEqual({
    resources: [{ id, name: 't', type: 'microsoft.test/things', zones: ['1'], properties: {} }],
    faults: [],
  });
});

test('one bad row costs no good one, and is told', () => {
  const good = { id, name: 't', type: 'microsoft.test/things', properties: {} };
  const { resources, faults } = rowResources([{ id: 7 }, good, {}], subscriptionId);
  expect(resources).toHaveLength(1);
  expect(faults).toHaveLength(2);
});

test('what belongs to another subscription is left out', () => {
  const other = id.replace(subscriptionId, '00000000-0000-0000-0000-000000000002');
  const row = { id: other, name: 't', type: 'microsoft.test/things', properties: {} };
  expect(rowResources([row], subscriptionId)).toEqual({ resources: [], faults: [] });
});
