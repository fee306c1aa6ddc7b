import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { container } from './support/store';
import { until } from './support/until';

const subscription = `/subscriptions/${homeSubscription}`;
const shops = '/providers/Microsoft.Management/managementGroups/shops';
const authorization = 'providers/Microsoft.Authorization';
const account = `${subscription}/resourceGroups/e2e/providers/Microsoft.Storage/storageAccounts/ledger`;
const assignment = `${shops}/${authorization}/policyAssignments/baseline`;
const exemption = `${account}/${authorization}/policyExemptions/sold`;
const metadataName = '00000000-0000-4000-8000-00000000f00d';

/** Five rules in the manner of a benchmark: what fails is told by the property that each is about. */
const rules: Record<string, object> = {
  https: { field: 'Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly', notEquals: true },
  tls: { field: 'Microsoft.Storage/storageAccounts/minimumTlsVersion', notEquals: 'TLS1_2' },
  blobs: { field: 'Microsoft.Storage/storageAccounts/allowBlobPublicAccess', equals: true },
  owner: { field: "tags['owner']", exists: false },
  place: { field: 'location', notIn: "[parameters('places')]" },
};
const definitionId = (name: string): string => `${shops}/${authorization}/policyDefinitions/${name}`;
const definitions = Object.entries(rules).map(([name, rule]) => ({
  id: definitionId(name),
  name,
  properties: {
    displayName: `Rule ${name}`,
    mode: 'Indexed',
    parameters: name === 'place' ? { places: { type: 'Array' } } : {},
    policyRule: {
      if: { allOf: [{ field: 'type', equals: 'Microsoft.Storage/storageAccounts' }, rule] },
      THEN: { effect: 'audit' },
    },
  },
}));
const initiative = {
  id: `${shops}/${authorization}/policySetDefinitions/baseline`,
  properties: {
    displayName: 'Baseline',
    parameters: { places: { type: 'Array' } },
    policyDefinitions: Object.keys(rules).map((name) => ({
      policyDefinitionId: definitionId(name),
      policyDefinitionReferenceId: name,
      parameters: name === 'place' ? { places: { value: "[parameters('places')]" } } : {},
    })),
  },
};

interface Assessment {
  id: string;
  name: string;
  displayName: string;
  status: { code: string; cause?: string };
}

describe('an initiative that is imported', () => {
  let place: Place;
  let platform: RunningPlatform;
  let expected: Record<string, string>;

  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(new URL(path, platform.endpoints.api), {
      method,
      headers: { authorization: `Bearer ${await platform.token()}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  };
  const put = (id: string, properties: object, version = '2022-06-01'): Promise<Response> =>
    call('PUT', `${id}?api-version=${version}`, { properties });
  const codes = async (): Promise<Record<string, string>> => {
    const all = await armSecurity<Assessment>(platform, 'assessments');
    const own = all.filter(({ displayName }) => displayName.startsWith('Rule '));
    return Object.fromEntries(
      own.map(({ displayName, status }) => [displayName.slice(5), `${status.code} ${status.cause ?? ''}`.trim()]),
    );
  };
  /** As soon as the codes are those, or what they were at the end. */
  const settled = async (expected: Record<string, string>): Promise<Record<string, string>> => {
    let last: Record<string, string> = {};
    const isSo = () => Object.entries(expected).every(([name, code]) => last[name] === code);
    await until(JSON.stringify(expected), async () => {
      last = await codes();
      return isSo() ? true : undefined;
    }).catch(() => undefined);
    return last;
  };

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    const item = container(place, 'settings').item(`subscription|${homeSubscription}`, subscription);
    const { resource } = await item.read<Record<string, unknown>>();
    await item.replace({ ...resource, managementGroups: ['shops'] });
    await send(platform, [
      {
        id: account,
        name: 'ledger',
        type: 'Microsoft.Storage/storageAccounts',
        location: 'westeurope',
        tags: { owner: 'ann@example.com' },
        properties: { supportsHttpsTrafficOnly: true, minimumTlsVersion: 'TLS1_0', allowBlobPublicAccess: true },
      },
    ]);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('is kept with its definitions, and known when it is sent again', async () => {
    const sent = { value: [initiative, ...definitions] };
    const first = await (await call('POST', '/api/v1/policies/import', sent)).json();
    expect(first).toMatchObject({ created: 6, rejected: 0 });
    const again = await (await call('POST', '/api/v1/policies/import', sent)).json();
    expect(again).toMatchObject({ created: 0, unchanged: 6 });
  }, 30_000);

  it('judges below the management group that it is assigned to, as the public client reads it', async () => {
    // The API keeps the subscriptions and their groups for seconds.
    const assigned = { policyDefinitionId: initiative.id, parameters: { places: { value: ['westeurope'] } } };
    await until('the management group', async () =>
      (await put(assignment, assigned).catch(() => undefined)) ? true : undefined,
    );
    expected = {
      https: 'Healthy',
      tls: 'Unhealthy NonCompliant',
      blobs: 'Unhealthy NonCompliant',
      owner: 'Healthy',
      place: 'Healthy',
    };
    expect(await settled(expected)).toMatchObject(expected);
  }, 90_000);

  it('leaves out what is exempt, and judges it again when the exemption is over', async () => {
    const properties = {
      policyAssignmentId: assignment,
      policyDefinitionReferenceIds: ['blobs'],
      exemptionCategory: 'Waiver',
      expiresOn: new Date(Date.now() + 20_000).toISOString(),
    };
    await put(exemption, properties, '2022-07-01-preview');
    expected = { blobs: 'NotApplicable Exempt', tls: 'Unhealthy NonCompliant' };
    expect(await settled(expected)).toMatchObject(expected);
    expected = { blobs: 'Unhealthy NonCompliant' };
    expect(await settled(expected)).toMatchObject(expected);
  }, 150_000);

  it('stands beside what another product found, which stays when the resource is judged again', async () => {
    const metadata = { displayName: 'Rule partner', severity: 'High', assessmentType: 'CustomerManaged' };
    const security = 'providers/Microsoft.Security';
    await put(`${subscription}/${security}/assessmentMetadata/${metadataName}`, metadata, '2021-06-01');
    const found = { status: { code: 'Unhealthy', cause: 'Found' }, resourceDetails: { source: 'Azure' } };
    await put(`${account}/${security}/assessments/${metadataName}`, found, '2021-06-01');
    expected = { partner: 'Unhealthy Found' };
    expect(await settled(expected)).toMatchObject(expected);
    await call('DELETE', `${exemption}?api-version=2022-07-01-preview`);
    await put(assignment, { policyDefinitionId: initiative.id, parameters: { places: { value: ['northeurope'] } } });
    expected = { place: 'Unhealthy NonCompliant', partner: 'Unhealthy Found' };
    expect(await settled(expected)).toMatchObject(expected);
  }, 90_000);

  it('cannot be removed while it is assigned, and takes its assessments along when it is not', async () => {
    await expect(call('DELETE', `${initiative.id}?api-version=2021-06-01`)).rejects.toThrow(
      'InvalidDeletePolicySetDefinitionRequest',
    );
    await call('DELETE', `${assignment}?api-version=2022-06-01`);
    const gone = async () => (Object.keys(await codes()).join() === 'partner' ? true : undefined);
    await until('no assessments', gone);
    expect((await call('DELETE', `${initiative.id}?api-version=2021-06-01`)).status).toBe(200);
  }, 90_000);
});
