import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { recommendations } from '../../content/recommendations.generated';
import { isControl } from '../../shared/core/posture/score/secureScore';
import { judgeResources } from '../../shared/core/posture/judgeResources';
import type { Recommendation, RecommendationCase } from '../../shared/core/posture/recommendation';
import { byType, resourceGraph } from '../../shared/core/posture/resourceGraph';
import type { ResourceDocument } from '../../shared/model/documents/resources';
import { machineFactsType } from '../../shared/model/machineFacts';
import type { Resource } from '../../shared/model/resource';
import { documentOf } from '../core/posture/posture.samples';

const folder = join(__dirname, '../../content/recommendations');
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const definition = /^\/providers\/Microsoft\.Authorization\/policyDefinitions\/[0-9a-f-]{36}$/;
const threats = new Set([
  'accountBreach',
  'dataExfiltration',
  'dataSpillage',
  'maliciousInsider',
  'elevationOfPrivilege',
  'threatResistance',
  'missingCoverage',
  'denialOfService',
]);

const judge = (recommendation: Recommendation, resource: Resource, related: Resource[] = []) =>
  recommendation.judge(resource, resourceGraph(resource, byType([resource, ...related])));

const caseOf = ({ cases }: Recommendation, expect: RecommendationCase['expect']) =>
  cases.filter((one) => one.expect === expect);

/**
 * Every resource of a case with one of its properties taken out, at any depth; of machine facts whole parts only, since
 * what lies below them is data (a setting, a reason) and not a field.
 */
function* withoutOneProperty({ resource, related = [] }: RecommendationCase): Generator<[Resource, Resource[]]> {
  for (const [at, member] of [resource, ...related].entries()) {
    const fields = paths(member.properties).filter(({ length }) => length === 1 || member.type !== machineFactsType);
    for (const path of fields) {
      const copy = structuredClone([resource, ...related]);
      const target = path
        .slice(0, -1)
        .reduce<unknown>((value, key) => Reflect.get(Object(value), key), copy[at]!.properties);
      Reflect.deleteProperty(Object(target), path.at(-1)!);
      yield [copy[0]!, copy.slice(1)];
    }
  }
}

/** Within lists only what has nothing below it: a member without its whole `properties` is how ARM writes a reference. */
function paths(value: unknown, isInList = false): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = paths(inner, isInList || isList).map((path) => [key, ...path]);
    return isList || (isInList && below.length > 0) ? below : [[key], ...below];
  });
}

test('every file is registered under its path', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replace(/\.ts$/, ''));
  expect(recommendations.map(({ key }) => key).sort()).toEqual(files.sort());
});

test('assessment keys and display names are used once', () => {
  for (const field of [
    recommendations.map(({ assessmentKey }) => assessmentKey),
    recommendations.map(({ metadata }) => metadata.displayName),
  ]) {
    expect(new Set(field).size).toBe(recommendations.length);
  }
});

