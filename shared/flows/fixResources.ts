import { audit } from './audit';
import { eachOf } from './eachOf';
import { overlaid, readAll, readBack, type Readings, saveReadings, touched } from './fixReadings';
import { partitionOf } from '../core/documentIds';
import type { ArmRequest, QuickFix, Recommendation } from '../core/posture/recommendation';
import { byType, resourceGraph } from '../core/posture/resourceGraph';
import type { JsonObject } from '../model/json';
import type { VerdictCode } from '../model/judgement';
import type { Resource } from '../model/resource';
import { isWithin, parseResourceId } from '../model/resourceId';
import { ArmOverdue, ArmRefused } from './ports/resourceManager';
import type { Ports } from './ports';
import type { Home } from './saveSnapshots';

/** Resources that are changed at the same time: Resource Manager counts writes per subscription. */
const width = 4;
/** Of one resource; the operation goes on in Azure when it takes longer. */
const resourceMs = 120_000;
/** Of the whole request, which Functions cut off after 230 s. */
const requestMs = 190_000;

export interface PlannedRequest {
  method: ArmRequest['method'];
  url: string;
  body: JsonObject;
}

/**
 * `planned`: what would be sent, of a dry run. `overdue`: sent, and not over in time. `skipped` has a code of why nothing was sent.
 * `state` is the verdict on the resource as Azure had it afterwards.
 */
export interface FixResult {
  resourceId: string;
  outcome: 'planned' | 'succeeded' | 'failed' | 'overdue' | 'skipped';
  code?: string;
  message?: string;
  requests?: PlannedRequest[];
  state?: VerdictCode;
}

export interface FixOrder {
  recommendation: Recommendation & { quickFix: QuickFix };
  resourceIds: readonly string[];
  dryRun: boolean;
  /** Object id of who asks. */
  by: string;
  mayRead(id: string): boolean;
  mayFix(id: string): boolean;
}

export interface FixDeps {
  ports: Pick<Ports, 'now' | 'resources' | 'resourceManager' | 'settings' | 'findings' | 'log'>;
  newId: () => string;
  workspaceId: string;
  home: Home;
}

/** Makes unhealthy resources healthy, each for itself, in the order asked for. Whoever asks again changes nothing twice. */
export async function fixResources(deps: FixDeps, order: FixOrder): Promise<FixResult[]> {
  const ids = [...new Map(order.resourceIds.map((id) => [parseResourceId(id).id, id])).values()];
  const end = deps.ports.now().getTime() + requestMs;
  const results = new Map<string, FixResult>();
  await eachOf(ids, width, async (id) => void results.set(id, await fixOne(deps, order, id, end)));
  return ids.map((id) => results.get(id)!);
}

async function fixOne(deps: FixDeps, order: FixOrder, id: string, end: number): Promise<FixResult> {
  const { ports } = deps;
  const { recommendation } = order;
  const skipped = (code: string, message: string): FixResult => ({ resourceId: id, outcome: 'skipped', code, message });
  if (!order.mayRead(id)) return skipped('ResourceNotFound', 'There is no such resource.');
  const documents = await ports.resources.load(partitionOf(id));
  const known = documents.map(({ resource }) => resource);
  const resource = find(known, id);
  if (!resource) return skipped('ResourceNotFound', 'There is no such resource.');
  if (!recommendation.appliesTo.some((type) => type.toLowerCase() === resource.type.toLowerCase()))
    return skipped('NotApplicable', 'The recommendation is not about resources of this type.');
  if (!order.mayFix(id)) return skipped('AuthorizationFailed', 'This takes the role Contributor or Owner on it.');
  if (stateOf(recommendation, known, id) !== 'Unhealthy') return skipped('NotUnhealthy', 'It is not unhealthy.');

  const planned = requestsFor(recommendation, known, id);
  if (planned.length === 0) return skipped('NotFixable', 'Nothing that is safe makes this resource healthy.');
  const requests = planned.map((request) => shown(ports.resourceManager.endpoint, request));
  if (order.dryRun) return { resourceId: id, outcome: 'planned', requests };

  const deadline = new Date(Math.min(end, ports.now().getTime() + resourceMs));
  if (deadline.getTime() <= ports.now().getTime())
    return skipped('OutOfTime', 'There was no time left in this request: ask again.');
  try {
    return await change(deps, order, { id, known, planned, deadline });
  } catch (error) {
    return { resourceId: id, ...failure(error) };
  }
}

