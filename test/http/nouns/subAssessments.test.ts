import { recommendation } from '../../../content/recommendations/machine/vulnerabilityFindings';
import { openApi, type Api } from '../support/api';
import { machine, otherSubscription, recommendations, resourceDocument, subscription } from '../support/samples';

const key = recommendation.assessmentKey;
const finding = (name: string, properties: object) => {
  const document = resourceDocument(`${machine}/providers/Skywarden/vulnerabilities/${name}`);
  const type = 'Skywarden/vulnerabilities';
  const own = { scanner: 'qualys', lastSeen: '2026-11-20', ...properties };
  return { ...document, type, resource: { ...document.resource, name, type, properties: own } };
};

let api: Api & { close(): void };
let token: string;
beforeAll(async () => {
  api = await openApi({ recommendations: [...recommendations, recommendation] });
  token = await api.tokenOf('Security Reader', subscription);
  await api.store(
    resourceDocument(machine),
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

test('findings of other subscriptions are not shown', async () => {
  const other = await api.tokenOf('Security Reader', otherSubscription);
  expect((await api.call('GET', path(machine), { token: other })).status).toBe(403);
});