describe.each(recommendations.map((one) => [one.key, one] as const))('%s', (_key, recommendation) => {
  const { metadata } = recommendation;

  test('says what it is about, why it matters and what to do', () => {
    expect(recommendation.assessmentKey).toMatch(guid);
    expect(metadata.displayName.length).toBeGreaterThan(15);
    expect(metadata.description.length).toBeGreaterThan(60);
    expect(metadata.remediationDescription.length).toBeGreaterThan(60);
    expect(metadata.remediationDescription).not.toBe(metadata.description);
    expect(metadata.categories.length).toBeGreaterThan(0);
    expect(metadata.threats.length).toBeGreaterThan(0);
    expect(metadata.threats.filter((threat) => !threats.has(threat))).toEqual([]);
    expect(metadata.controls.filter((control) => !isControl(control))).toEqual([]);
    expect(
      metadata.policyDefinitionId ?? `/providers/Microsoft.Authorization/policyDefinitions/${'0'.repeat(36)}`,
    ).toMatch(definition);
  });

  test.each(recommendation.cases.map((one) => [one.name, one] as const))('case: %s', (_name, one) => {
    const types = recommendation.appliesTo.map((type) => type.toLowerCase());
    expect(types).toContain(one.resource.type.toLowerCase());
    const documents = [one.resource, ...(one.related ?? [])].map((resource) => documentOf(resource));
    const judged = judgeResources(documents, [recommendation], new Map(), new Date('2026-11-21T12:00:00Z'));
    const found = judged.find(({ document }) => document.resource === one.resource);
    expect(found?.judgement.verdicts[recommendation.key]?.code).toBe(one.expect);
  });

  test('has cases that are healthy, unhealthy and unknown', () => {
    for (const code of ['Healthy', 'Unhealthy', 'Unknown'] as const) {
      expect(caseOf(recommendation, code).length).toBeGreaterThan(0);
    }
  });

  test('every verdict but healthy names its cause in one word and says it in a sentence', () => {
    for (const { resource, related, expect: code } of recommendation.cases) {
      if (code === 'Healthy') continue;
      const verdict = judge(recommendation, resource, related);
      expect(verdict.cause).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(verdict.description).toMatch(/^\S.*\.$/);
    }
  });

  test('knows nothing of a resource without properties and without related ones', () => {
    for (const { resource } of caseOf(recommendation, 'Healthy')) {
      expect(judge(recommendation, { ...resource, properties: {} }).code).toBe('Unknown');
    }
  });

  test('a property that is missing never makes an unhealthy or unknown resource healthy', () => {
    for (const one of [...caseOf(recommendation, 'Unhealthy'), ...caseOf(recommendation, 'Unknown')]) {
      for (const [resource, related] of withoutOneProperty(one)) {
        expect(judge(recommendation, resource, related).code).not.toBe('Healthy');
      }
    }
  });

  test('never throws, whatever the properties hold', () => {
    const samples = recommendation.cases.flatMap(({ resource, related = [] }) => [resource, ...related]);
    const known = [...new Set(samples.flatMap(({ properties }) => paths(properties).flat()))];
    const garbage: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false, 0, -1, '', 'Enabled', '*', Number.NaN),
        fc.jsonValue({ maxDepth: 2 }),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...known, 'properties', '__proto__'), tie('value'), { maxKeys: 6 }),
      ),
    })).value;
    const properties = fc.dictionary(fc.constantFrom(...known, 'x'), garbage);
    const related = fc.array(
      fc.tuple(fc.constantFrom(...samples), properties).map(([sample, own]) => ({ ...sample, properties: own })),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...recommendation.cases), properties, related, ({ resource }, own, others) => {
        const { code } = judge(recommendation, { ...resource, properties: own } as Resource, others as Resource[]);
        expect(['Healthy', 'Unhealthy', 'NotApplicable', 'Unknown']).toContain(code);
      }),
      { numRuns: 40 },
    );
  });
});

/** Real-shaped resources of many types that stand beside a checkout of the maintainers; not part of the project. */
const corpus = join(__dirname, '../../../shared/policy/resources.ndjson.gz');

(existsSync(corpus) ? describe : describe.skip)('resources of a public corpus', () => {
  test('are all judged without failing', () => {
    const lines = gunzipSync(readFileSync(corpus)).toString('utf8').trim().split('\n');
    const partitions = new Map<string, ResourceDocument[]>();
    for (const line of lines) {
      const { source, resource } = JSON.parse(line) as { source: string; resource: Resource };
      const document = documentOf({ ...resource, properties: resource.properties ?? {} });
      const key = `${source}|${document.rootId}`;
      partitions.set(key, [...(partitions.get(key) ?? []), document]);
    }
    const verdicts = [...partitions.values()]
      .flatMap((documents) => judgeResources(documents, recommendations, new Map(), new Date('2026-11-21T12:00:00Z')))
      .flatMap(({ judgement }) => Object.values(judgement.verdicts));
    expect(verdicts.filter(({ cause }) => cause === 'JudgeFailed')).toEqual([]);
    expect(new Set(verdicts.map(({ code }) => code))).toEqual(
      new Set(['Healthy', 'Unhealthy', 'NotApplicable', 'Unknown']),
    );
  });
});
