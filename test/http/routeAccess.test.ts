import { randomUUID } from 'node:crypto';
import { nouns } from '../../shared/http/nouns.generated';
import type { Noun, Route } from '../../shared/http/noun';
import { operationId } from '../../shared/http/operationId';
import { openApi, type Api, type Ask, type Reply } from './support/api';
import {
  account,
  alertDocument,
  benchmark,
  group,
  judgementDocument,
  machine,
  networkChangeDocument,
  otherSubscription,
  recommendations,
  resourceDocument,
  scoreChangeDocument,
  scoreDocument,
  subscription,
  subscriptionId,
} from './support/samples';

let api: Api & { close(): void };
const alert = alertDocument(machine, 1);

/** A secret word inside everything stored: no answer to the wrong caller holds it. */
const marker = 'Suspicious sign-in';

const automation = {
  location: 'centralus',
  properties: {
    scopes: [{ scopePath: group }],
    sources: [{ eventSource: 'Alerts' }],
    actions: [
      {
        actionType: 'LogicApp',
        logicAppResourceId: `${group}/providers/Microsoft.Logic/workflows/w`,
        uri: 'https://192.0.2.1/x',
      },
    ],
  },
};

beforeAll(async () => {
  api = await openApi({ allowedTargets: ['192.0.2.0/24'] });
  await api.store(
    alert,
    judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy' }),
    scoreDocument,
    scoreChangeDocument,
    networkChangeDocument(machine, 1),
  );
  await api.store(resourceDocument(machine), resourceDocument(account));
  const owner = await api.tokenOf('Owner', subscription);
  const made = await api.call(
    'PUT',
    `${group}/providers/Microsoft.Security/automations/a?api-version=2019-01-01-preview`,
    { token: owner, body: automation },
  );
  if (made.status !== 201) throw new Error(made.text);
  const quiet = { properties: { alertType: '*', reason: 'Noise', state: 'Disabled' } };
  const path = `${subscription}/providers/Microsoft.Security/alertsSuppressionRules/quiet?api-version=2019-01-01-preview`;
  const hushed = await api.call('PUT', path, { token: owner, body: quiet });
  if (hushed.status !== 200) throw new Error(hushed.text);
  const vouched = await api.call(
    'PUT',
    `/api/v1${subscription}/standards/${benchmark.name}/controls/GS.2/attestation`,
    { token: owner, body: { state: 'Compliant', evidence: marker } },
  );
  if (vouched.status !== 201) throw new Error(vouched.text);
  await savePolicies(owner);
});
afterAll(() => api.close());

/** One of each kind, with the same name. */
async function savePolicies(token: string): Promise<void> {
  const at = (type: string): string => `${subscription}/providers/Microsoft.Authorization/${type}/base`;
  const policyRule = { if: { field: 'type', equals: 'x' }, THEN: { effect: 'audit' } };
  const policyDefinitionId = at('policyDefinitions');
  const objects = {
    policyDefinitions: { displayName: marker, policyRule },
    policySetDefinitions: { displayName: marker, policyDefinitions: [{ policyDefinitionId }] },
    policyAssignments: { displayName: marker, policyDefinitionId },
    policyExemptions: { displayName: marker, policyAssignmentId: at('policyAssignments'), exemptionCategory: 'Waiver' },
  };
  for (const [type, properties] of Object.entries(objects)) {
    const saved = await api.call('PUT', `${at(type)}?api-version=2022-06-01`, { token, body: { properties } });
    if (saved.status !== 201) throw new Error(saved.text);
  }
}

const values: Record<string, string> = {
  subscriptionId,
  resourceGroup: 'Web',
  scope: account,
  location: 'centralus',
  alertName: alert.alert.name,
  assessmentName: recommendations[0]!.assessmentKey,
  subAssessmentName: 'qualys-1',
  assessmentMetadataName: recommendations[0]!.assessmentKey,
  secureScoreName: 'ascScore',
  managementGroup: 'web',
  automationName: 'a',
  alertsSuppressionRuleName: 'quiet',
  pricingName: 'VirtualMachines',
  operationId: operationId(Buffer.alloc(32, 7), 'done'),
  namespace: 'Microsoft.Security',
  resourceId: machine.slice(1),
  readerName: 'logs',
  feedName: 'bad-hosts',
  workspaceId: 'main',
  keyPair: '00000000-0000-4000-8000-000000000001',
  file: 'install.sh',
  mappingName: 'doorman',
  fileName: 'mine.yml',
  taskId: '00000000-0000-4000-8000-000000000002',
  settingName: 'default',
  standardName: benchmark.name,
  controlName: 'GS.2',
  detectionId: '00000000-0000-4000-8000-000000000003',
  entryId: '2026-11-20.0.1.0.Undecodable',
  deliveryId: 'MjAyNi0xMS0yMHwx',
  assessmentKey: recommendations[0]!.assessmentKey,
  service: 'storage',
  name: 'secureTransfer',
};

