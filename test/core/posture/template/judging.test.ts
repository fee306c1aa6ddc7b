import fc from 'fast-check';
import { recommendations } from '../../../../content/recommendations.generated';
import { compileDefinition } from '../../../../shared/core/posture/policy/compileDefinition';
import { readDefinition } from '../../../../shared/core/posture/policy/definition';
import { builtInAliases } from '../../../../shared/core/posture/policy/fields/builtInAliases';
import { judgeByPolicies } from '../../../../shared/core/posture/template/judgeByPolicies';
import { judgeByRecommendations } from '../../../../shared/core/posture/template/judgeByRecommendations';
import type { TemplateFinding } from '../../../../shared/core/posture/template/templateFinding';
import { healthy, type Recommendation, unhealthy } from '../../../../shared/core/posture/recommendation';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { account, deploy, target } from './templating';

const type = 'Microsoft.Storage/storageAccounts';
const codes = (findings: readonly TemplateFinding[]) =>
  Object.fromEntries(findings.map(({ rule, code }) => [rule.id, code]));
const byShipped = (...resources: JsonObject[]) =>
  judgeByRecommendations(deploy({ resources }).resources, recommendations);
const causeOf = (findings: readonly TemplateFinding[], id: string) =>
  findings.find(({ rule }) => rule.id === id)?.cause;

const policy = (condition: Json, effect = 'deny', details?: Json) =>
  compileDefinition(
    readDefinition({
      name: 'p1',
      properties: {
        mode: 'All',
        // oxlint-disable-next-line no-thenable
        policyRule: { if: condition, then: { effect, ...(details !== undefined && { details }) } },
      },
    }),
    new Map(),
    { aliases: builtInAliases() },
  );
const byPolicy = (judging: ReturnType<typeof policy>, ...resources: JsonObject[]) =>
  judgeByPolicies(deploy({ resources }).resources, [judging], {
    now: '2026-11-21T08:00:00Z',
    target,
    describe: () => ({ title: 'Policy', description: '' }),
  });
const plainHttp = {
  allOf: [
    { field: 'type', equals: type },
    { field: `${type}/supportsHttpsTrafficOnly`, equals: false },
  ],
};

