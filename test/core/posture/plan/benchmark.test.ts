import { createPosture } from '../../../../shared/core/posture/plan/posture';
import { policyVerdicts } from '../../../../shared/core/posture/plan/policyVerdicts';
import { noSurroundings } from '../../../../shared/core/posture/plan/surroundings';
import { policyDefinitionSchema, policySetDefinitionSchema } from '../../../../shared/model/policy';
import type { JsonObject } from '../../../../shared/model/json';
import type { Resource } from '../../../../shared/model/resource';
import { hasRecorded, recorded } from '../policy/recorded';
import { documentOf } from '../posture.samples';
import { assignmentId, chain, now, policyDocument } from './policy.samples';

const benchmark = '/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8';
interface Named {
  id: string;
  properties: JsonObject;
}

const describeRecorded = hasRecorded ? describe : describe.skip;

describeRecorded('Microsoft’s cloud security benchmark, imported and assigned', () => {
  const world = () => {
    const definitions = recorded('definitions') as unknown as Named[];
    const set = (recorded('initiatives') as unknown as Named[]).find(({ id }) => id === benchmark)!;
    const documents = [...definitions, set].map(({ id, properties }) => policyDocument(id, properties));
    const assignment = policyDocument(assignmentId('benchmark'), { policyDefinitionId: benchmark });
    return { definitions, set, documents: [...documents, assignment] };
  };

  test('every definition and the initiative have a shape that can be kept', () => {
    const { definitions, set } = world();
    for (const { properties } of definitions) expect(() => policyDefinitionSchema.parse(properties)).not.toThrow();
    expect(() => policySetDefinitionSchema.parse(set.properties)).not.toThrow();
  });

  test('judges recorded resources whole, with a reason for everything unknown', () => {
    const { documents } = world();
    const posture = createPosture({ recommendations: [], chain, plans: {}, documents });
    expect(posture.units.length).toBeGreaterThanOrEqual(200);
    const resources = (recorded('resources') as unknown as { resource: Resource }[]).map(({ resource }) => resource);
    const codes = new Map<string, number>();
    for (const resource of resources) {
      const own = documentOf(resource);
      for (const verdict of Object.values(policyVerdicts(posture, [own], noSurroundings, now).assigned(own.resource))) {
        codes.set(verdict.code, (codes.get(verdict.code) ?? 0) + 1);
        expect(verdict.code === 'Unknown' && !verdict.cause).toBe(false);
      }
    }
    expect(codes.get('Healthy')).toBeGreaterThan(0);
    expect(codes.get('Unhealthy')).toBeGreaterThan(0);
  });
});
