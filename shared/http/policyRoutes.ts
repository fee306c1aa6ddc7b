import { z } from 'zod';
import { audit } from '../flows/audit';
import { policyChain } from '../flows/policies/policyChain';
import type { PolicyDraft, PolicyWriter, SavedPolicy } from '../flows/policies/storePolicy';
import type { Ports } from '../flows/ports';
import type { Listed } from '../flows/ports/listed';
import type { JsonObject } from '../model/json';
import type { PolicyDocument, PolicyKind } from '../model/policy';
import { checkPreconditions } from './etag';
import { type HttpError, notFound } from './httpError';
import { readBody } from './jsonBody';
import type { Access, Answer, Route } from './noun';
import { pageAnswer, readPage } from './paging';
import type { Permission } from './permissions';
import { readPolicyFilter } from './policyFilter';
import { policyResource } from './policyResource';
import type { RequestContext } from './requestContext';
import { told } from './told';

type Writer = PolicyWriter & { ports: Ports };

/** What one kind of policy object has of its own. */
export interface PolicyNoun {
  type: string;
  kind: PolicyKind;
  /** As sentences name one, and several. */
  words: [string, string];
  permission: Permission;
  /** Microsoft's own are those of the tenant. */
  isOfTenant: boolean;
  /** Clients of this type take no 200 for a replaced one. */
  alwaysCreated: boolean;
  /** Rows of a page: initiatives are large. */
  maxRows: number;
  /** What else the caller has to be allowed, by the id it is saved or removed under. Throws HttpError 403. */
  check?: (context: RequestContext, properties: unknown) => void;
  save(writer: Writer, draft: PolicyDraft): Promise<SavedPolicy<PolicyDocument>>;
  remove(ports: Ports, id: string, etag?: string): Promise<boolean>;
}

const bodySchema = z.looseObject({ properties: z.record(z.string(), z.json()) });
const markSchema = z.object({ scope: z.number().int().min(0), next: z.string().optional() });
type Mark = z.infer<typeof markSchema>;
/** Reads of a list whose rows mostly do not pass its filter end after so many pages; the next request goes on. */
const maxRounds = 20;

/** Lists, reads, writes and removes one kind of Microsoft.Authorization's policy objects as ARM does. */
export function policyRoutes(noun: PolicyNoun): Route[] {
  const collection = `providers/Microsoft.Authorization/${noun.type}`;
  const [one, several] = noun.words;
  const reading: Access = { permission: 'read', on: 'scope' };
  const writing: Access = { permission: noun.permission, on: 'scope' };
  const readsAt = (scope: string, access: Access): Route[] => [
    { method: 'GET', path: `${scope}/${collection}`, summary: `List ${several}`, access, handle: list(noun) },
    { method: 'GET', path: `${scope}/${collection}/{name}`, summary: `Get ${one}`, access, handle: get(noun) },
  ];
  return [
    ...(noun.isOfTenant ? readsAt('', 'anyone') : []),
    ...readsAt('{scope}', reading),
    { method: 'PUT', path: `{scope}/${collection}/{name}`, summary: `Save ${one}`, access: writing, handle: put(noun) },
    {
      method: 'DELETE',
      path: `{scope}/${collection}/{name}`,
      summary: `Remove ${one}`,
      access: writing,
      handle: remove(noun),
    },
  ];
}

/** Of a route without a scope in its path, the tenant. */
const idOf = ({ type }: PolicyNoun, { scope, param }: RequestContext): string =>
  `${scope}/providers/Microsoft.Authorization/${type}/${param('name')}`;

const list =
  (noun: PolicyNoun) =>
  async (context: RequestContext): Promise<Answer> => {
    const { deps, query, scope } = context;
    const { policies, settings } = deps.ports;
    const holds = readPolicyFilter(query.get('$filter'));
    const { top, continuation } = readPage(context);
    const chain = policyChain(scope, await settings.subscriptions());
    const most = Math.min(top, noun.maxRows);
    const rows: PolicyDocument[] = [];
    let mark: Mark | undefined = continuation === undefined ? { scope: 0 } : markSchema.parse(JSON.parse(continuation));
    for (let round = 0; mark !== undefined && rows.length < most && round < maxRounds; round += 1) {
      const at: string | undefined = chain[mark.scope];
      if (at === undefined) return pageAnswer(context, rows.map(policyResource));
      const page: Listed<PolicyDocument> = await policies.list<PolicyKind>(
        { scope: at, kind: noun.kind },
        { top: most - rows.length, continuation: mark.next },
      );
      rows.push(...page.items.filter((row) => holds(row, scope.toLowerCase(), deps.ports.now())));
      if (page.continuation !== undefined) mark = { scope: mark.scope, next: page.continuation };
      else mark = mark.scope + 1 < chain.length ? { scope: mark.scope + 1 } : undefined;
    }
    return pageAnswer(context, rows.map(policyResource), mark && JSON.stringify(mark));
  };

