import { secureScoreControls } from '../../core/posture/score/secureScoreControls';
import { isControl } from '../../core/posture/score/secureScore';
import { controlDefinition } from '../controlDefinition';
import type { Access, Answer, Noun, Route } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

async function list(context: RequestContext): Promise<Answer> {
  const keys = Object.keys(secureScoreControls).filter(isControl);
  const definitions = keys.map((key) => controlDefinition(key, context.catalogue));
  const page = pageOf(context, definitions, ({ name }) => name);
  return pageAnswer(context, page.rows, page.continuation);
}

const routeAt = (scope: string, access: Access): Route => ({
  method: 'GET',
  path: `${scope}/providers/Microsoft.Security/secureScoreControlDefinitions`,
  summary: 'List the definitions of all secure score controls',
  access,
  handle: list,
});

export const noun: Noun = {
  type: 'secureScoreControlDefinitions',
  surface: 'Microsoft.Security',
  apiVersions: ['2020-01-01'],
  routes: [routeAt('', 'anyone'), routeAt('/subscriptions/{subscriptionId}', { permission: 'read', on: 'within' })],
};
