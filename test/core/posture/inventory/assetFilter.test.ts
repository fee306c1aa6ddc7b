import { assetOf } from '../../../../shared/core/posture/inventory/asset';
import { matchesAsset, matchesResource } from '../../../../shared/core/posture/inventory/assetFilter';
import { judgementDocument, machine, resourceDocument } from '../../../http/support/samples';

const plain = resourceDocument(machine);
const document = {
  ...plain,
  resource: { ...plain.resource, location: 'West Europe', tags: { Env: 'prod', 'hidden-link:/app': 'Resource' } },
};

describe('what the resource decides', () => {
  test.each([
    [{}, true],
    [{ types: ['microsoft.compute/VIRTUALMACHINES', 'x/y'] }, true],
    [{ types: ['x/y'] }, false],
    [{ types: [] }, false],
    [{ resourceGroup: 'WEB' }, true],
    [{ resourceGroup: 'we' }, false],
    [{ location: 'westeurope' }, true],
    [{ location: 'northeurope' }, false],
    [{ tag: 'env' }, true],
    [{ tag: 'env:prod' }, true],
    [{ tag: 'env:Prod' }, false],
    [{ tag: 'env:' }, false],
    [{ tag: 'en' }, false],
    [{ tag: 'hidden-link:/app' }, true],
    [{ tag: 'hidden-link:/app:Resource' }, true],
    [{ tag: 'hidden-link:/app:resource' }, false],
    [{ environments: ['AWS', 'Azure'] as const }, true],
    [{ environments: ['OnPremises'] as const }, false],
    [{ text: 'VM1' }, true],
    [{ text: 'vm2' }, false],
    [{ resourceGroup: 'web', tag: 'env', text: 'nothing' }, false],
  ])('%j: %s', (filter, expected) => {
    expect(matchesResource(filter, document)).toBe(expected);
  });
});

describe('what is known about it decides', () => {
  const now = new Date('2026-11-21T12:00:00.000Z');
  const { judgement } = judgementDocument(machine, { a: 'Unhealthy', b: 'Unhealthy', c: 'Unknown' });
  test.each([
    [{}, true, true],
    [{ agentStates: ['missing'] as const }, true, true],
    [{ agentStates: ['installed', 'stale'] as const }, false, false],
    [{ unhealthy: 0 }, false, true],
    [{ unhealthy: 2 }, true, false],
    [{ unhealthy: 3 }, false, false],
  ])('%j', (filter, failing, unjudged) => {
    expect(matchesAsset(filter, assetOf(document, { judgement }, now))).toBe(failing);
    expect(matchesAsset(filter, assetOf(document, {}, now))).toBe(unjudged);
  });
});