const get =
  (noun: PolicyNoun) =>
  async (context: RequestContext): Promise<Answer> => {
    const found = await context.deps.ports.policies.get(idOf(noun, context));
    if (!found) throw missing(noun, context);
    return answerOf(200, found);
  };

const put =
  (noun: PolicyNoun) =>
  async (context: RequestContext): Promise<Answer> => {
    const { deps, request } = context;
    const id = idOf(noun, context);
    const { properties } = readBody(request, bodySchema);
    noun.check?.(context, properties);
    const stored = await deps.ports.policies.get(id);
    if (stored) noun.check?.(context, stored.properties);
    checkPreconditions(request, stored?._etag);
    const etag = request.headers['if-match'] === undefined ? undefined : stored?._etag;
    const { document, created, warnings } = await told(() => noun.save(deps, { id, properties, etag }));
    const outcome = `${document.name} was ${created ? 'created' : 'replaced'}. ${warnings.join(' ')}`.trim();
    await record(context, 'savePolicy', { id: document.resourceId, outcome, before: stored, after: document });
    return answerOf(created || noun.alwaysCreated ? 201 : 200, document, warnings);
  };

const remove =
  (noun: PolicyNoun) =>
  async (context: RequestContext): Promise<Answer> => {
    const { deps, request } = context;
    const stored = await deps.ports.policies.get(idOf(noun, context));
    checkPreconditions(request, stored?._etag);
    if (!stored) return { status: 204 };
    noun.check?.(context, stored.properties);
    const etag = request.headers['if-match'] === undefined ? undefined : stored._etag;
    await told(() => noun.remove(deps.ports, stored.resourceId, etag));
    const outcome = `${stored.name} was removed.`;
    await record(context, 'removePolicy', { id: stored.resourceId, outcome, before: stored });
    return answerOf(200, stored);
  };

/** What keeps it from being judged is no error in ARM either: it goes along in a header. */
function answerOf(status: number, document: PolicyDocument, warnings: readonly string[] = []): Answer {
  const warning = warnings
    .map((text) => `299 - "${text.replace(/["\\]|[^\x20-\x7e]/g, ' ').slice(0, 500)}"`)
    .join(', ');
  return {
    status,
    body: policyResource(document),
    headers: { ...(document._etag && { etag: document._etag }), ...(warning && { warning }) },
  };
}

async function record(
  { deps, caller }: RequestContext,
  action: 'savePolicy' | 'removePolicy',
  done: { id: string; outcome: string; before?: PolicyDocument | undefined; after?: PolicyDocument },
): Promise<void> {
  const { id: resourceId, outcome } = done;
  const [before, after] = [bounded(done.before), bounded(done.after)];
  await audit(deps, { by: caller.principal.oid, action, resourceId, outcome, before, after });
}

/** Definitions are as large as a document may be: their entries name them only. */
const bounded = (document: PolicyDocument | undefined): JsonObject | null =>
  document?.kind === 'policyAssignment' || document?.kind === 'policyExemption'
    ? (document.properties as JsonObject)
    : null;

const missingCodes: Record<string, string> = {
  policyDefinition: 'PolicyDefinitionNotFound',
  policySetDefinition: 'PolicySetDefinitionNotFound',
  policyAssignment: 'PolicyAssignmentNotFound',
  policyExemption: 'PolicyExemptionNotFound',
};

const missing = ({ kind, words }: PolicyNoun, { param, scope }: RequestContext): HttpError =>
  notFound(`${words[0]} '${param('name').slice(0, 130)}' at '${scope || '/'}'`, missingCodes[kind]);
