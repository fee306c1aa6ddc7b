import { recommendations } from '../../content/recommendations.generated';
import { type ControlKey, secureScoreControls } from '../../shared/core/posture/score/secureScoreControls';

const controls = Object.keys(secureScoreControls) as ControlKey[];

/** Of Azure and of Skywarden, of AWS, of Google. */
const resourceType =
  /^([A-Za-z]+(\.[A-Za-z]+)?\/[A-Za-z0-9]+(\/[A-Za-z0-9]+)*|AWS::\w+::\w+|[a-z]+\.googleapis\.com\/\w+)$/;

test('at least 60 recommendations ship', () => {
  expect(recommendations.length).toBeGreaterThanOrEqual(60);
});

test.each(controls)('the control %s has a recommendation that scores', (control) => {
  const members = recommendations.filter(({ metadata }) => metadata.controls.includes(control) && !metadata.preview);
  expect(members.length).toBeGreaterThan(0);
});

test.each(['Compute', 'Networking', 'Data', 'IdentityAndAccess', 'IoT', 'AppServices', 'Container'] as const)(
  'the category %s has a recommendation',
  (category) => {
    expect(recommendations.some(({ metadata }) => metadata.categories.includes(category))).toBe(true);
  },
);

test('every recommendation says which types of resources it is about, and no category or control twice', () => {
  for (const { appliesTo, metadata } of recommendations) {
    expect(appliesTo.length).toBeGreaterThan(0);
    for (const type of appliesTo) expect(type).toMatch(resourceType);
    for (const list of [appliesTo, metadata.categories, metadata.threats, metadata.controls]) {
      expect(new Set<string>(list).size).toBe(list.length);
    }
  }
});
