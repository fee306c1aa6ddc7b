import { recommendation as imageFindings } from '../../../content/recommendations/containerRegistry/imageFindings';
import { recommendation } from '../../../content/recommendations/machine/vulnerabilityFindings';
import { recommendation as sqlFindings } from '../../../content/recommendations/sql/vulnerabilityFindings';
import type { JsonObject } from '../../../shared/model/json';
import { openApi, type Api } from '../support/api';
import { machine, otherSubscription, recommendations, resourceDocument, subscription } from '../support/samples';

const key = recommendation.assessmentKey;
const finding = (name: string, properties: object) => {
  const document = resourceDocument(`${machine}/providers/Skywarden/vulnerabilities/${name}`);
  const type = 'Skywarden/vulnerabilities';
  const own = { scanner: 'qualys', lastSeen: '2026-11-20', ...properties };
  return { ...document, type, resource: { ...document.resource, name, type, properties: own } };
};

const registry = `${subscription}/resourceGroups/Shop/providers/Microsoft.ContainerRegistry/registries/images`;
const server = `${subscription}/resourceGroups/Shop/providers/Microsoft.Sql/servers/orders`;
const typed = (id: string, type: string, properties: JsonObject) => {
  const document = resourceDocument(id);
  return { ...document, type, resource: { ...document.resource, type, properties } };
};
const exported = (resourceId: string, assessment: string, name: string, properties: JsonObject) =>
  typed(
    `${resourceId}/providers/Microsoft.Security/assessments/${assessment}/subAssessments/${name}`,
    'Microsoft.Security/assessments/subAssessments',
    properties,
  );
const inImage = {
  id: '178206',
  displayName: 'Debian security update for zlib',
  status: { code: 'Unhealthy', severity: 'Medium' },
  remediation: 'Raise the base image.',
  impact: 'Code may run.',
  category: 'Debian',
  description: 'An overflow.',
  additionalData: {
    assessedResourceType: 'ContainerRegistryVulnerability',
    type: 'Vulnerability',
    cvss: { '2.0': { base: 7.5 }, '3.0': { base: 9.8 } },
    patchable: true,
    cve: [{ title: 'CVE-2026-0002', link: 'https://www.cve.org/CVERecord?id=CVE-2026-0002' }],
    publishedTime: '2026-01-05T00:00:00.000Z',
    vendorReferences: [{ title: 'DSA-1', link: 'https://example.com/dsa-1' }],
    repositoryName: 'shop/web',
    imageDigest: 'sha256:00',
  },
};

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi({ recommendations: [...recommendations, recommendation, imageFindings, sqlFindings] });
  token = await api.tokenOf('Security Reader', subscription);
  await api.store(
    typed(machine, 'Microsoft.Compute/virtualMachines', {}),
    finding('qualys-1', {
      status: 'Open',
      ids: ['CVE-2026-0001', 'QID-7'],
      severity: 'Critical',
      title: 'zlib is old',
      package: 'zlib',
      version: '1.2',
      fixedVersion: '1.3',
    }),
    finding('qualys-2', { status: 'Fixed', ids: ['CVE-2026-0002'], severity: 'Low', title: 'curl' }),
    finding('qualys-scan', { status: 'Clean' }),
    typed(registry, 'Microsoft.ContainerRegistry/registries', {}),
    exported(registry, imageFindings.assessmentKey, 'image-1', {
      ...inImage,
      timeGenerated: '2026-11-20T09:00:00+01:00',
    }),
    typed(server, 'Microsoft.Sql/servers', {}),
    ...['shop', 'archive'].map((database) =>
      exported(`${server}/databases/${database}`, sqlFindings.assessmentKey, 'VA2064', {
        id: 'VA2064',
        displayName: 'Firewall rules should be narrow',
        status: { code: 'Unhealthy', severity: 'High' },
        additionalData: { assessedResourceType: 'SqlServerVulnerability', type: 'AzureDatabase', query: 'SELECT name' },
      }),
    ),
  );
});
afterAll(() => api.close());

const path = (scope: string, name = '', assessment = key) =>
  `${scope}/providers/Microsoft.Security/assessments/${assessment}/subAssessments${name}?api-version=2020-01-01`;
const get = (...place: Parameters<typeof path>) => api.call('GET', path(...place), { token });

