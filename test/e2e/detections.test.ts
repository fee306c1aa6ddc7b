import { detections } from '../../content/detections.generated';
import { indicatorCases } from '../../shared/core/detect/intel/indicatorCases';
import { indicatorRule } from '../../shared/core/detect/intel/indicatorDetector';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { stateful } from '../../shared/core/detect/stateful.generated';
import { drained } from './support/drained';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';

interface Case {
  alertTypes: string[];
  name: string;
  bodies: string[];
}

const cases: Case[] = [
  ...compileRuleSet(detections).rules.flatMap(({ rule, file, cases: own }) =>
    (own?.positive ?? []).slice(0, 1).map(({ body }) => ({
      // One that tells of the same act as another rule, on the same machine and day in both cases, joins its alert.
      alertTypes: rule.sameAlertAs === undefined ? [rule.alertType] : [],
      name: file,
      bodies: [body],
    })),
  ),
  ...indicatorCases
    .filter(({ findings }) => findings > 0)
    .map(({ name, body }) => ({ alertTypes: [indicatorRule.alertType], name, bodies: [body] })),
  ...stateful.flatMap((detector) =>
    detector.cases
      .filter(({ expect: expected }) => expected.length > 0)
      .slice(0, 1)
      .map(({ name, bodies, expect: expected }) => ({ alertTypes: expected, name, bodies })),
  ),
];

interface AlertRow {
  properties: { alertType: string; isIncident: boolean };
}

describe('raw records that go through the hub', () => {
  let place: Place;
  let platform: RunningPlatform;

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    await send(
      platform,
      cases.flatMap(({ bodies }) => bodies),
    );
  }, 120_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('raise the alert of each case, and no other', async () => {
    const wanted = cases.flatMap(({ alertTypes }) => alertTypes).sort();
    const api = await platform.api('Security Reader');
    const path = `/subscriptions/${homeSubscription}/providers/Microsoft.Security/alerts?api-version=2022-01-01`;
    // A late one too many would not be seen by whoever looks as soon as there are enough.
    await drained(place, platform);
    const rows = (await api.list<AlertRow>(path)).filter(({ properties }) => !properties.isIncident);
    expect(rows.map(({ properties }) => properties.alertType).sort()).toEqual(wanted);
  }, 180_000);
});
