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
import { parseResourceId } from '../model/resourceId';
import { assessmentBody, isSecret, metadataBody, withoutSecret } from './assessmentBody';
import { assessmentResource } from './assessmentResource';
import { badRequest, HttpError, notFound } from './httpError';
import { readBody } from './jsonBody';
import type { Answer } from './noun';
import type { RequestContext } from './requestContext';
import { told } from './told';

const subscriptionOf = ({ scope }: RequestContext): string => parseResourceId(scope).subscriptionId;

/** Metadata that a client wrote, as it is answered: under the tenant, without its secret. */
export const writtenMetadata = ({ name, properties }: AssessmentMetadataDocument): object => ({
  id: `/providers/Microsoft.Security/assessmentMetadata/${name}`,
  name,
  type: 'Microsoft.Security/assessmentMetadata',
  properties,
});

async function save(context: RequestContext, name: string, body: Parameters<typeof withoutSecret>[0]) {
  const { catalogue, deps } = context;
  const subscriptionId = subscriptionOf(context);
  const shipped = new Set(catalogue.all.map(({ assessmentKey }) => assessmentKey.toLowerCase()));
  const draft = { subscriptionId, name, ...withoutSecret(body) };
  const { document, created } = await told(() => saveAssessmentMetadata(deps, shipped, draft));
  await record(context, 'savePolicy', `The assessment metadata ${name} was ${created ? 'created' : 'replaced'}.`);
  return document;
}

function record(context: RequestContext, action: 'savePolicy' | 'removePolicy', outcome: string): Promise<void> {
  const { caller, deps } = context;
  const resourceId = `/subscriptions/${subscriptionOf(context)}`;
  return audit(deps, { by: caller.principal.oid, action, resourceId, outcome, before: null, after: null });
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
  const name = context.param('assessmentMetadataName');
  const removed = await removeAssessmentMetadata(context.deps.ports, subscriptionOf(context), name);
  if (removed) await record(context, 'removePolicy', `The assessment metadata ${name} was removed.`);
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
