import {
  savePolicyAssignment,
  savePolicyExemption,
  saveRecommendationSettings,
} from '../../../shared/flows/policies/saveAssignments';
import { savePolicyDefinition, savePolicySetDefinition } from '../../../shared/flows/policies/saveDefinitions';
import { removePolicy } from '../../../shared/flows/policies/storePolicy';
import { Conflict } from '../../../shared/flows/ports/portErrors';
import { Rejected } from '../../../shared/model/rejected';
import {
  assignmentId,
  atGroup,
  atSubscription,
  definitionId,
  exemptionId,
  setId,
  ruleOf,
  stateDefinition,
} from '../../core/posture/plan/policy.samples';
import { idOf } from '../../core/posture/posture.samples';
import { memoryPorts } from '../../doubles/memoryPorts';

const writerOf = () => ({ ports: memoryPorts().ports, workspaceId: 'w1' });
const assigned = { policyDefinitionId: definitionId('state') };

describe('savePolicyDefinition', () => {
  test('keeps what is sound without a warning, and its spelling', async () => {
    const writer = writerOf();
    const saved = await savePolicyDefinition(writer, { id: definitionId('State'), properties: stateDefinition('x') });
    expect(saved).toMatchObject({ created: true, warnings: [], document: { name: 'State', scope: '/' } });
    expect(await writer.ports.policies.get(definitionId('STATE'))).toMatchObject({ resourceId: definitionId('State') });
  });

  test('keeps what does not compile, and says what is wrong', async () => {
    const policyRule = ruleOf({ field: 'type', resembles: 'x' });
    const { warnings } = await savePolicyDefinition(writerOf(), { id: definitionId('x'), properties: { policyRule } });
    expect(warnings).toEqual([expect.stringContaining('unsupported-operator')]);
  });

  test('a parameter that the assignment is to give is no fault', async () => {
    const parameters = { effect: { type: 'String' } };
    const properties = stateDefinition('x', { parameters });
    expect((await savePolicyDefinition(writerOf(), { id: definitionId('x'), properties })).warnings).toEqual([]);
  });

  test.each([
    ['no rule', definitionId('x'), {}],
    ['another kind of id', assignmentId('x'), stateDefinition('x')],
    ['a name that no client can address', `${definitionId('x')}?`, stateDefinition('x')],
    ['a resource group', `${atSubscription}/resourceGroups/a${definitionId('x')}`, stateDefinition('x')],
    ['more than can be kept', definitionId('x'), stateDefinition('x', { extra: 'x'.repeat(1_000_001) })],
  ])('refuses %s', async (_, id, properties) => {
    await expect(savePolicyDefinition(writerOf(), { id, properties })).rejects.toThrow(Rejected);
  });

  test('replaces the version that is named, and no other', async () => {
    const writer = writerOf();
    const draft = { id: definitionId('x'), properties: stateDefinition('x') };
    const { document } = await savePolicyDefinition(writer, draft);
    await savePolicyDefinition(writer, { ...draft, etag: document._etag });
    await expect(savePolicyDefinition(writer, { ...draft, etag: document._etag })).rejects.toThrow(Conflict);
    await expect(removePolicy(writer.ports, draft.id, document._etag)).rejects.toThrow(Conflict);
    expect((await savePolicyDefinition(writer, draft)).created).toBe(false);
    expect(await removePolicy(writer.ports, draft.id)).toBe(true);
    expect(await removePolicy(writer.ports, draft.id)).toBe(false);
  });
});

describe('savePolicySetDefinition', () => {
  const member = (name: string, reference: string) => ({
    policyDefinitionId: definitionId(name),
    policyDefinitionReferenceId: reference,
  });

  test('names the members whose definitions are not there', async () => {
    const writer = writerOf();
    await savePolicyDefinition(writer, { id: definitionId('here'), properties: stateDefinition('x') });
    const properties = { policyDefinitions: [member('here', 'a'), member('gone', 'b')] };
    const { warnings } = await savePolicySetDefinition(writer, { id: setId('s'), properties });
    expect(warnings).toEqual([expect.stringMatching(/^1 definitions .*gone$/)]);
  });

  test('refuses two members of one name', async () => {
    const properties = { policyDefinitions: [member('x', 'a'), member('y', 'A')] };
    await expect(savePolicySetDefinition(writerOf(), { id: setId('s'), properties })).rejects.toThrow(/occurs twice/);
  });
});