describe('recommendations', () => {
  test('fail what a template states wrongly, and pass what it states rightly', () => {
    const wrong = byShipped(account({ supportsHttpsTrafficOnly: false, minimumTlsVersion: 'TLS1_0' }));
    expect(codes(wrong.findings)).toMatchObject({
      'storage/secureTransfer': 'Unhealthy',
      'storage/minimumTlsVersion': 'Unhealthy',
    });
    const right = byShipped(account({ supportsHttpsTrafficOnly: true, minimumTlsVersion: 'TLS1_2' }));
    expect(codes(right.findings)).not.toHaveProperty(['storage/secureTransfer']);
    expect(codes(right.findings)).not.toHaveProperty(['storage/minimumTlsVersion']);
    expect(right.counts.healthy).toBeGreaterThanOrEqual(2);
  });

  test('do not take for healthy what deployment will give', () => {
    const { findings } = byShipped(account({ supportsHttpsTrafficOnly: "[reference('x').https]" }));
    expect(findings.find(({ rule }) => rule.id === 'storage/secureTransfer')).toMatchObject({
      code: 'Unknown',
      cause: 'NotKnownBeforeDeployment',
      message: 'It depends on reference(x).',
    });
    const all = byShipped(account("[reference('x')]"));
    expect(Object.values(codes(all.findings))).not.toContain('Unhealthy');
    expect(all.counts.healthy).toBe(0);
  });

  test('know the documented defaults of the api-version', () => {
    expect(codes(byShipped(account({})).findings)).not.toHaveProperty(['storage/secureTransfer']);
    const old = byShipped(account({}, { apiVersion: '2018-07-01' }));
    expect(codes(old.findings)).toMatchObject({ 'storage/secureTransfer': 'Unhealthy' });
    expect(codes(byShipped(account({}, { apiVersion: "[reference('x')]" })).findings)).toMatchObject({
      'storage/secureTransfer': 'Unknown',
    });
  });

  test('that would pass only by a default that is not documented are unknown', () => {
    const hopeful: Recommendation = {
      ...recommendations[0]!,
      key: 'test/hopeful',
      appliesTo: [type],
      judge: ({ properties }) =>
        properties['minimumTlsVersion'] === 'TLS1_0' ? unhealthy('Old', 'It is old.') : healthy(),
    };
    const judge = (properties: JsonObject) =>
      judgeByRecommendations(deploy({ resources: [account(properties)] }).resources, [hopeful]);
    expect(judge({}).findings).toMatchObject([{ code: 'Unknown', cause: 'DefaultUnknown' }]);
    expect(judge({ minimumTlsVersion: 'TLS1_2' })).toMatchObject({ findings: [], counts: { healthy: 1 } });
  });

  test('read settings that are written into their parent', () => {
    const site = (ftpsState: string): JsonObject => ({
      type: 'Microsoft.Web/sites',
      apiVersion: '2023-12-01',
      name: 'shop',
      kind: 'app',
      location: 'westeurope',
      properties: { siteConfig: { ftpsState } },
    });
    expect(codes(byShipped(site('AllAllowed')).findings)).toMatchObject({ 'appService/ftpsOnly': 'Unhealthy' });
    expect(codes(byShipped(site('FtpsOnly')).findings)).not.toHaveProperty(['appService/ftpsOnly']);
  });

  test('see children, unless it is open whether those are deployed', () => {
    const server = {
      type: 'Microsoft.Sql/servers',
      apiVersion: '2023-08-01',
      name: 'sql',
      location: 'westeurope',
      kind: 'v12.0',
      properties: {},
    };
    const auditing = (state: string, more: JsonObject = {}) => ({
      ...server,
      resources: [{ type: 'auditingSettings', name: 'default', properties: { state }, ...more }],
    });
    expect(codes(byShipped(auditing('Disabled')).findings)).toMatchObject({ 'sql/auditing': 'Unhealthy' });
    expect(codes(byShipped(auditing('Enabled')).findings)).not.toHaveProperty(['sql/auditing']);
    const open = byShipped(auditing('Enabled', { condition: "[reference('x').a]" }));
    expect(causeOf(open.findings, 'sql/auditing')).toBe('AuditingSettingsMissing');
  });

  test('judge what may be deployed, and say so', () => {
    const { findings } = byShipped(account({ supportsHttpsTrafficOnly: false }, { condition: "[reference('x').a]" }));
    expect(findings.find(({ rule }) => rule.id === 'storage/secureTransfer')?.message).toMatch(
      /Whether it is deployed depends on reference\(x\)\.$/,
    );
  });
});

