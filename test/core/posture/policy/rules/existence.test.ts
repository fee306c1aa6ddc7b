import type { Json, JsonObject } from '../../../../../shared/model/json';
import { group, judgeRule, resource, subscription, type, type Case } from '../judging';

const site = resource({ a: 'x' });
const siteId = site['id'] as string;
const isSite = { field: 'type', equals: type };
const record = (id: string, properties: JsonObject = {}): JsonObject => ({ id, name: 'unreliable', properties });

const judge = (details: JsonObject, related: JsonObject[] = [], given: Case = {}, judged = site) =>
  judgeRule(given.parameters ? isSite : { allOf: [isSite] }, judged, {
    effect: 'auditIfNotExists',
    details,
    related,
    ...given,
  });
const verdict = (...args: Parameters<typeof judge>) => judge(...args).compliance;

const child = { type: `${type}/config` };
const setting = { type: 'Microsoft.Insights/diagnosticSettings' };
const other = { type: 'Other.Net/things' };
const enabled = (of: string): Json => ({ field: `${of}/enabled`, equals: true });
const otherGroup = `${subscription}/resourceGroups/other`;

describe('where it looks', () => {
  test.each<[string, JsonObject, string, string]>([
    ['a child of the resource', child, `${siteId}/config/web`, 'Compliant'],
    ['a child in another case', child, `${siteId.toUpperCase()}/CONFIG/web`, 'Compliant'],
    ['a child of another resource', child, `${siteId}2/config/web`, 'NonCompliant'],
    ['what is attached to it', setting, `${siteId}/providers/${setting.type}/d`, 'Compliant'],
    ['what is attached to a child', setting, `${siteId}/config/web/providers/${setting.type}/d`, 'NonCompliant'],
    ['what is attached to its group', setting, `${group}/providers/${setting.type}/d`, 'NonCompliant'],
    ['the same group', other, `${group}/providers/${other.type}/a`, 'Compliant'],
    ['another group', other, `${otherGroup}/providers/${other.type}/a`, 'NonCompliant'],
    [
      'a group by name',
      { ...other, resourceGroupName: 'OTHER' },
      `${otherGroup}/providers/${other.type}/a`,
      'Compliant',
    ],
    [
      'the subscription',
      { ...other, existenceScope: 'Subscription' },
      `${otherGroup}/providers/${other.type}/a`,
      'Compliant',
    ],
    [
      'another subscription',
      { ...other, existenceScope: 'subscription' },
      `/subscriptions/2/providers/${other.type}/a`,
      'NonCompliant',
    ],
    ['a name', { ...child, name: 'WEB' }, `${siteId}/config/web`, 'Compliant'],
    ['another name', { ...child, name: 'web' }, `${siteId}/config/ftp`, 'NonCompliant'],
    [
      'parent and child',
      { ...other, type: 'Other.Net/things/parts', name: 'a/b' },
      `${group}/providers/Other.Net/things/a/parts/b`,
      'Compliant',
    ],
    [
      'any child of a parent',
      { ...other, type: 'Other.Net/things/parts', name: 'a/?' },
      `${group}/providers/Other.Net/things/a/parts/b`,
      'Compliant',
    ],
    [
      'a child of another parent',
      { ...other, type: 'Other.Net/things/parts', name: 'c/?' },
      `${group}/providers/Other.Net/things/a/parts/b`,
      'NonCompliant',
    ],
  ])('%s', (_, details, id, expected) => expect(verdict(details, [record(id)])).toBe(expected));

  test('the resource itself, and its parent', () => {
    const self = { type, name: "[field('name')]", existenceCondition: { field: `${type}/a`, equals: 'x' } };
    expect(verdict(self)).toBe('Compliant');
    const twin = { ...resource({ a: 'x' }), id: `${otherGroup}/providers/${type}/site-1` };
    const isY = { ...self, existenceScope: 'subscription', existenceCondition: { field: `${type}/a`, equals: 'y' } };
    expect(verdict(isY, [{ ...twin, properties: { a: 'y' } }])).toBe('NonCompliant');
    const database = { id: `${siteId}/databases/db`, type: `${type}/databases`, properties: {} };
    const details = {
      type,
      name: "[first(split(field('fullName'), '/'))]",
      existenceCondition: { field: `${type}/a`, equals: 'x' },
    };
    const ofDatabase = { effect: 'auditIfNotExists', details };
    const condition = { field: 'type', equals: `${type}/databases` };
    expect(judgeRule(condition, database, { ...ofDatabase, related: [site, twin] }).compliance).toBe('Compliant');
    expect(judgeRule(condition, database, { ...ofDatabase, related: [twin] }).compliance).toBe('NonCompliant');
  });

  test('for a subscription the whole of it, whatever the scope says', () => {
    const judged = { id: subscription };
    const condition = { field: 'type', equals: 'Microsoft.Resources/subscriptions' };
    const given = { effect: 'auditIfNotExists', details: { ...other, existenceScope: 'resourceGroup' } };
    const related = [record(`${otherGroup}/providers/${other.type}/a`)];
    expect(judgeRule(condition, judged, { ...given, related }).compliance).toBe('Compliant');
    expect(judgeRule(condition, judged, given).compliance).toBe('NonCompliant');
  });
});

