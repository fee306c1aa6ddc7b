import { policyStore } from '../../shared/adapters/cosmos/policies';
import { policyVerdictKey, unitRecommendation } from '../../shared/core/posture/plan/policyUnit';
import { savePolicyAssignment, savePolicyExemption } from '../../shared/flows/policies/saveAssignments';
import { savePolicyDefinition } from '../../shared/flows/policies/saveDefinitions';
import { removePolicy } from '../../shared/flows/policies/storePolicy';
import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type Place, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { container } from './support/store';
import { until } from './support/until';

const subscription = `/subscriptions/${homeSubscription}`;
const idOf = (name: string): string =>
  `${subscription}/resourceGroups/e2e/providers/Microsoft.Storage/storageAccounts/${name}`;
const snapshot = (name: string, owner?: string) => ({
  id: idOf(name),
  name,
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  properties: { supportsHttpsTrafficOnly: true },
  ...(owner && { tags: { owner } }),
});
const definition = `${subscription}/providers/Microsoft.Authorization/policyDefinitions/owned`;
const assignment = `${subscription}/providers/Microsoft.Authorization/policyAssignments/owned`;
const exemption = `${idOf('orphan')}/providers/Microsoft.Authorization/policyExemptions/until-sold`;
const policyRule = {
  if: {
    allOf: [
      { field: 'type', equals: 'Microsoft.Storage/storageAccounts' },
      { field: "tags['owner']", exists: false },
    ],
  },
  THEN: { effect: 'audit' },
};

interface Assessment {
  id: string;
  name: string;
  displayName: string;
  status: { code: string; cause?: string };
}

const { assessmentKey } = unitRecommendation({
  key: policyVerdictKey(assignment, ''),
} as Parameters<typeof unitRecommendation>[0]);

describe('a policy of a user', () => {
  let place: Place;
  let platform: RunningPlatform;

  const writer = () => ({
    ports: { policies: policyStore((name) => container(place, name)), now: () => new Date() },
    workspaceId: 'default',
  });
  const assessments = async (): Promise<Record<string, Assessment>> => {
    const all = await armSecurity<Assessment>(platform, 'assessments');
    const own = all.filter(({ name }) => name === assessmentKey);
    return Object.fromEntries(own.map((one) => [/storageAccounts\/(\w+)/i.exec(one.id)![1]!, one]));
  };
  const codes = async (): Promise<string> =>
    Object.entries(await assessments())
      .map(([name, { status }]) => `${name} ${status.code} ${status.cause ?? ''}`.trim())
      .sort()
      .join(', ');
  const settled = async (expected: string): Promise<string> => {
    await until(expected || 'no assessments', async () => ((await codes()) === expected ? true : undefined));
    return codes();
  };

  beforeAll(async () => {
    place = await newPlace();
    platform = await startPlatform(place);
    await send(platform, [snapshot('orphan'), snapshot('owned', 'ann@example.com')]);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('is judged at once on the resources that are there', async () => {
    await savePolicyDefinition(writer(), {
      id: definition,
      properties: { displayName: 'Storage has an owner', mode: 'All', policyRule },
    });
    await savePolicyAssignment(writer(), { id: assignment, properties: { policyDefinitionId: definition } });
    const expected = 'orphan Unhealthy NonCompliant, owned Healthy';
    expect(await settled(expected)).toBe(expected);
    expect((await assessments())['orphan']!.displayName).toBe('Storage has an owner');
  }, 60_000);

  it('is judged on what changes', async () => {
    await send(platform, [snapshot('owned')]);
    const expected = 'orphan Unhealthy NonCompliant, owned Unhealthy NonCompliant';
    expect(await settled(expected)).toBe(expected);
  }, 60_000);

  it('is not applicable to what is exempt', async () => {
    const properties = {
      policyAssignmentId: assignment,
      exemptionCategory: 'Waiver',
      description: 'It is being sold.',
    };
    await savePolicyExemption(writer(), { id: exemption, properties });
    const expected = 'orphan NotApplicable Exempt, owned Unhealthy NonCompliant';
    expect(await settled(expected)).toBe(expected);
  }, 60_000);

  it('takes its assessments along when it is not assigned any more', async () => {
    await removePolicy(writer().ports, assignment);
    const expected = '';
    expect(await settled(expected)).toBe(expected);
  }, 60_000);
});
