import { recommendation as exposedListeners } from '../../content/recommendations/linux/exposedListeners';
import { recommendation as kernelHardening } from '../../content/recommendations/linux/kernelHardening';
import { recommendation as privilegedAccounts } from '../../content/recommendations/linux/privilegedAccounts';
import { recommendation as sshKeyAuthentication } from '../../content/recommendations/linux/sshKeyAuthentication';
import type { RecommendationCase, ResourceGraph } from '../../shared/core/posture/recommendation';
import { machineFactsSchema, machineFactsType } from '../../shared/model/machineFacts';

const all = [exposedListeners, kernelHardening, privilegedAccounts, sshKeyAuthentication];

function graphOf({ resource, related = [] }: RecommendationCase): ResourceGraph {
  const members = [resource, ...related];
  return {
    all: members,
    ofType: (type) => members.filter((member) => member.type.toLowerCase() === type.toLowerCase()),
  };
}

describe.each(all)('$key', (recommendation) => {
  test.each(recommendation.cases)('$name: $expect', (sample) => {
    const verdict = recommendation.judge(sample.resource, graphOf(sample));
    expect(verdict.code).toBe(sample.expect);
    expect(verdict.cause ?? verdict.code).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(verdict.description).toMatch(/\.$/);
  });

  test('has a case of every verdict', () => {
    const codes = new Set(recommendation.cases.map(({ expect: code }) => code));
    expect([...codes].sort()).toEqual(['Healthy', 'NotApplicable', 'Unhealthy', 'Unknown']);
  });

  test('judges facts of the real shape, except in the case that says otherwise', () => {
    const facts = recommendation.cases
      .filter(({ name }) => name !== 'facts of another shape')
      .flatMap(({ related }) => related ?? [])
      .filter(({ type }) => type === machineFactsType);
    for (const { properties } of facts) expect(machineFactsSchema.safeParse(properties).error).toBeUndefined();
  });
});

test('no two have the same assessment key', () => {
  expect(new Set(all.map(({ assessmentKey }) => assessmentKey)).size).toBe(all.length);
});

test('an exposed listener is named with its process', () => {
  const sample = exposedListeners.cases.find(({ name }) => name.startsWith('Redis'))!;
  const { description } = exposedListeners.judge(sample.resource, graphOf(sample));
  expect(description).toBe('Listening on all addresses: tcp/6379 (Redis, redis-server).');
});