function pathOf(noun: Noun, route: Route): string {
  const known = noun.surface === 'Microsoft.Authorization' ? { ...values, scope: subscription, name: 'base' } : values;
  const path = route.path.replace(/\{(\w+)(?:\.\.\.)?\}/g, (_, name: string) => {
    const value = known[name as keyof typeof known];
    if (value === undefined) throw new Error(`Give the parameter ${name} a value here`);
    return value;
  });
  const versions = route.apiVersions ?? noun.apiVersions;
  const version = versions === 'any' ? '2022-12-01' : versions[0]!;
  return versions === 'none' ? path : `${path}?api-version=${version}`;
}

const routes = nouns.flatMap((noun) =>
  noun.routes.map((route) => ({ name: `${route.method} ${route.path}`, noun, route })),
);
const signed = routes.filter(({ route }) => route.access === 'signature');
const guarded = routes.filter(({ route }) => route.access !== 'public' && route.access !== 'signature');
const byRole = guarded.filter(({ route }) => typeof route.access === 'object');
const writing = byRole.filter(({ route }) => route.method !== 'GET');
const inSubscription = byRole.filter(({ route }) => typeof route.access === 'object' && route.access.on !== 'home');

const call = ({ noun, route }: (typeof routes)[number], ask: Ask): Promise<Reply> =>
  api.call(route.method, pathOf(noun, route), { ...ask, ...(route.method === 'PUT' && { body: automation }) });

const holdsNothing = (reply: Reply): boolean => !reply.text.includes(marker) && reply.json['value'] === undefined;

test.each(guarded)('$name needs a token', async (entry) => {
  const reply = await call(entry, {});
  expect(reply.status).toBe(401);
  expect(reply.headers['www-authenticate']).toMatch(/^Bearer /);
  expect(holdsNothing(reply)).toBe(true);
});

test.each(guarded)('$name refuses a forged token', async (entry) => {
  const [header, claims] = (await api.tokenOf('Owner', '/')).split('.');
  const [, , signature] = (await api.tokenOf('Owner', '/')).split('.');
  expect((await call(entry, { token: `${header}.${claims}.${signature}` })).status).toBe(401);
});

test.each(guarded)('$name refuses an expired token', async (entry) => {
  const reply = await call(entry, { token: await api.tokenOf('Owner', '/', { expiresIn: -120 }) });
  expect(reply.status).toBe(401);
});

test.each(byRole)('$name gives nothing to a principal without a role', async (entry) => {
  const reply = await call(entry, { token: await api.issuer.issueToken({ oid: randomUUID() }) });
  expect([403, 404]).toContain(reply.status);
  expect(holdsNothing(reply)).toBe(true);
});

test.each(byRole)('$name gives nothing to the Owner of another subscription', async (entry) => {
  const reply = await call(entry, { token: await api.tokenOf('Owner', otherSubscription) });
  expect([403, 404]).toContain(reply.status);
  expect(holdsNothing(reply)).toBe(true);
});

test.each(writing)('$name is forbidden to both kinds of reader', async (entry) => {
  for (const role of ['Reader', 'Security Reader'] as const) {
    const reply = await call(entry, { token: await api.tokenOf(role, subscription) });
    expect(reply.status).toBe(403);
    expect(reply.text).toContain('AuthorizationFailed');
  }
});

test.each(inSubscription.filter(({ route }) => route.method === 'GET'))(
  '$name answers a Reader of the subscription',
  async (entry) => {
    const reply = await call(entry, { token: await api.tokenOf('Reader', subscription) });
    expect([200, 204]).toContain(reply.status);
  },
);

test.each(signed)('$name takes no token, and nothing that is not signed', async (entry) => {
  for (const ask of [{}, { token: await api.tokenOf('Owner', '/') }]) {
    const reply = await call(entry, ask);
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toMatch(/^SKYWARDEN-/);
  }
});

test('what is open to anybody is no more than liveness and descriptions', () => {
  const open = routes.filter(({ route }) => route.access === 'public').map(({ name }) => name);
  expect(open.sort()).toEqual(['GET /api/v1/health', 'GET /api/v1/openapi.json', 'GET /metadata/endpoints']);
});