describe('savePolicyAssignment', () => {
  test.each([
    [
      'a resource group',
      `${atSubscription}/resourceGroups/shop`,
      /assigned at a management group or a subscription.*notScopes/,
    ],
    ['a resource', idOf('a'), /notScopes/],
    ['the tenant', '', /root management group/],
  ])('refuses %s and says what to do', async (_, at, message) => {
    const draft = { id: assignmentId('a', at), properties: assigned };
    await expect(savePolicyAssignment(writerOf(), draft)).rejects.toThrow(message);
    await expect(savePolicyAssignment(writerOf(), draft)).rejects.toThrow(Rejected);
  });

  test.each([atSubscription, atGroup])('takes %s', async (at) => {
    const { created } = await savePolicyAssignment(writerOf(), { id: assignmentId('a', at), properties: assigned });
    expect(created).toBe(true);
  });

  test('tells of a definition that is not there, and of parameters without a value', async () => {
    const writer = writerOf();
    const draft = { id: assignmentId('a'), properties: assigned };
    expect((await savePolicyAssignment(writer, draft)).warnings).toEqual([expect.stringContaining('not known here')]);
    const parameters = { effect: { type: 'String' } };
    await savePolicyDefinition(writer, { id: definitionId('state'), properties: stateDefinition('x', { parameters }) });
    expect((await savePolicyAssignment(writer, draft)).warnings).toEqual([expect.stringContaining('effect')]);
    const given = { ...assigned, parameters: { Effect: { value: 'Audit' } } };
    expect((await savePolicyAssignment(writer, { ...draft, properties: given })).warnings).toEqual([]);
  });

  test('refuses selectors and overrides that it could not honour', async () => {
    const overrides = [{ kind: 'definitionVersion', value: '1.*.*' }];
    const draft = { id: assignmentId('a'), properties: { ...assigned, overrides } };
    await expect(savePolicyAssignment(writerOf(), draft)).rejects.toThrow(/overrides/);
    const resourceSelectors = [{ selectors: [{ kind: 'resourceType', in: ['a'], notIn: ['b'] }] }];
    const other = { id: assignmentId('a'), properties: { ...assigned, resourceSelectors } };
    await expect(savePolicyAssignment(writerOf(), other)).rejects.toThrow(/either/);
  });

  test('keeps no more than the limit', async () => {
    const writer = writerOf();
    for (let at = 0; at < 200; at += 1) {
      await savePolicyAssignment(writer, { id: assignmentId(`a${at}`), properties: assigned });
    }
    const save = (name: string) => savePolicyAssignment(writer, { id: assignmentId(name), properties: assigned });
    await expect(save('one-more')).rejects.toThrow(/limit/);
    expect((await save('a1')).created).toBe(false);
  });
});

describe('savePolicyExemption', () => {
  const exempt = { policyAssignmentId: assignmentId('a'), exemptionCategory: 'Waiver' };

  test('takes a resource, and keeps it with its subscription', async () => {
    const writer = writerOf();
    await savePolicyAssignment(writer, { id: assignmentId('a'), properties: assigned });
    const { document, warnings } = await savePolicyExemption(writer, {
      id: exemptionId('x', idOf('r')),
      properties: exempt,
    });
    expect(document.scope).toBe(atSubscription);
    expect(warnings).toEqual([]);
  });

  test('tells of an assignment that is not there, and of an end that has passed', async () => {
    const properties = { ...exempt, expiresOn: '2020-01-01T00:00:00Z' };
    const { warnings } = await savePolicyExemption(writerOf(), { id: exemptionId('x'), properties });
    expect(warnings).toHaveLength(2);
  });

  test('knows the assignment that stands for what is shipped', async () => {
    const properties = { ...exempt, policyAssignmentId: assignmentId('SecurityCenterBuiltIn') };
    expect((await savePolicyExemption(writerOf(), { id: exemptionId('x'), properties })).warnings).toEqual([]);
  });

  test.each([
    ['a category of its own', exemptionId('x'), { ...exempt, exemptionCategory: 'Ignored' }],
    ['the tenant', exemptionId('x', ''), exempt],
    ['no assignment', exemptionId('x'), { ...exempt, policyAssignmentId: 'x' }],
  ])('refuses %s', async (_, id, properties) => {
    await expect(savePolicyExemption(writerOf(), { id, properties })).rejects.toThrow(Rejected);
  });
});

describe('saveRecommendationSettings', () => {
  const keys = new Set(['a/b']);
  const save = (scope: string, key: string) =>
    saveRecommendationSettings(writerOf(), keys, {
      scope,
      properties: { recommendations: { [key]: { state: 'Off' } } },
    });

  test('takes a management group or a subscription, in any case', async () => {
    expect((await save(atSubscription.toUpperCase(), 'a/b')).document.scope).toBe(atSubscription);
    expect((await save(atGroup, 'a/b')).document.scope).toBe(atGroup.toLowerCase());
  });

  test('refuses a resource group, and what does not exist', async () => {
    await expect(save(`${atSubscription}/resourceGroups/a`, 'a/b')).rejects.toThrow(
      /management group or a subscription/,
    );
    await expect(save(atSubscription, 'a/c')).rejects.toThrow(/no recommendation/);
  });
});
