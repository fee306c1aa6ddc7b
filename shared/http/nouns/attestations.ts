import { z } from 'zod';
import { attestationKey } from '../../core/documentIds';
import { isExpired } from '../../core/posture/compliance/attestationState';
import { audit } from '../../flows/audit';
import { untilSaved } from '../../flows/untilSaved';
import type { AuditAction } from '../../model/audit';
import { parseResourceId } from '../../model/resourceId';
import type { Attestation, AttestationDocument } from '../../model/standard';
import { assessedControl } from '../compliance';
import { checkPreconditions } from '../etag';
import { HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import type { RequestContext } from '../requestContext';

const states = ['Compliant', 'NonCompliant', 'NotApplicable'] as const;

const bodySchema = z.strictObject({
  state: z.enum(states),
  evidence: z.string().min(1).max(4_096),
  evidenceUrl: z
    .url({ protocol: /^https$/ })
    .max(2_048)
    .exactOptional(),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

const rowSchema = z.object({
  standard: z.string(),
  control: z.string(),
  state: z.enum(states),
  evidence: z.string(),
  evidenceUrl: z.string().optional(),
  attestedBy: z.string().meta({ description: 'Object id of who said so' }),
  attestedAt: z.string(),
  expiresAt: z.string().nullable(),
  expired: z
    .boolean()
    .meta({ description: 'It counts no more: the control is Unsupported until somebody attests it again' }),
});

async function find(context: RequestContext): Promise<AttestationDocument | undefined> {
  const { subscriptionId } = parseResourceId(context.scope);
  const { ports } = context.deps;
  return ports.compliance.attestation(subscriptionId, context.param('standardName'), context.param('controlName'));
}

function answerOf({ deps }: RequestContext, status: number, { attestation, _etag }: AttestationDocument): Answer {
  const expired = isExpired(attestation, deps.ports.now());
  return { status, body: { ...attestation, expired }, headers: { etag: _etag ?? '' } };
}

const missing = ({ param }: RequestContext) =>
  notFound(`An attestation of the control '${param('controlName').slice(0, 80)}'`);

async function get(context: RequestContext): Promise<Answer> {
  const found = await find(context);
  if (!found) throw missing(context);
  return answerOf(context, 200, found);
}

async function put(context: RequestContext): Promise<Answer> {
  const { deps, scope, caller } = context;
  const { standard, control } = await assessedControl(context);
  if (!control.manual)
    throw new HttpError(409, 'JudgedByMachine', 'Recommendations judge this control: it takes no attestation.');
  const { evidenceUrl, ...body } = readBody(context.request, bodySchema);
  const now = deps.ports.now();
  const attestation: Attestation = {
    standard: standard.standard.name,
    control: control.name,
    ...body,
    ...(evidenceUrl !== undefined && { evidenceUrl }),
    attestedBy: caller.principal.oid,
    attestedAt: now.toISOString(),
  };
  if (isExpired(attestation, now)) throw new HttpError(400, 'AlreadyExpired', 'expiresAt lies in the past.');
  const [before, saved] = await untilSaved(async () => {
    const stored = await find(context);
    checkPreconditions(context.request, stored?._etag);
    const key = attestationKey(parseResourceId(scope).subscriptionId, attestation.standard, attestation.control);
    const shared = { ...key, kind: 'attestation', workspaceId: stored?.workspaceId ?? deps.workspaceId } as const;
    const document = { ...shared, attestation, ...(stored?._etag && { _etag: stored._etag }) };
    return [stored, await deps.ports.compliance.save(document)] as const;
  });
  await record(context, 'attest', before?.attestation, attestation);
  return answerOf(context, before ? 200 : 201, saved);
}

async function remove(context: RequestContext): Promise<Answer> {
  const gone = await untilSaved(async () => {
    const stored = await find(context);
    if (!stored) throw missing(context);
    checkPreconditions(context.request, stored._etag);
    await context.deps.ports.compliance.remove(stored);
    return stored;
  });
  await record(context, 'withdrawAttestation', gone.attestation, undefined);
  return { status: 204 };
}

function record(
  { deps, scope, caller, param }: RequestContext,
  action: AuditAction,
  before: Attestation | undefined,
  after: Attestation | undefined,
): Promise<void> {
  const what = `${param('controlName')} of ${param('standardName')}`;
  const outcome = after ? `${what} was attested as ${after.state}.` : `The attestation of ${what} was withdrawn.`;
  return audit(deps, {
    by: caller.principal.oid,
    action,
    resourceId: scope,
    outcome,
    before: before ? { ...before } : null,
    after: after ? { ...after } : null,
  });
}

const path = '/api/v1/subscriptions/{subscriptionId}/standards/{standardName}/controls/{controlName}/attestation';
const writing = { permission: 'manageStandards', on: 'scope' } as const;

export const noun: Noun = {
  type: 'attestations',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path,
      summary: 'Get what somebody attested of a control',
      access: { permission: 'read', on: 'scope' },
      response: rowSchema,
      handle: get,
    },
    {
      method: 'PUT',
      path,
      summary: 'Attest a control that only people can judge',
      access: writing,
      response: rowSchema,
      handle: put,
    },
    { method: 'DELETE', path, summary: 'Withdraw an attestation', access: writing, handle: remove },
  ],
};
