import { policyKey } from '../../../shared/core/documentIds';
import { planNames } from '../../../shared/model/plan';
import type { ScoreDocument } from '../../../shared/model/documents/score';
import { openApi, type Api } from '../support/api';
import { runClient } from '../support/runClient';
import { benchmark, group, otherSubscription, scoreDocument, subscription, subscriptionId } from '../support/samples';

let api: Api & { close(): void };
let admin: string;
const count = { healthy: 0, unhealthy: 0, notApplicable: 0, exempt: 0, unknown: 0 };
const score: ScoreDocument = {
  ...scoreDocument,
  assessments: {
    'storage/secureTransfer': { ...count, healthy: 2, unhealthy: 1 },
    'storage/minimumTls': { ...count, healthy: 4, exempt: 1, unknown: 2 },
  },
};
const other = {
  ...benchmark,
  name: 'PCI-DSS-4',
  displayName: 'PCI DSS 4',
  alwaysOn: undefined,
  controls: [{ name: '4.2.1', title: 'Encrypt', recommendations: ['storage/minimumTls'] }],
};

beforeEach(async () => {
  const { alwaysOn: _, ...pci } = other;
  const unused = {
    ...pci,
    name: 'Unused',
    controls: [{ name: '1', title: 'One', recommendations: ['machines/sshRootLogin'] }],
  };
  api = await openApi({ standards: () => [benchmark, pci, unused] });
  admin = await api.tokenOf('Security Admin', subscription);
  await api.store(score);
});
afterEach(() => api.close());

const standards = `${subscription}/providers/Microsoft.Security/regulatoryComplianceStandards`;
const v1 = `/api/v1${subscription}/standards`;
const get = async (path: string, filter?: string) =>
  (
    await api.call(
      'GET',
      `${path}?api-version=2019-01-01-preview${filter ? `&$filter=${encodeURIComponent(filter)}` : ''}`,
      {
        token: admin,
      },
    )
  ).json;
const attest = (control: string, body: object, headers = {}) =>
  api.call('PUT', `${v1}/${benchmark.name}/controls/${control}/attestation`, { token: admin, body, headers });

test('an untouched client reads the three levels', async () => {
  const token = await api.tokenOf('Reader', subscription);
  const done = await runClient<Record<string, Record<string, unknown>[]>>(api, 'complianceClient.cjs', {
    token,
    subscriptionId,
    standard: benchmark.name,
    control: 'DP.3',
  });
  expect(done['standards']!.map(({ name }) => name)).toEqual([benchmark.name, 'PCI-DSS-4']);
  expect(done['standard']).toMatchObject({
    id: `${standards}/${benchmark.name}`,
    type: 'Microsoft.Security/regulatoryComplianceStandard',
    state: 'Failed',
    passedControls: 0,
    failedControls: 2,
    skippedControls: 0,
    unsupportedControls: 2,
  });
  expect(done['controls']!.map(({ name, state }) => [name, state])).toEqual([
    ['DP.3', 'Failed'],
    ['GS.1', 'Unsupported'],
    ['GS.2', 'Failed'],
    ['LT.1', 'Unsupported'],
  ]);
  expect(done['control']).toMatchObject({
    description: 'Encrypt on the wire',
    state: 'Failed',
    passedAssessments: 1,
    failedAssessments: 1,
    skippedAssessments: 0,
  });
  expect(done['assessments']).toMatchObject([
    { description: 'Name of storage/secureTransfer', state: 'Failed', passedResources: 2, failedResources: 1 },
    {
      state: 'Passed',
      passedResources: 4,
      skippedResources: 1,
      unsupportedResources: 2,
      assessmentType: 'AssessmentResult',
      assessmentDetailsLink: expect.stringMatching(
        /^https?:\/\/(?:127\.0\.0\.1|localhost):\d+\/#blade\/RecommendationsBlade\/assessmentKey\//,
      ),
    },
  ]);
  expect(done['assessment']).toEqual(done['assessments']![0]);
  expect(done['failed']!.map(({ name }) => name)).toEqual(['DP.3', 'GS.2']);
  expect(done['missing']).toMatchObject({ failed: 404 });
});

test('filters compare states without case and counts as numbers', async () => {
  const names = async (filter: string) =>
    (await get(`${standards}/${benchmark.name}/regulatoryComplianceControls`, filter)).value.map(({ name }) => name);
  expect(await names("properties/state eq 'failed'")).toEqual(['DP.3', 'GS.2']);
  expect(await names("properties/passedAssessments ge 1 and properties/state ne 'Unsupported'")).toEqual(['DP.3']);
  expect(await names("properties/description eq 'Detect threats' or properties/state eq 'Failed'")).toHaveLength(3);
  for (const wrong of ['state eq Failed', "properties/state eq 'a", "properties/state like 'a'", "eq 'and' and"])
    expect(await get(standards, wrong)).toMatchObject({ error: { code: 'InvalidFilter' } });
});

