import { recommendations } from '../../content/recommendations.generated';
import { byType, resourceGraph } from '../../shared/core/posture/resourceGraph';
import { isWithin } from '../../shared/model/resourceId';

/** Members of a body that the client of Resource Manager passes on; it drops others without a word. */
const passedOn = new Set([
  'location',
  'tags',
  'kind',
  'sku',
  'plan',
  'identity',
  'managedBy',
  'extendedLocation',
  'properties',
]);

const fixable = recommendations.flatMap((one) => (one.quickFix ? [{ ...one, quickFix: one.quickFix }] : []));
const named = fixable.map((one) => [one.key, one] as const);

test('there are recommendations with a quick fix', () => {
  expect(fixable.length).toBeGreaterThan(0);
});

describe.each(named)('the quick fix of %s', (_key, { quickFix, cases }) => {
  const requests = cases
    .filter(({ expect: code }) => code === 'Unhealthy')
    .map(({ resource, related = [] }) => ({
      resource,
      sent: quickFix.requests(resource, resourceGraph(resource, byType([resource, ...related]))),
    }));

  it('has a request for some unhealthy case', () => {
    expect(requests.some(({ sent }) => sent.length > 0)).toBe(true);
  });

  it('changes the resource and what lies below it, with a dated version and nothing that would get lost', () => {
    for (const { resource, sent } of requests)
      for (const { path, apiVersion, body } of sent) {
        expect(isWithin(path, resource.id)).toBe(true);
        expect(apiVersion).toMatch(/^\d{4}-\d{2}-\d{2}(-preview)?$/);
        expect(Object.keys(body).filter((name) => !passedOn.has(name))).toEqual([]);
      }
  });

  it('says what it changes and which operations it needs', () => {
    expect(quickFix.description.length).toBeGreaterThan(20);
    expect(quickFix.permissions.filter((one) => !/^Microsoft\.\w+\/[\w/]+\/(write|action)$/i.test(one))).toEqual([]);
    expect(quickFix.permissions.length).toBeGreaterThan(0);
  });
});
