import fc from 'fast-check';
import { recommendations } from '../../../content/recommendations.generated';
import { exportEvents } from '../../../shared/core/fanout/eventsOf';
import { secureScoreControls } from '../../../shared/core/posture/score/secureScoreControls';
import type { OutboxDocument, OutboxItem } from '../../../shared/model/documents/outbox';
import type { Judgement, VerdictCode } from '../../../shared/model/judgement';
import { outboxOf } from '../../flows/support/exportWorld';
import { idOf } from '../posture/posture.samples';

const eventsOf = exportEvents(recommendations, { tenantId: 'tenant', publicUrl: 'https://skywarden.example.com' });
const at = '2026-11-21T08:00:00.000Z';
const resourceId = idOf('lake', 'Microsoft.Storage/storageAccounts');
const [key, other] = recommendations.map((recommendation) => recommendation.key) as [string, string];

const documentOf = (item: OutboxItem): OutboxDocument => outboxOf(1, { item, resourceId });

function judged(
  before: Record<string, VerdictCode>,
  after: Record<string, VerdictCode>,
  removed = false,
): OutboxDocument {
  const verdicts = Object.entries(removed ? before : after).map(([name, code]) => [
    name,
    { code, firstEvaluatedAt: at, changedAt: at },
  ]);
  const judgement: Judgement = {
    resourceId,
    resourceName: 'lake',
    resourceType: 'Microsoft.Storage/storageAccounts',
    location: 'x',
    observedAt: at,
    verdicts: Object.fromEntries(verdicts),
  };
  return documentOf({ of: 'judgement', judgement, before, after, removed });
}
const shown = (document: OutboxDocument) =>
  eventsOf(document).map(({ key: name, payload }) => {
    const { securityEventDataEnrichment, properties } = payload as {
      securityEventDataEnrichment: { action: string };
      properties: { status: { code: string } };
    };
    return `${name} ${securityEventDataEnrichment.action} ${properties.status.code}`;
  });

describe('alerts', () => {
  it('fire when they are new', () => {
    expect(eventsOf(outboxOf(1))).toMatchObject([{ key: 'alert', source: 'Alerts', payload: { Status: 'New' } }]);
  });

  it('do not fire again when they change', () => {
    const { item } = outboxOf(1) as { item: Extract<OutboxItem, { of: 'alert' }> };
    expect(eventsOf(documentOf({ ...item, change: 'updated' }))).toEqual([]);
  });
});

describe('assessments', () => {
  test.each<[string, OutboxDocument, string[]]>([
    ['a first verdict is an Insert', judged({}, { [key]: 'Healthy' }), [`${key} Insert Healthy`]],
    ['a change is an Insert', judged({ [key]: 'Healthy' }, { [key]: 'Unhealthy' }), [`${key} Insert Unhealthy`]],
    ['the same again is nothing', judged({ [key]: 'Healthy' }, { [key]: 'Healthy' }), []],
    ['Unknown for NotApplicable is nothing', judged({ [key]: 'NotApplicable' }, { [key]: 'Unknown' }), []],
    ['a verdict that is gone is a Delete', judged({ [key]: 'Unhealthy' }, {}), [`${key} Delete Unhealthy`]],
    ['an Unknown that is gone keeps its wire state', judged({ [key]: 'Unknown' }, {}), [`${key} Delete NotApplicable`]],
    [
      'a resource that is gone deletes all with their last state',
      judged({ [key]: 'Healthy', [other]: 'Unhealthy' }, {}, true),
      [`${key} Delete Healthy`, `${other} Delete Unhealthy`],
    ],
    [
      'only what changed fires',
      judged({ [key]: 'Healthy', [other]: 'Healthy' }, { [key]: 'Healthy', [other]: 'Unhealthy' }),
      [`${other} Insert Unhealthy`],
    ],
    ['a recommendation that was removed from the content is left out', judged({}, { 'storage/gone': 'Unhealthy' }), []],
  ])('%s', (_, document, expected) => {
    expect(shown(document)).toEqual(expected.toSorted());
  });
});

describe('scores', () => {
  const value = { max: 0, current: 0, percentage: 0 };
  const moved = (controls: string[]): OutboxDocument =>
    documentOf({
      of: 'score',
      controls: {
        enableMfa: { healthy: 1, unhealthy: 1, notApplicable: 0 },
        applySystemUpdates: { healthy: 1, unhealthy: 0, notApplicable: 0 },
      },
      pairs: 3,
      change: {
        at,
        before: value,
        after: value,
        controls: controls.map((control) => ({ control, displayName: control, before: value, after: value })),
        reasons: [],
      },
    });

  it('fire once for the subscription and once for each control that moved', () => {
    expect(eventsOf(moved(['enableMfa'])).map(({ key: name, source }) => [name, source])).toEqual([
      ['score', 'SecureScores'],
      ['control|enableMfa', 'SecureScoreControls'],
    ]);
  });

  it('leave out controls that nobody knows any more', () => {
    expect(eventsOf(moved(['gone', 'toString']))).toHaveLength(1);
  });

  it('have keys of their own in one document', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...Object.keys(secureScoreControls))), (controls) => {
        const keys = eventsOf(moved(controls)).map((event) => event.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

test('the events of a judgement have keys of their own', () => {
  const codes = fc.constantFrom<VerdictCode>('Healthy', 'Unhealthy', 'NotApplicable', 'Unknown');
  const verdicts = fc.dictionary(fc.constantFrom(...recommendations.map((one) => one.key)), codes, {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(verdicts, verdicts, fc.boolean(), (before, after, removed) => {
      const keys = eventsOf(judged(before, after, removed)).map((event) => event.key);
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

test('a document says the same every time it is asked: deliveries are found again by key', () => {
  expect(eventsOf(outboxOf(1))).toEqual(eventsOf(outboxOf(1)));
});