describe('policies', () => {
  test.each([
    ['deny', 'High'],
    ['audit', 'Medium'],
    ['modify', 'Low'],
  ])('an effect %s is %s', (effect, severity) => {
    const { findings } = byPolicy(policy(plainHttp, effect), account({ supportsHttpsTrafficOnly: false }));
    expect(findings).toMatchObject([{ code: 'Unhealthy', rule: { id: 'policy/p1', severity } }]);
  });

  test('see the request: what is left out is absent, what is not known is unknown', () => {
    expect(byPolicy(policy(plainHttp), account({})).counts).toMatchObject({ healthy: 1 });
    expect(
      byPolicy(policy(plainHttp), account({ supportsHttpsTrafficOnly: "[reference('x').a]" })).findings,
    ).toMatchObject([{ code: 'Unknown', cause: 'not-known-before-deployment' }]);
  });

  test('see the api-version of the request', () => {
    const rule = {
      allOf: [
        { field: 'type', equals: type },
        { value: '[requestContext().apiVersion]', less: '2020-01-01' },
      ],
    };
    expect(byPolicy(policy(rule), account({})).counts).toMatchObject({ healthy: 1 });
    expect(byPolicy(policy(rule), account({}, { apiVersion: '2018-07-01' })).counts).toMatchObject({ unhealthy: 1 });
  });

  test('do not know what else is there: what a template does not deploy is not missing', () => {
    const details = {
      type: `${type}/blobServices`,
      existenceCondition: { field: `${type}/blobServices/isVersioningEnabled`, equals: true },
    };
    const rule = policy({ field: 'type', equals: type }, 'auditIfNotExists', details);
    const withBlob = (isVersioningEnabled: boolean) =>
      account({}, { resources: [{ type: 'blobServices', name: 'default', properties: { isVersioningEnabled } }] });
    expect(byPolicy(rule, account({})).findings).toMatchObject([{ code: 'Unknown', cause: 'related-not-collected' }]);
    expect(byPolicy(rule, withBlob(false)).findings).toMatchObject([{ code: 'Unhealthy' }]);
    expect(byPolicy(rule, withBlob(true)).counts).toMatchObject({ healthy: 1 });
  });

  test('know of the resource group its id and place, no more', () => {
    const place = { field: 'location', notEquals: '[resourceGroup().location]' };
    const tag = { value: "[resourceGroup().tags['owner']]", equals: '' };
    const ofType = (condition: Json) => policy({ allOf: [{ field: 'type', equals: type }, condition] });
    expect(byPolicy(ofType(place), account({})).counts).toMatchObject({ healthy: 1 });
    expect(byPolicy(ofType(tag), account({})).counts).toMatchObject({ unknown: 1 });
  });

  test('about names do not judge names that are not known', () => {
    const rule = policy({
      allOf: [
        { field: 'type', equals: type },
        { field: 'name', notLike: 'st*' },
      ],
    });
    const name = "[uniqueString('x')]";
    expect(byPolicy(rule, account({}, { name })).counts).toMatchObject({ unknown: 1 });
    expect(byPolicy(rule, account({}, { name: 'other' })).counts).toMatchObject({ unhealthy: 1 });
  });
});

/** The same JSON with the keys of its objects in another order. */
function shuffled(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map((one) => shuffled(one, seed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, shuffled(one, seed + key.length)] as const);
  const turned = seed % 2 === 0 ? entries.toReversed() : entries;
  return Object.fromEntries([...turned.slice(seed % 5), ...turned.slice(0, seed % 5)]);
}

test('the order of keys never changes a verdict', () => {
  const value = fc.constantFrom<Json>(
    true,
    false,
    'TLS1_0',
    'TLS1_2',
    "[reference('x').y]",
    "[parameters('p')]",
    { a: 1 },
    null,
  );
  const properties = fc.dictionary(
    fc.constantFrom('supportsHttpsTrafficOnly', 'minimumTlsVersion', 'allowBlobPublicAccess', 'networkAcls'),
    value,
  );
  fc.assert(
    fc.property(fc.array(properties, { maxLength: 3 }), fc.integer({ min: 1, max: 99 }), (all, seed) => {
      const resources = Object.fromEntries(
        all.map((one, at) => [
          `r${at}`,
          account(one, { name: `a${at}`, condition: at === 2 ? "[reference('z')]" : true }),
        ]),
      );
      const template: JsonObject = {
        parameters: { p: { type: 'string' }, q: { type: 'int', defaultValue: 1 } },
        resources,
      };
      const verdicts = (json: JsonObject) => {
        const found = deploy(json).resources;
        const options = { now: '2026-11-21T08:00:00Z', target, describe: () => ({ title: '', description: '' }) };
        return [
          judgeByRecommendations(found, recommendations),
          judgeByPolicies(found, [policy(plainHttp)], options),
        ].map(({ findings, counts }) => ({
          counts,
          findings: findings.map(({ rule, code, message, resource }) => [rule.id, code, message, resource.id]),
        }));
      };
      expect(verdicts(shuffled(template, seed) as JsonObject)).toEqual(verdicts(template));
    }),
    { numRuns: 60 },
  );
});
