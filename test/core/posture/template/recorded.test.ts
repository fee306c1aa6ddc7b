import { recommendations } from '../../../../content/recommendations.generated';
import { evaluateTemplate } from '../../../../shared/core/posture/template/evaluateTemplate';
import { judgeByRecommendations } from '../../../../shared/core/posture/template/judgeByRecommendations';
import { objectOf } from '../../../../shared/core/posture/template/member';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { hasRecorded, recorded } from '../policy/recorded';
import { given, target } from './templating';

function templatesIn(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(templatesIn);
  const object = objectOf(value);
  if (!object) return [];
  const schema = object['$schema'];
  if (typeof schema === 'string' && schema.includes('eploymentTemplate.json')) return [object];
  return Object.values(object).flatMap(templatesIn);
}

/** Public definitions beside the project, many of which deploy a template. */
(hasRecorded ? describe : describe.skip)('templates of public policies', () => {
  test('deploy something, and nothing in them fails', () => {
    const templates = recorded('definitions').flatMap(templatesIn);
    expect(templates.length).toBeGreaterThan(700);
    const failed: string[] = [];
    let [empty, untyped] = [0, 0];
    for (const template of templates) {
      const { resources, notes } = evaluateTemplate(template, { target, deploymentName: 't', parameters: given({}) });
      judgeByRecommendations(resources, recommendations);
      if (resources.length === 0) empty += 1;
      untyped += notes.filter(({ kind }) => kind === 'not-a-resource').length;
      failed.push(...notes.filter(({ kind }) => kind === 'expression-failed').map(({ message }) => message));
    }
    // A function of policies, which Azure Policy evaluates before it deploys the template.
    expect(failed.filter((message) => message !== 'there is no function field()')).toEqual([]);
    // Their types are parameters.
    expect(untyped).toBeLessThan(5);
    expect(empty).toBeLessThan(templates.length / 10);
  });
});
