import { createPostureDirectory, type PostureDirectory } from '../../../shared/flows/postureDirectory';
import { judgePartition } from '../../../shared/flows/judgePartition';
import { partitionOf } from '../../../shared/core/documentIds';
import { type Api, openApi, type Reply } from '../support/api';
import {
  account,
  group,
  judgementDocument,
  otherSubscription,
  recommendations,
  resourceDocument,
  subscription,
  subscriptionId,
} from '../support/samples';

let api: Api & { close(): void };
let directory: PostureDirectory;
let owner: string;

const name = '00000000-0000-4000-8000-00000000f00d';
const security = 'providers/Microsoft.Security';
const metadataPath = `${subscription}/${security}/assessmentMetadata/${name}`;
const assessmentPath = `${account}/${security}/assessments/${name}`;
const metadata = {
  properties: {
    displayName: 'Scanned by a partner',
    severity: 'Medium',
    assessmentType: 'VerifiedPartner',
    partnerData: { partnerName: 'Example', productName: 'Scanner', secret: 'TOPSECRET' },
    publishDates: { ga: '06/01/2021', public: '06/01/2021' },
  },
};
const assessment = (code: string, more: object = {}) => ({
  properties: {
    status: { code, cause: 'Found', description: 'The scanner found something.' },
    resourceDetails: { source: 'Azure' },
    additionalData: { scan: '7' },
    partnersData: { partnerName: 'Example', secret: 'TOPSECRET' },
    ...more,
  },
});
const call = (method: string, path: string, body?: object, token = owner): Promise<Reply> =>
  api.call(method, `${path}${path.includes('?') ? '&' : '?'}api-version=2021-06-01`, { token, body });
/** As it is when the feed of policies has told of the change. */
const own = async (): Promise<Record<string, unknown> | undefined> => {
  directory.forget();
  return (await call('GET', `${subscription}/${security}/assessments`)).json.value.find((row) => row['name'] === name);
};

beforeEach(async () => {
  api = await openApi({ assigned: () => directory.assigned(), assignedIn: (id) => directory.namedIn(id) });
  directory = createPostureDirectory(api.memory.ports, recommendations);
  owner = await api.tokenOf('Security Admin', subscription);
  await api.store(resourceDocument(account), judgementDocument(account, { 'storage/secureTransfer': 'Unhealthy' }));
});
afterEach(() => api.close());

test('metadata is saved, read and removed with 200, and its secret never comes out', async () => {
  const replies = [await call('PUT', metadataPath, metadata), await call('PUT', metadataPath, metadata)];
  replies.push(await call('GET', metadataPath), await call('GET', `${subscription}/${security}/assessmentMetadata`));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(replies.some(({ text }) => text.includes('TOPSECRET'))).toBe(false);
  expect(replies[2]!.json).toMatchObject({
    id: `/${security}/assessmentMetadata/${name}`,
    properties: {
      assessmentType: 'VerifiedPartner',
      publishDates: { GA: '06/01/2021' },
      partnerData: { productName: 'Scanner' },
    },
  });
  expect(replies[3]!.json.value).toHaveLength(recommendations.length + 1);
  expect((await call('GET', `/${security}/assessmentMetadata`)).json.value).toHaveLength(recommendations.length);
  expect((await call('DELETE', metadataPath)).status).toBe(200);
  expect((await call('DELETE', metadataPath)).status).toBe(200);
  expect((await call('GET', metadataPath)).status).toBe(404);
  expect([...api.secrets]).toEqual([]);
});

test('who saved and who removed metadata is in the audit, once each', async () => {
  await call('PUT', metadataPath, metadata);
  await call('DELETE', metadataPath);
  await call('DELETE', metadataPath);
  const owner = await api.tokenOf('Owner', subscription);
  const { json } = await api.call('GET', `/api/v1${subscription}/auditEntries`, { token: owner });
  const actions = json.value.map(({ action }) => String(action));
  expect(actions.toSorted()).toEqual(['removePolicy', 'savePolicy']);
});