interface Target {
  id: string;
  /** As it is stored. */
  known: Resource[];
  planned: ArmRequest[];
  deadline: Date;
}

/** Reads what Azure has now, changes it, and reads it again; both readings become snapshots, which are judged as any other. */
async function change(deps: FixDeps, order: FixOrder, { id, known, planned, deadline }: Target): Promise<FixResult> {
  const { ports } = deps;
  const { recommendation } = order;
  const before = await readAll(ports, planned, deadline);
  const current = overlaid(known, before);
  const stateNow = stateOf(recommendation, current, id);
  if (stateNow !== 'Unhealthy') {
    await saveReadings(ports, deps.home, before);
    const message = 'It was made healthy, or cannot be judged any more, since it was seen last.';
    return { resourceId: id, outcome: 'skipped', code: 'NotUnhealthy', message, ...(stateNow && { state: stateNow }) };
  }
  const sent = requestsFor(recommendation, current, id);
  const requests = sent.map((request) => shown(ports.resourceManager.endpoint, request));
  const ended = await sendAll(ports, sent, deadline);
  const after: Readings = ended.outcome === 'overdue' ? new Map() : await readBack(ports, sent);
  const state = after.size > 0 ? stateOf(recommendation, overlaid(current, after), id) : undefined;
  await audit(deps, {
    by: order.by,
    action: 'quickFix',
    resourceId: id,
    outcome: `${recommendation.key}: ${ended.outcome}${ended.code ? ` (${ended.code})` : ''}`,
    before: touched(sent, before),
    after: touched(sent, after),
  });
  await saveReadings(ports, deps.home, after);
  return { resourceId: id, ...ended, requests, ...(state && { state }) };
}

async function sendAll(
  ports: FixDeps['ports'],
  sent: ArmRequest[],
  deadline: Date,
): Promise<Omit<FixResult, 'resourceId'>> {
  try {
    for (const request of sent) await ports.resourceManager.write(request, deadline);
    return { outcome: 'succeeded' };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Omit<FixResult, 'resourceId'> {
  if (error instanceof ArmRefused) return { outcome: 'failed', code: error.code, message: error.message };
  if (error instanceof ArmOverdue) return { outcome: 'overdue', code: 'Overdue', message: error.message };
  throw error;
}

const find = (resources: readonly Resource[], id: string): Resource | undefined =>
  resources.find((one) => parseResourceId(one.id).id === parseResourceId(id).id);

function stateOf(recommendation: Recommendation, resources: readonly Resource[], id: string): VerdictCode | undefined {
  const resource = find(resources, id);
  return resource && recommendation.judge(resource, resourceGraph(resource, byType(resources))).code;
}

/** A fix changes the resource and what lies below it, and nothing else. */
function requestsFor(
  { key, quickFix }: FixOrder['recommendation'],
  resources: readonly Resource[],
  id: string,
): ArmRequest[] {
  const resource = find(resources, id)!;
  const requests = quickFix.requests(resource, resourceGraph(resource, byType(resources)));
  const astray = requests.find(({ path }) => !isWithin(path, resource.id));
  if (astray) throw new Error(`The fix of ${key} would change ${astray.path}, which is not below ${resource.id}`);
  return requests;
}

const shown = (endpoint: string, { method, path, apiVersion, body }: ArmRequest): PlannedRequest => ({
  method,
  url: `${endpoint}${path}?api-version=${apiVersion}`,
  body,
});
