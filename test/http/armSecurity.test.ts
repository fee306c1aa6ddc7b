import { recommendation as vulnerabilityFindings } from '../../content/recommendations/machine/vulnerabilityFindings';
import type { JsonObject } from '../../shared/model/json';
import { machineFindingType } from '../../shared/model/machineFinding';
import { openApi, type Api } from './support/api';
import { runClient } from './support/runClient';
import {
  account,
  alertDocument,
  judgementDocument,
  machine,
  recommendations,
  resourceDocument,
  scoreDocument,
  subscription,
  subscriptionId,
} from './support/samples';

const typed = (id: string, type: string, properties: JsonObject) => {
  const document = resourceDocument(id);
  return { ...document, type, resource: { ...document.resource, type, properties } };
};

/** What each step of the client answered. */
type Done = Record<string, Record<string, unknown> & { length?: number } & Record<string, unknown>[]>;

let done: Done;
let api: Api & { close(): void };

beforeAll(async () => {
  api = await openApi({ recommendations: [...recommendations, vulnerabilityFindings] });
  await api.store(
    ...Array.from({ length: 120 }, (_, age) => alertDocument(machine, age)),
    judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy', 'storage/minimumTls': 'Unknown' }),
    scoreDocument,
    typed(machine, 'Microsoft.Compute/virtualMachines', {}),
    typed(`${machine}/providers/${machineFindingType}/qualys-1`, machineFindingType, {
      scanner: 'qualys',
      lastSeen: '2026-11-20',
      status: 'Open',
      ids: ['CVE-2026-0001'],
      severity: 'High',
      title: 'zlib is old',
      fixedVersion: '1.3',
    }),
  );
  done = await runClient<Done>(api, 'armSecurityClient.cjs', {
    token: await api.tokenOf('Owner', subscription),
    subscriptionId,
    group: 'Web',
    resourceId: account,
    assessmentName: recommendations[0]!.assessmentKey,
    machineId: machine,
    findingsName: vulnerabilityFindings.assessmentKey,
  });
}, 60_000);
afterAll(() => api.close());

test('alerts are listed over all pages, newest first, and read at both scopes', () => {
  expect(done['alerts']).toHaveLength(120);
  expect(done['alertsOfGroup']).toHaveLength(120);
  expect(done['alertsByRegion']).toMatchObject([{ length: 120 }, { length: 120 }, 120]);
  const names = done['alerts']!.map(({ name }) => String(name));
  expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
  expect(done['alert']).toMatchObject({
    alertDisplayName: 'Suspicious sign-in',
    severity: 'High',
    startTimeUtc: '2019-12-25T18:52:36.801Z',
  });
  expect(done['alertOfGroup']).toEqual(done['alert']);
});

test('alerts change their state', () => {
  expect([done['dismiss'], done['resolve'], done['activate']]).toEqual(['Dismissed', 'Resolved', 'Active']);
});

test('findings are read at a scope and below an assessment, with what is known of servers', () => {
  const finding = {
    name: 'qualys-1',
    idPropertiesId: 'CVE-2026-0001',
    status: { code: 'Unhealthy', severity: 'High' },
    additionalData: { assessedResourceType: 'ServerVulnerabilityAssessment', patchable: true },
  };
  expect(done['subAssessment']).toMatchObject(finding);
  expect(done['subAssessments']).toMatchObject([finding]);
  expect(done['allSubAssessments']).toMatchObject([finding]);
});

test('auto-provisioning is switched and read', () => {
  expect(done['autoProvisioning']!.map(({ name, autoProvision }) => [name, autoProvision])).toEqual(
    Array.from({ length: 3 }, () => ['default', 'On']),
  );
});

test('assessments and their metadata are read', () => {
  expect(done['assessments']).toHaveLength(2);
  expect(done['assessment']).toMatchObject({
    status: { code: 'Unhealthy' },
    resourceDetails: { source: 'Azure', id: account },
    metadata: { severity: 'High', assessmentType: 'BuiltIn' },
  });
  expect(done['metadata']).toHaveLength(4);
  expect(done['metadataInSubscription']).toMatchObject({ displayName: 'Name of storage/secureTransfer' });
});

test('score, controls and definitions are read', () => {
  expect(done['scores']).toMatchObject([{ name: 'ascScore', weight: 9, max: 14, current: 13.33, percentage: 0.9521 }]);
  expect(done['score']).toMatchObject({ displayName: 'ASC score' });
  expect(done['controls']).toHaveLength(3);
  expect(done['controls']![0]).toHaveProperty('definition.maxScore');
  expect(done['controlsOfScore']).toHaveLength(3);
  expect(done['definitions']).toHaveLength(15);
});

test('an automation is created, updated under its etag, validated, listed and deleted, its callback never seen again', () => {
  expect(done['createAutomation']).toMatchObject({ name: 'notify', isEnabled: true });
  expect(done['updateAutomation']).toMatchObject({ description: 'changed' });
  expect(done['staleAutomation']).toEqual({ failed: 412, code: 'PreconditionFailed' });
  expect(done['validateAutomation']).toEqual({ isValid: true, message: 'Validation Successful' });
  expect(done['automation']).toEqual(done['updateAutomation']);
  expect(done['automations']).toHaveLength(2);
  expect(done['deleteAutomation']).toEqual({});
  expect(done['missingAutomation']).toEqual({ failed: 404, code: 'ResourceNotFound' });
  expect(JSON.stringify(done)).not.toContain('TOPSECRET');
});

test('locations and operations are read', () => {
  expect(done['locations']).toMatchObject([{ name: 'centralus' }]);
  expect(done['operations']!.length).toBeGreaterThan(10);
});