test('an assessment is created, replaced, listed and removed', async () => {
  await call('PUT', metadataPath, metadata);
  const created = await call('PUT', assessmentPath, assessment('Unhealthy'));
  expect([created.status, created.json]).toMatchObject([
    201,
    {
      name,
      properties: {
        displayName: 'Scanned by a partner',
        status: { code: 'Unhealthy', cause: 'Found' },
        additionalData: { scan: '7' },
      },
    },
  ]);
  expect((await call('GET', `${assessmentPath}?$expand=metadata`)).json).toMatchObject({
    properties: { metadata: { assessmentType: 'VerifiedPartner' } },
  });
  expect(await own()).toMatchObject({ properties: { status: { code: 'Unhealthy' } } });
  expect((await call('PUT', assessmentPath, assessment('Healthy'))).status).toBe(200);
  expect((await call('DELETE', assessmentPath)).status).toBe(200);
  expect((await call('DELETE', assessmentPath)).status).toBe(204);
  expect(await own()).toBeUndefined();
});

test('it stays when its resource is judged again, goes with its metadata, and moves no score', async () => {
  await call('PUT', metadataPath, metadata);
  await call('PUT', assessmentPath, assessment('Unhealthy'));
  const judge = async () => {
    directory.forget();
    await judgePartition(api.memory.ports, directory, partitionOf(account));
  };
  await judge();
  expect(await own()).toMatchObject({ properties: { status: { code: 'Unhealthy' }, scoreImpact: 0 } });
  await call('DELETE', metadataPath);
  await judge();
  const stored = await api.memory.ports.findings.judgement(partitionOf(account), account.toLowerCase());
  expect(Object.keys(stored?.judgement.verdicts ?? {}).filter((key) => key.includes(name))).toEqual([]);
});

test.each([
  ['without the secret of the partner', { partnersData: undefined }, 403],
  ['with another secret', { partnersData: { partnerName: 'Example', secret: 'GUESSED' } }, 403],
  ['about what is no resource of Azure', { resourceDetails: { source: 'OnPremise' } }, 400],
  ['of a code that there is not', { status: { code: 'Unknown' } }, 400],
])('one %s is refused', async (_, more, status) => {
  await call('PUT', metadataPath, metadata);
  expect((await call('PUT', assessmentPath, assessment('Healthy', more))).status).toBe(status);
  expect(await own()).toBeUndefined();
});

test('one of a resource that the inventory does not know, or of no metadata, is refused', async () => {
  expect((await call('PUT', assessmentPath, assessment('Healthy'))).json).toMatchObject({
    error: { code: 'AssessmentMetadataNotFound' },
  });
  await call('PUT', metadataPath, metadata);
  expect((await call('PUT', assessmentPath.replace('/st1/', '/st2/'), assessment('Healthy'))).status).toBe(404);
});

test('metadata may come with the assessment', async () => {
  const { properties } = metadata;
  const reply = await call('PUT', assessmentPath, assessment('Healthy', { metadata: properties }));
  expect(reply.status).toBe(201);
  expect((await call('GET', metadataPath)).status).toBe(200);
});

test.each([
  ['the name of a shipped recommendation', recommendations[0]!.assessmentKey, {}],
  ['a name that is no GUID', 'mine', {}],
  ['a type that is not for clients', name, { assessmentType: 'BuiltIn' }],
  ['a partner without a name', name, { partnerData: undefined }],
  ['a severity that there is not', name, { severity: 'Severe' }],
])('metadata with %s is refused', async (_, other, more) => {
  const path = `${subscription}/${security}/assessmentMetadata/${other}`;
  expect((await call('PUT', path, { properties: { ...metadata.properties, ...more } })).status).toBe(400);
});

test('assessments of shipped recommendations are not for clients', async () => {
  const path = `${account}/${security}/assessments/${recommendations[0]!.assessmentKey}`;
  expect((await call('PUT', path, assessment('Healthy'))).status).toBe(400);
  expect((await call('DELETE', path)).status).toBe(204);
});

test('two subscriptions may use one name, and see their own', async () => {
  await call('PUT', metadataPath, metadata);
  const other = await api.tokenOf('Owner', otherSubscription);
  const theirs = { properties: { ...metadata.properties, displayName: 'Theirs' } };
  await call('PUT', metadataPath.replace(subscription, otherSubscription), theirs, other);
  expect((await call('GET', metadataPath)).json).toMatchObject({ properties: { displayName: 'Scanned by a partner' } });
  directory.forget();
  expect((await directory.namedIn(subscriptionId)).map(({ metadata: { displayName } }) => displayName)).toEqual([
    'Scanned by a partner',
  ]);
});

test('a Contributor writes neither', async () => {
  const token = await api.tokenOf('Contributor', group);
  expect((await call('PUT', metadataPath, metadata, token)).status).toBe(403);
  expect((await call('PUT', assessmentPath, assessment('Healthy'), token)).status).toBe(403);
});
