import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineTypes } from '../../shared/core/posture/checks/linuxMachine';
import { sampleArcMachine, sampleVm } from '../../shared/core/posture/checks/machineCases';
import type { Resource } from '../../shared/model/resource';
import { type ArmApi, startArmApi } from '../doubles/arm/armApi';
import { type AzureApi, startAzureApi } from '../doubles/azure/azureApi';
import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

const here = (resource: Resource): Resource => ({
  ...resource,
  id: resource.id.replace(/^\/subscriptions\/[^/]+/, `/subscriptions/${homeSubscription}`),
  location: 'westeurope',
});
const vm = { ...here(sampleVm('Linux')), tags: { env: 'prod' } };
const arc = here(sampleArcMachine('Windows'));
const registry = here({
  id: `/subscriptions/x/resourceGroups/shop/providers/Microsoft.ContainerRegistry/registries/images`,
  name: 'images',
  type: 'Microsoft.ContainerRegistry/registries',
  properties: {},
});
const imageFindings = 'c0b7cfc6-3172-465a-b378-53c7ff2cc0d5';
const finding: Resource = {
  id: `${registry.id}/providers/Microsoft.Security/assessments/${imageFindings}/subAssessments/image-1`,
  name: 'image-1',
  type: 'Microsoft.Security/assessments/subAssessments',
  properties: {
    id: '178206',
    displayName: 'Old zlib',
    status: { code: 'Unhealthy', severity: 'High' },
    additionalData: {
      assessedResourceType: 'ContainerRegistryVulnerability',
      patchable: true,
      imageDigest: 'sha256:00',
    },
  },
};

interface Row {
  id: string;
  kind: string;
  agentState: string;
  cells: { set: string; state: string; unhealthy: number }[];
}

describe('machines in Azure and elsewhere', () => {
  let platform: RunningPlatform;
  let arm: ArmApi;
  let identity: AzureApi;
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-ca-'));
  const base = `/api/v1/subscriptions/${homeSubscription}`;
  const list = async <T>(path: string): Promise<T[]> => (await platform.api('Security Reader')).list<T>(path);

  beforeAll(async () => {
    [arm, identity] = await Promise.all([startArmApi(), startAzureApi()]);
    writeFileSync(join(folder, 'ca.pem'), `${arm.ca}\n${identity.ca}`);
    platform = await startPlatform(await newPlace(), ['--no-collect'], {
      INVENTORY: 'off',
      ARM_ENDPOINT: arm.endpoint,
      IDENTITY_ENDPOINT: identity.identityEndpoint,
      IDENTITY_HEADER: 'of-this-test',
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    });
    await send(platform, [vm, arc, registry, finding]);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
    await Promise.all([arm?.close(), identity?.close()]);
    rmSync(folder, { recursive: true });
  }, 30_000);

  it('are asked for by type, tag, environment, agent and failures', async () => {
    const missing = await until('the machines', async () => {
      const rows = await list<Row>(`${base}/inventory?agentState=missing&unhealthy=1&type=${machineTypes.join(',')}`);
      return rows.length === 2 ? rows : undefined;
    });
    expect(missing.map(({ id }) => id.toLowerCase()).toSorted()).toEqual(
      [vm, arc].map(({ id }) => id.toLowerCase()).toSorted(),
    );
    expect(await list(`${base}/inventory?tag=env:prod`)).toMatchObject([{ name: vm.name }]);
    expect(await list('/api/v1/inventory?environment=OnPremises')).toMatchObject([{ name: arc.name }]);
    expect(await list(`${base}/inventory?orderBy=observedAt&$top=1`)).not.toEqual([]);
  }, 60_000);

  it('stand in one table, with the state of each set', async () => {
    const rows = await list<Row>('/api/v1/computeView');
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(['Azure', 'NonAzure']);
    for (const { cells } of rows)
      expect(cells.find(({ set }) => set === 'agent')).toMatchObject({ state: 'Unhealthy', unhealthy: 1 });
  });

  it('show their findings to the unmodified client', async () => {
    const found = await until('the finding', async () => {
      const [one] = await armSecurity<object>(platform, 'subAssessments');
      return one;
    });
    expect(found).toMatchObject({
      name: 'image-1',
      idPropertiesId: '178206',
      additionalData: { assessedResourceType: 'ContainerRegistryVulnerability', imageDigest: 'sha256:00' },
    });
  }, 60_000);

  it('get the agent, each by one command, once that is switched on', async () => {
    expect(arm.requests).toEqual([]);
    arm.faults.push({ status: 429, headers: { 'retry-after': '1' } }, { status: 503, headers: { 'retry-after': '1' } });
    expect(await armSecurity(platform, 'switchProvisioningOn', await platform.token('Owner'))).toMatchObject([
      { autoProvision: 'On' },
    ]);
    await until('both machines', async () => {
      const tasks = await list<{ state: string }>(`${base}/agentDeployments`);
      return tasks.filter(({ state }) => state === 'succeeded').length === 2 ? true : undefined;
    });
    expect([...arm.resources.keys()].toSorted()).toEqual(
      [vm, arc].map(({ id }) => `${id}/runCommands/SkywardenAgent`.toLowerCase()).toSorted(),
    );
    const written = arm.requests.filter(({ method }) => method === 'PUT');
    expect(written.length).toBe(4);
    const { protectedParameters } = written.at(-1)!.body!['properties'] as { protectedParameters: { value: string }[] };
    // What the machine was given opens the door of the onboarding.
    const file = await fetch(new URL('/api/v1/onboarding/files/install.sh', platform.endpoints.api), {
      headers: { authorization: `SKYWARDEN-ONBOARDING ${protectedParameters[0]!.value}` },
    });
    expect(file.status).toBe(200);
    expect(platform.output()).not.toContain(protectedParameters[0]!.value);
  }, 90_000);

  it('are counted', async () => {
    const response = await fetch(new URL(`${base}/inventory/summary`, platform.endpoints.api), {
      headers: { authorization: `Bearer ${await platform.token('Security Reader')}` },
    });
    expect(await response.json()).toMatchObject({
      types: { 'microsoft.compute/virtualmachines': 1, 'microsoft.hybridcompute/machines': 1 },
      agentStates: { missing: 2 },
    });
  });
});
