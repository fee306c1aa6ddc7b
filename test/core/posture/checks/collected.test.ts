import { isCollected, isCutShort, sampleCollection } from '../../../../shared/core/posture/checks/collected';
import { byType, resourceGraph } from '../../../../shared/core/posture/resourceGraph';
import { judgeResourceLogs } from '../../../../shared/core/posture/checks/resourceLogs';
import { sampleExtension, sampleResource } from '../../../../shared/core/posture/checks/sampleResource';
import type { Resource } from '../../../../shared/model/resource';

const vault = sampleResource('Microsoft.KeyVault/vaults', {});
const type = 'Microsoft.Insights/diagnosticSettings';
const graphOf = (...members: Resource[]) => resourceGraph(vault, byType([vault, ...members]));

test('an empty listing is told from one that was never made or not allowed', () => {
  expect(isCollected(graphOf(sampleCollection(vault, type)), type, vault)).toBe(true);
  expect(isCollected(graphOf(), type, vault)).toBe(false);
  expect(isCollected(graphOf(sampleCollection(vault, type, 'refused')), type, vault)).toBe(false);
  expect(isCollected(graphOf(sampleCollection(vault, 'Microsoft.Other/things')), type, vault)).toBe(false);
});

test('only a listing of that type cuts it short', () => {
  expect(isCutShort(graphOf(sampleCollection(vault, type, 'refused')), type)).toBe(true);
  expect(isCutShort(graphOf(sampleCollection(vault, type)), type)).toBe(false);
  expect(isCutShort(graphOf(sampleCollection(vault, 'Microsoft.Other/things', 'refused')), type)).toBe(false);
});

test('a diagnostic setting of a child says nothing of the resource itself', () => {
  const key = { ...vault, id: `${vault.id}/keys/orders` };
  const workspaceId = '/subscriptions/00000000-0000-0000-0000-000000000001/x';
  const ofChild = sampleExtension(key, type, 'audit', { workspaceId, logs: [{ enabled: true }] });
  expect(judgeResourceLogs(vault, graphOf(ofChild)).code).toBe('Unknown');
});