test('the findings of a machine stand below its assessment', async () => {
  const { json } = await get(machine);
  const names = (json['value'] as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(['qualys-1', 'qualys-2']);
});

test('a finding has the shape of the specification', async () => {
  expect((await get(machine, '/qualys-1')).json).toEqual({
    id: `${machine}/providers/Microsoft.Security/assessments/${key}/subAssessments/qualys-1`,
    name: 'qualys-1',
    type: 'Microsoft.Security/assessments/subAssessments',
    properties: {
      id: 'CVE-2026-0001',
      displayName: 'zlib is old',
      status: { code: 'Unhealthy', severity: 'High' },
      category: 'Vulnerability',
      description: 'Found in zlib 1.2 by qualys.',
      remediation: 'Install zlib 1.3.',
      timeGenerated: '2026-11-20T00:00:00.000Z',
      resourceDetails: { source: 'Azure', id: machine },
      additionalData: {
        assessedResourceType: 'ServerVulnerability',
        type: 'Vulnerability',
        patchable: true,
        cve: [{ title: 'CVE-2026-0001', link: 'https://www.cve.org/CVERecord?id=CVE-2026-0001' }],
        source: 'qualys',
      },
    },
  });
});

test('what is fixed is healthy', async () => {
  const { json } = await get(machine, '/QUALYS-2');
  expect(json['properties']).toMatchObject({ status: { code: 'Healthy', severity: 'Low' } });
});

test('an assessment that is about one thing has no findings', async () => {
  const { json } = await get(machine, '', recommendations[1]!.assessmentKey);
  expect(json['value']).toEqual([]);
});

test.each([
  ['an unknown finding', [machine, '/qualys-9']],
  ['an unknown assessment', [machine, '', '00000000-0000-0000-0000-000000000000']],
  ['an unknown resource', [`${machine}-2`]],
] as const)('%s is not found', async (_name, [scope, name, assessment]) => {
  expect((await get(scope, name, assessment)).status).toBe(404);
});

test('all findings of a scope are listed, page by page, each below its assessment', async () => {
  const seen: string[] = [];
  let link = `${subscription}/providers/Microsoft.Security/subAssessments?api-version=2020-01-01&$top=1`;
  for (let page = 0; link !== '' && page < 20; page += 1) {
    const { json } = await api.call('GET', link, { token });
    seen.push(...json.value.map(({ id }) => String(id)));
    link = (json['nextLink'] as string | undefined) ?? '';
  }
  const below = (scope: string, assessment: string, name: string): string =>
    `${scope}/providers/Microsoft.Security/assessments/${assessment}/subAssessments/${name}`;
  expect(seen).toEqual([
    below(machine, key, 'qualys-1'),
    below(machine, key, 'qualys-2'),
    below(registry, imageFindings.assessmentKey, 'image-1'),
    below(server, sqlFindings.assessmentKey, 'va2064-shop'),
    below(server, sqlFindings.assessmentKey, 'va2064-archive'),
  ]);
});

test.each(['root', 'web'])('all findings below the management group %s are listed', async (name) => {
  const scope = `/providers/Microsoft.Management/managementGroups/${name}`;
  const path = '/providers/Microsoft.Security/subAssessments?api-version=2020-01-01';
  const manager = await api.tokenOf('Reader', scope);
  const names = async (at: string): Promise<unknown[]> =>
    (await api.call('GET', `${at}${path}`, { token: manager })).json.value.map((row) => row['name']);
  expect(await names(scope)).toHaveLength(5);
  expect(await names('')).toHaveLength(5);
});

test('findings in images and databases keep the shape that they came with', async () => {
  const image = await get(registry, '/image-1', imageFindings.assessmentKey);
  expect(image.json['properties']).toEqual({
    ...inImage,
    timeGenerated: '2026-11-20T08:00:00.000Z',
    resourceDetails: { source: 'Azure', id: registry },
  });
  const database = await get(server, '/VA2064-shop', sqlFindings.assessmentKey);
  expect(database.json['properties']).toMatchObject({
    resourceDetails: { source: 'Azure', id: `${server}/databases/shop` },
    status: { code: 'Unhealthy', severity: 'High' },
    additionalData: { assessedResourceType: 'SqlServerVulnerability', type: 'AzureDatabase', query: 'SELECT name' },
  });
});

test('clients of the version of the SDKs hear of servers by the name that they know', async () => {
  const { json } = await api.call('GET', path(machine, '/qualys-1').replace('2020-01-01', '2019-01-01-preview'), {
    token,
  });
  expect(json['properties']).toMatchObject({
    additionalData: { assessedResourceType: 'ServerVulnerabilityAssessment', patchable: true },
  });
});

test('findings of other subscriptions are not shown', async () => {
  const all = `${subscription}/providers/Microsoft.Security/subAssessments?api-version=2020-01-01`;
  const other = await api.tokenOf('Security Reader', otherSubscription);
  expect((await api.call('GET', path(machine), { token: other })).status).toBe(403);
  expect((await api.call('GET', all, { token: other })).status).toBe(403);
  const group = await api.tokenOf('Reader', registry.split('/providers')[0]!);
  const { json } = await api.call('GET', all, { token: group });
  expect(json.value.map(({ name }) => name)).toEqual(['image-1', 'va2064-shop', 'va2064-archive']);
});
