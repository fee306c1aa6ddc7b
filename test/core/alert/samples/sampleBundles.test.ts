import { alertFromFinding } from '../../../../shared/core/alert/alertFromFinding';
import { sampleBundles } from '../../../../shared/core/alert/samples/sampleBundles';
import { sampleFindings } from '../../../../shared/core/alert/samples/sampleFindings';
import { alertSchema } from '../../../../shared/model/alert';
import { planNamed } from '../../../../shared/model/plan';

const subscriptionId = '00000000-0000-0000-0000-000000000001';
const options = { subscriptionId, run: 'run-1', time: '2026-11-21T12:00:00.000Z' };
const bundles = Object.values(sampleBundles);
const findings = bundles.flatMap((bundle) => sampleFindings(bundle, options));

test('each bundle has five samples of a known plan, and no two are of one type', () => {
  expect(bundles.map(({ samples }) => samples.length)).toEqual(bundles.map(() => 5));
  expect(bundles.filter(({ plan }) => planNamed(plan) !== plan)).toEqual([]);
  expect(new Set(findings.map(({ rule }) => rule.alertType)).size).toBe(45);
});

test('each is a whole alert that says what it is', () => {
  for (const finding of findings) {
    const alert = alertFromFinding(finding, { location: 'local', now: options.time });
    expect(alertSchema.safeParse(alert).success).toBe(true);
    expect(alert.alertDisplayName).toMatch(/^\[SAMPLE ALERT\] /);
    expect(alert.description).toMatch(/^THIS IS A SAMPLE ALERT: /);
    expect(alert.techniques.every((id) => /^T\d{4}$/.test(id))).toBe(true);
    expect(alert.standsAlone).toBe(true);
  }
});

test('another run raises alerts of its own', () => {
  const guids = (run: string) =>
    bundles
      .flatMap((bundle) => sampleFindings(bundle, { ...options, run }))
      .map((finding) => alertFromFinding(finding, { location: 'local', now: options.time }).guid);
  expect(new Set([...guids('a'), ...guids('b'), ...guids('a')]).size).toBe(90);
});
