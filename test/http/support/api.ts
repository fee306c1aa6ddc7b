import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAudience, openIssuer, type LocalIssuer, type TokenRequest } from '../../../local/issuer/issuer';
import type { FindingDocument } from '../../../shared/model/documents/findings';
import type { ResourceDocument } from '../../../shared/model/documents/resources';
import type { RoleAssignmentDocument, RoleName } from '../../../shared/model/documents/settings';
import { memoryPorts, type MemoryPorts } from '../../doubles/memoryPorts';
import { action as logicApp } from '../../../shared/adapters/actions/logicApp';
import { sink as eventHub } from '../../../shared/adapters/sinks/eventHub';
import { defaultDecodeLimits } from '../../../shared/core/ingest/decodedBody';
import { createRuleDirectory } from '../../../shared/flows/rules/ruleDirectory';
import { createHandler } from '../../../shared/http/handler';
import type { HttpDeps } from '../../../shared/http/deps';
import type { HttpRequest, HttpResponse } from '../../../shared/http/request';
import { benchmark, homeTenantId, otherSubscriptionId, recommendations, subscriptionId } from './samples';

export interface Reply {
  status: number;
  headers: Record<string, string>;
  text: string;
  json: { value: Record<string, unknown>[]; [member: string]: unknown };
}

export interface Ask {
  /** A token, a role's token, or undefined for none. */
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The API over in-memory ports, with real tokens of a real issuer. */
export interface Api {
  memory: MemoryPorts;
  /** What the secret store holds. */
  secrets: Map<string, string>;
  assignments: RoleAssignmentDocument[];
  issuer: LocalIssuer;
  deps: HttpDeps;
  handle: (request: HttpRequest) => Promise<HttpResponse>;
  /** Assigns a role to a new principal and answers its token. */
  tokenOf(role: RoleName, scope: string, request?: Partial<TokenRequest>): Promise<string>;
  assign(principalId: string, role: RoleName, scope: string): void;
  store(...documents: (FindingDocument | ResourceDocument)[]): Promise<void>;
  call(method: string, path: string, ask?: Ask): Promise<Reply>;
}

export async function openApi(changes: Partial<HttpDeps> = {}): Promise<Api & { close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-issuer-'));
  const issuer = await openIssuer(folder);
  const secrets = new Map<string, string>();
  const assignments: RoleAssignmentDocument[] = [];
  const memory = memoryPorts({
    secrets: {
      seal: async (id, value) => void secrets.set(id, value),
      open: async (id) => secrets.get(id),
      remove: async (id) => void secrets.delete(id),
    },
  });
  const { ports } = memory;
  memory.clock.now = new Date();
  ports.settings.roleAssignments = async (ids) => assignments.filter(({ principalId }) => ids.includes(principalId));
  for (const id of [subscriptionId, otherSubscriptionId])
    await ports.settings.addSubscription({
      kind: 'subscription',
      id: `subscription|${id}`,
      workspaceId: 'main',
      scope: `/subscriptions/${id}`,
      subscriptionId: id,
      displayName: `Subscription ${id.at(-1)}`,
      tenantId: '00000000-0000-0000-0000-0000000000f1',
      managementGroups: id === subscriptionId ? ['web', 'root'] : ['root'],
    });
  const deps: HttpDeps = {
    ports,
    recommendations,
    standards: () => [benchmark],
    quickFixes: false,
    auth: { issuers: [issuer.issuer], audiences: [localAudience], jwks: issuer.jwks },
    newId: randomUUID,
    pageKey: Buffer.alloc(32, 7),
    actionKinds: [eventHub, logicApp],
    allowedTargets: [],
    workspaceId: 'main',
    home: { tenantId: homeTenantId, subscriptionId, location: 'centralus', workspaceId: 'main' },
    machineUrl: 'https://sky.example.com',
    decodeLimits: defaultDecodeLimits,
    sources: [],
    detections: () => [],
    userRules: createRuleDirectory(ports, { placeholders: new Map(), shippedIds: () => new Set() }),
    version: '0.0.0-test',
    ...changes,
  };
  const handle = createHandler(deps);
  const assign = (principalId: string, role: RoleName, scope: string): void =>
    void assignments.push({
      kind: 'roleAssignment',
      id: randomUUID(),
      workspaceId: 'main',
      scope: scope.toLowerCase(),
      principalId,
      role,
    });

  return {
    memory,
    secrets,
    assignments,
    issuer,
    deps,
    handle,
    assign,
    close: () => rmSync(folder, { recursive: true }),
    async tokenOf(role, scope, request) {
      const oid = randomUUID();
      assign(oid, role, scope);
      return issuer.issueToken({ oid, ...request });
    },
    store: async (...documents) => {
      for (const document of documents)
        await (document.kind === 'resource' ? ports.resources.save(document) : ports.findings.save([document]));
    },
    async call(method, path, { token, body, headers = {} } = {}) {
      const response = await handle({
        method,
        url: path.startsWith('http') ? path : `https://sky.example.com${path}`,
        headers: {
          host: 'sky.example.com',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      });
      const chunks: string[] = [];
      if (response.stream) for await (const chunk of response.stream) chunks.push(chunk);
      const text = response.body ?? chunks.join('');
      const isJson = response.headers['content-type']?.includes('json') === true;
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson ? JSON.parse(text) : {},
      } as Reply;
    },
  };
}