test('lists are cut into pages', async () => {
  const path = `${standards}/${benchmark.name}/regulatoryComplianceControls?api-version=2019-01-01-preview&$top=3`;
  const first = (await api.call('GET', path, { token: admin })).json;
  const second = (await api.call('GET', first['nextLink'] as string, { token: admin })).json;
  expect([...first.value, ...second.value].map(({ name }) => name)).toEqual(['DP.3', 'GS.1', 'GS.2', 'LT.1']);
});

test('a role on a resource group does not show the state of the subscription', async () => {
  const token = await api.tokenOf('Owner', group);
  expect((await api.call('GET', `${standards}?api-version=2019-01-01-preview`, { token })).status).toBe(403);
});

test('without a plan only the benchmark is left', async () => {
  const plan = (name: string) =>
    api.call('PUT', `${subscription}/providers/Microsoft.Security/pricings/${name}?api-version=2024-01-01`, {
      token: admin,
      body: { properties: { pricingTier: 'Free' } },
    });
  for (const name of planNames) await plan(name);
  expect((await get(standards)).value.map(({ name }) => name)).toEqual([benchmark.name]);
  const row = await api.call('GET', `${v1}/PCI-DSS-4`, { token: admin });
  expect(row.json).toMatchObject({ state: 'Off', offBecause: 'UnsupportedPricingPlan' });
  const on = await api.call('PUT', `${v1}/PCI-DSS-4`, { token: admin, body: { state: 'On' } });
  expect(on.json).toMatchObject({ status: 409, code: 'UnsupportedPricingPlan' });
});

test('a standard is switched off and on again, but not the benchmark', async () => {
  const set = (name: string, state: string) => api.call('PUT', `${v1}/${name}`, { token: admin, body: { state } });
  expect((await set('pci-dss-4', 'Off')).json).toMatchObject({
    name: 'PCI-DSS-4',
    state: 'Off',
    offBecause: 'SwitchedOff',
  });
  expect((await get(`${standards}/PCI-DSS-4`))['error']).toMatchObject({ code: 'ResourceNotFound' });
  expect((await set('PCI-DSS-4', 'On')).json).toMatchObject({ state: 'On' });
  expect((await get(`${standards}/PCI-DSS-4`))['properties']).toMatchObject({ state: 'Passed' });
  expect((await set(benchmark.name, 'Off')).status).toBe(409);
});

describe('attestations', () => {
  const body = { state: 'Compliant', evidence: 'Decided by the board', evidenceUrl: 'https://example.com/minutes' };

  test('make a control Passed until they expire, with an entry in the audit', async () => {
    const expiresAt = new Date(api.memory.clock.now.getTime() + 60_000).toISOString();
    const made = await attest('gs.1', { ...body, expiresAt });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ standard: benchmark.name, control: 'GS.1', state: 'Compliant', expired: false });
    const control = `${standards}/${benchmark.name}/regulatoryComplianceControls/GS.1`;
    expect((await get(control))['properties']).toMatchObject({ state: 'Passed', passedAssessments: 1 });
    expect((await get(`${control}/regulatoryComplianceAssessments`)).value).toMatchObject([
      { properties: { state: 'Passed', passedResources: 1, description: 'Settle who is responsible' } },
    ]);
    api.memory.clock.now = new Date(api.memory.clock.now.getTime() + 60_000);
    expect((await get(control))['properties']).toMatchObject({ state: 'Unsupported' });
    const log = await api.call('GET', `/api/v1${subscription}/auditEntries`, { token: admin });
    expect(log.json.value).toMatchObject([
      { action: 'attest', before: null, after: { control: 'GS.1', evidence: body.evidence }, resourceId: subscription },
    ]);
  });

  test('are replaced and withdrawn under their etag', async () => {
    const first = await attest('GS.1', body);
    expect((await attest('GS.1', body, { 'if-none-match': '*' })).status).toBe(412);
    const second = await attest('GS.1', { ...body, state: 'NonCompliant' }, { 'if-match': first.headers['etag'] });
    expect(second.status).toBe(200);
    expect((await attest('GS.1', body, { 'if-match': first.headers['etag'] })).status).toBe(412);
    const path = `${v1}/${benchmark.name}/controls/GS.1/attestation`;
    expect((await api.call('GET', path, { token: admin })).json).toMatchObject({ state: 'NonCompliant' });
    const stale = await api.call('DELETE', path, { token: admin, headers: { 'if-match': first.headers['etag']! } });
    expect(stale.status).toBe(412);
    expect((await api.call('DELETE', path, { token: admin })).status).toBe(204);
    expect((await api.call('GET', path, { token: admin })).status).toBe(404);
  });

  test('are refused where recommendations judge, without evidence, and when they are over already', async () => {
    expect((await attest('DP.3', body)).json).toMatchObject({ status: 409, code: 'JudgedByMachine' });
    expect((await attest('GS.1', { state: 'Compliant' })).status).toBe(400);
    expect((await attest('GS.1', { ...body, expiresAt: '2020-01-01T00:00:00Z' })).json).toMatchObject({
      code: 'AlreadyExpired',
    });
    expect((await attest('ZZ.1', body)).status).toBe(404);
  });

  test('take a Security Admin or an Owner of the subscription', async () => {
    for (const [role, scope] of [
      ['Contributor', subscription],
      ['Owner', group],
      ['Owner', otherSubscription],
    ] as const) {
      const token = await api.tokenOf(role, scope);
      const path = `${v1}/${benchmark.name}/controls/GS.1/attestation`;
      expect((await api.call('PUT', path, { token, body })).status).toBe(403);
    }
  });
});