describe('what it asks', () => {
  const aliases = { isKnown: () => true, pathOf: () => undefined };
  const on = { ...child, existenceCondition: enabled(child.type) };
  const config = (name: string, properties: JsonObject) => record(`${siteId}/config/${name}`, properties);

  test('any candidate will do', () => {
    const given = { options: { aliases } };
    expect(verdict(on, [config('a', { enabled: false }), config('b', { enabled: true })], given)).toBe('Compliant');
    expect(verdict(on, [config('a', { enabled: false })], given)).toBe('NonCompliant');
  });

  test('fields are of the related resource, field() is of the resource', () => {
    const same = { ...child, existenceCondition: { field: `${child.type}/b`, equals: `[field('${type}/a')]` } };
    expect(verdict(same, [config('a', { b: 'X' })], { options: { aliases } })).toBe('Compliant');
    expect(verdict(same, [config('a', { b: 'y', a: 'y' })], { options: { aliases } })).toBe('NonCompliant');
  });

  test('without a match a candidate that is unknown leaves it open', () => {
    const asked = { ...child, existenceCondition: { field: `${child.type}/b`, equals: "[parameters('none')]" } };
    expect(judge(asked, [config('a', { b: 1 })])).toMatchObject({ compliance: 'Unknown', reason: 'parameter-missing' });
  });

  test('a candidate that fails to evaluate does not satisfy', () => {
    const asked = { ...child, existenceCondition: { field: `${child.type}/b`, greater: 5 } };
    const result = judge(asked, [config('a', { b: 'text' })], { options: { aliases } });
    expect(result).toMatchObject({ compliance: 'NonCompliant', reason: 'type-mismatch' });
    const opposite = { ...child, existenceCondition: { not: asked.existenceCondition } };
    expect(judge(opposite, [config('a', { b: 'text' })], { options: { aliases } })).toMatchObject({
      compliance: 'Unknown',
      reason: 'type-mismatch',
    });
  });

  test('what was not collected is unknown unless something else satisfies', () => {
    const given = { world: { collected: () => false }, options: { aliases } };
    expect(judge(on, [], given)).toMatchObject({ compliance: 'Unknown', reason: 'related-not-collected' });
    expect(verdict(on, [config('a', { enabled: true })], given)).toBe('Compliant');
  });

  test('an unknown condition is unknown, a false one not applicable', () => {
    const ask = (condition: Json) =>
      judgeRule(condition, site, { effect: 'auditIfNotExists', details: child }).compliance;
    expect(ask({ allOf: [isSite, { value: "[parameters('none')]", equals: 1 }] })).toBe('Unknown');
    expect(ask({ allOf: [isSite, { field: 'kind', equals: 'none' }] })).toBeNull();
    expect(ask({ allOf: [isSite, { value: 1, equals: 2 }] })).toBeNull();
  });
});

describe('names that nobody can compute', () => {
  const assignments = 'Microsoft.GuestConfiguration/guestConfigurationAssignments';
  const details = {
    type: assignments,
    name: "[concat('Secure$pid', uniqueString(policy().assignmentId))]",
    existenceCondition: { field: `${assignments}/complianceStatus`, equals: 'Compliant' },
  };
  const assignment = (name: string, complianceStatus: string) =>
    record(`${siteId}/providers/${assignments}/${name}`, { complianceStatus });
  const aliases = { isKnown: () => true, pathOf: () => undefined };

  test('assignments of guest configuration are compared up to their mark', () => {
    const given = { options: { aliases } };
    expect(verdict(details, [assignment('secure$pidabc', 'Compliant')], given)).toBe('Compliant');
    expect(verdict(details, [assignment('Secure$pidabc', 'NonCompliant')], given)).toBe('NonCompliant');
    expect(judge(details, [assignment('Other$pidabc', 'Compliant')], given)).toMatchObject({
      compliance: 'Unknown',
      reason: 'guest-configuration-not-assigned',
    });
  });

  test('any other hash leaves it unknown', () => {
    const hashed = { ...other, name: "[toLower(concat('Net', uniqueString('a')))]" };
    expect(judge(hashed)).toMatchObject({ compliance: 'Unknown', reason: 'unique-name' });
  });
});

test('a related type makes it an existence check whatever the effect is called', () => {
  expect(judgeRule(isSite, site, { effect: 'Audit', details: child })).toMatchObject({
    compliance: 'NonCompliant',
    effect: 'Audit',
  });
});
