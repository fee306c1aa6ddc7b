import { writtenKey, writtenRecommendation } from '../core/posture/plan/writtenRecommendation';
import { audit } from '../flows/audit';
import {
  assessmentMetadataOf,
  metadataSecret,
  removeAssessmentMetadata,
  saveAssessmentMetadata,
} from '../flows/policies/saveAssessmentMetadata';
import { removeAssessment, writeAssessment } from '../flows/writeAssessment';
import type { AssessmentMetadataDocument } from '../model/policy';
import { Rejected } from '../model/rejected';
import { parseResourceId } from '../model/resourceId';
import { assessmentBody, isSecret, metadataBody, withoutSecret } from './assessmentBody';
import { assessmentResource } from './assessmentResource';
import { badRequest, HttpError, notFound } from './httpError';
import { readBody } from './jsonBody';
import type { Answer } from './noun';
import type { RequestContext } from './requestContext';

const subscriptionOf = ({ scope }: RequestContext): string => parseResourceId(scope).subscriptionId;

/** Metadata that a client wrote, as it is answered: under the tenant, without its secret. */
export const writtenMetadata = ({ name, properties }: AssessmentMetadataDocument): object => ({
  id: `/providers/Microsoft.Security/assessmentMetadata/${name}`,
  name,
  type: 'Microsoft.Security/assessmentMetadata',
  properties,
});

async function save(context: RequestContext, name: string, body: Parameters<typeof withoutSecret>[0]) {
  const { caller, catalogue, deps } = context;
  const subscriptionId = subscriptionOf(context);
  const shipped = new Set(catalogue.all.map(({ assessmentKey }) => assessmentKey.toLowerCase()));
  try {
    const draft = { subscriptionId, name, ...withoutSecret(body) };
    const { document, created } = await saveAssessmentMetadata(deps, shipped, draft);
    const outcome = `The assessment metadata ${name} was ${created ? 'created' : 'replaced'}.`;
    const resourceId = `/subscriptions/${subscriptionId}`;
    await audit(deps, {
      by: caller.principal.oid,
      action: 'savePolicy',
      resourceId,
      outcome,
      before: null,
      after: null,
    });
    return document;
  } catch (error) {
    if (error instanceof Rejected) throw badRequest(error.code, error.message);
    throw error;
  }
}

export async function putMetadata(context: RequestContext): Promise<Answer> {
  const { properties } = readBody(context.request, metadataBody);
  return {
    status: 200,
    body: writtenMetadata(await save(context, context.param('assessmentMetadataName'), properties)),
  };
}

/** 200 whether it was there or not: clients take nothing else. */
export async function deleteMetadata(context: RequestContext): Promise<Answer> {
  await removeAssessmentMetadata(context.deps.ports, subscriptionOf(context), context.param('assessmentMetadataName'));
  return { status: 200 };
}

export async function putAssessment(context: RequestContext): Promise<Answer> {
  const { caller, deps, request, scope, publicUrl } = context;
  const name = context.param('assessmentName');
  const { status, additionalData, metadata, partnersData } = readBody(request, assessmentBody).properties;
  const known = await assessmentMetadataOf(deps.ports, subscriptionOf(context), name);
  if (!known && metadata) caller.require('managePolicies', `/subscriptions/${subscriptionOf(context)}`);
  const document = known ?? (metadata && (await save(context, name, metadata)));
  if (!document)
    throw badRequest(
      'AssessmentMetadataNotFound',
      `There is no assessment metadata '${name.slice(0, 80)}' of your own in this subscription: PUT it first, or send it as properties.metadata.`,
    );
  const expected = known && (await metadataSecret(deps.ports, known));
  if (expected !== undefined && !isSecret(expected, partnersData?.secret))
    throw new HttpError(403, 'InvalidPartnerSecret', 'properties.partnersData.secret is not that of the metadata.');
  const recommendation = writtenRecommendation(document);
  const written = await writeAssessment(deps.ports, scope, recommendation.key, {
    ...status,
    ...(additionalData && { additionalData }),
  });
  if (!written) throw notFound(`The resource '${scope}'`);
  const { judgement, verdict, created } = written;
  const expand = { metadata: false, links: false };
  return {
    status: created ? 201 : 200,
    body: assessmentResource(recommendation, judgement, verdict, { expand, publicUrl, scoreImpact: 0 }),
  };
}

export async function deleteAssessment(context: RequestContext): Promise<Answer> {
  const key = writtenKey(subscriptionOf(context), context.param('assessmentName'));
  return { status: (await removeAssessment(context.deps.ports, context.scope, key)) ? 200 : 204 };
}