describe('an imported initiative', () => {
  const definition = '/providers/Microsoft.Authorization/policyDefinitions/00000000-0000-0000-0000-0000000000aa';
  const properties = {
    displayName: 'Ours',
    policyDefinitions: [{ policyDefinitionId: definition, groupNames: ['ours_1'] }],
    policyDefinitionGroups: [
      { name: 'ours_1', displayName: 'Encrypt' },
      { name: 'ours_2', displayName: 'Talk' },
    ],
  };

  test('is a standard like the others, judged by what judges the same policies', async () => {
    const recommendation = api.deps.recommendations[2]!;
    const { metadata } = recommendation;
    const recommendations = [
      ...api.deps.recommendations.slice(0, 2),
      { ...recommendation, metadata: { ...metadata, policyDefinitionId: definition.toUpperCase() } },
    ];
    const judged = await openApi({ recommendations, standards: () => [benchmark] });
    try {
      await judged.store(score);
      const token = await judged.tokenOf('Owner', subscription);
      const made = await judged.call('PUT', `${v1}/ours`, { token, body: { policySetDefinition: { properties } } });
      expect(made.status).toBe(201);
      expect(made.json).toMatchObject({ name: 'ours', origin: 'imported', state: 'On', controls: 2 });
      const path = `${standards}/ours/regulatoryComplianceControls?api-version=2019-01-01-preview`;
      expect((await judged.call('GET', path, { token })).json.value).toMatchObject([
        { name: '1', properties: { description: 'Encrypt', state: 'Passed' } },
        { name: '2', properties: { description: 'Talk', state: 'Unsupported' } },
      ]);
      expect((await judged.call('DELETE', `${v1}/ours`, { token })).status).toBe(204);
      expect((await judged.call('GET', path, { token })).status).toBe(404);
    } finally {
      judged.close();
    }
  });

  test('may be one that is kept as a policy', async () => {
    const resourceId = `${subscription}/providers/Microsoft.Authorization/policySetDefinitions/ours`;
    const put = () => api.call('PUT', `${v1}/ours`, { token: admin, body: { policySetDefinitionId: resourceId } });
    expect((await put()).json).toMatchObject({ status: 400, code: 'UnknownInitiative' });
    await api.memory.ports.policies.save({
      ...policyKey(resourceId)!,
      kind: 'policySetDefinition',
      workspaceId: 'main',
      resourceId,
      name: 'ours',
      properties,
    });
    expect((await put()).json).toMatchObject({ displayName: 'Ours', policySetDefinitionId: resourceId });
  });

  test('takes no name of a shipped standard, and nothing that is no initiative', async () => {
    const put = (name: string, body: object) => api.call('PUT', `${v1}/${name}`, { token: admin, body });
    expect((await put('pci-dss-4', { policySetDefinition: { properties } })).json).toMatchObject({
      code: 'NameIsTaken',
    });
    expect((await put('ours', { policySetDefinition: { properties: { policyDefinitions: [] } } })).status).toBe(400);
    expect((await put('o$rs', { policySetDefinition: { properties } })).json).toMatchObject({
      code: 'InvalidResourceName',
    });
  });
});

test('the report has a line for each assessment, and no formulas', async () => {
  await attest('GS.1', { state: 'Compliant', evidence: '=HYPERLINK("https://example.com","x"),\nsecond line' });
  const reply = await api.handle({
    method: 'GET',
    url: `https://sky.example.com${v1}/${benchmark.name}/report`,
    headers: { host: 'sky.example.com', authorization: `Bearer ${admin}` },
    body: Buffer.alloc(0),
  });
  expect(reply.headers['content-type']).toContain('text/csv');
  const lines = reply.body!.split('\r\n');
  expect(lines[0]).toMatch(/^Standard,Control,Title,Control state/);
  expect(lines).toHaveLength(8);
  expect(reply.body).toContain(`"'=HYPERLINK(""https://example.com"",""x""),\nsecond line"`);
});
