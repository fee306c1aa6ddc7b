import { assignedUnits, type FindPolicy, partsOf } from '../core/posture/plan/assignedUnits';
import { type PolicyUnit, unitRecommendation } from '../core/posture/plan/policyUnit';
import { createPosture, type Posture } from '../core/posture/plan/posture';
import type { Needs, Surroundings } from '../core/posture/plan/surroundings';
import type { Recommendation } from '../core/posture/recommendation';
import type { SubscriptionDocument } from '../model/documents/settings';
import type { PolicyAssignmentDocument, PolicyDocument } from '../model/policy';
import { allPages } from './allPages';
import { eachOf } from './eachOf';
import type { Ports } from './ports';
import { type RelatedReader, relatedReader } from './relatedReader';
import { scopesAbove } from './scopesAbove';

/** How old what a subscription is judged by can be: itself, and what it is made of and shares with others. */
export const keepPostureMs = 30_000;
const keepSharedMs = 5_000;
const keepEntryMs = keepPostureMs - keepSharedMs;
const maxKept = 2_000;
const width = 16;

/** By what the resources of each subscription are judged. */
export interface PostureDirectory {
  /** As it is now or was half a minute ago, at most; never older than `since` (ISO). */
  of(subscriptionId: string, since?: string): Promise<Posture>;
  /** What `of` a moment ago needs beyond a partition. */
  around(subscriptionId: string, needs: Needs): Promise<Surroundings>;
  /** What is assigned anywhere, as lists and exports name it; the same objects until that changes. */
  assigned(since?: string): Promise<readonly Recommendation[]>;
  /** What is assigned in one subscription, and what clients write there. */
  namedIn(subscriptionId: string): Promise<readonly Recommendation[]>;
  /** Something was changed here: ask again. */
  forget(): void;
}

/** Recommendations alone, or with what policies make of them: the second where anything is stored of policies. */
export type JudgedBy = readonly Recommendation[] | PostureDirectory;

/** What one scope holds, with the revision that was read before it. */
interface ScopeContent {
  revision: string | undefined;
  /** All but definitions and initiatives. */
  documents: PolicyDocument[];
  /** Those, of which there may be thousands: read when something is assigned. */
  definitions: () => Promise<PolicyDocument[]>;
}

const definitionKinds = ['policyDefinition', 'policySetDefinition'] as const;
const otherKinds = ['policyAssignment', 'policyExemption', 'recommendationSettings', 'assessmentMetadata'] as const;

interface KnownScope {
  readAt: number;
  content: Promise<ScopeContent>;
}

interface Entry {
  readAt: number;
  posture: Promise<Posture>;
  related: RelatedReader;
}

/**
 * Reads a scope anew only when its revision differs, and compiles an assignment only when it or what it assigns does: a look
 * at a subscription nothing happened to costs a small read for each scope above it.
 */
export function createPostureDirectory(
  ports: Pick<Ports, 'now' | 'policies' | 'settings' | 'alertSettings' | 'resources'>,
  recommendations: readonly Recommendation[],
): PostureDirectory {
  const entries = new Map<string, Entry>();
  const scopes = new Map<string, KnownScope>();
  const compiled = new Map<string, { made: string; units: readonly PolicyUnit[] }>();
  let subscriptions: { readAt: number; list: Promise<SubscriptionDocument[]> } | undefined;
  let named: { made: Set<Named>; list: readonly Recommendation[] } | undefined;
  const needsPlans = recommendations.some(({ metadata }) => metadata.plan !== undefined);

  const isFresh = (readAt: number, since: string | undefined, keepMs = keepSharedMs): boolean =>
    ports.now().getTime() < readAt + keepMs && (since === undefined || readAt >= Date.parse(since));

  const allSubscriptions = (since?: string): Promise<SubscriptionDocument[]> => {
    if (!subscriptions || !isFresh(subscriptions.readAt, since)) {
      const list = ports.settings.subscriptions();
      subscriptions = { readAt: ports.now().getTime(), list };
      list.catch(() => (subscriptions = undefined));
    }
    return subscriptions.list;
  };

  async function readScope(scope: string, known: KnownScope | undefined): Promise<ScopeContent> {
    const revision = await ports.policies.revision(scope);
    const before = await known?.content;
    if (before?.revision === revision && before !== undefined) return before;
    if (revision === undefined) return { revision, documents: [], definitions: async () => [] };
    let definitions: Promise<PolicyDocument[]> | undefined;
    return {
      revision,
      documents: await readAll(ports, scope, otherKinds),
      definitions: () => {
        definitions ??= readAll(ports, scope, definitionKinds).catch((error: unknown) => {
          definitions = undefined;
          throw error;
        });
        return definitions;
      },
    };
  }

  async function contentOf(scope: string, since: string | undefined): Promise<ScopeContent> {
    const known = scopes.get(scope);
    if (known && isFresh(known.readAt, since)) return known.content;
    const content = readScope(scope, known);
    scopes.set(scope, { readAt: ports.now().getTime(), content });
    content.catch(() => scopes.delete(scope));
    return content;
  }

  const compile = (assignment: PolicyAssignmentDocument, find: FindPolicy): readonly PolicyUnit[] => {
    const made = [assignment, ...partsOf(assignment, find)].map(({ _etag }) => _etag).join(' ');
    const known = compiled.get(assignment.resourceId);
    if (known?.made === made) return known.units;
    const units = assignedUnits(assignment, find);
    if (compiled.size >= maxKept) compiled.clear();
    compiled.set(assignment.resourceId, { made, units });
    return units;
  };

  async function read(subscriptionId: string, since: string | undefined): Promise<Posture> {
    const chain = scopesAbove(subscriptionId, await allSubscriptions(since));
    const [contents, plans] = await Promise.all([
      Promise.all(chain.map((scope) => contentOf(scope, since))),
      needsPlans ? ports.alertSettings.plans(subscriptionId) : undefined,
    ]);
    const documents = contents.flatMap((one) => one.documents);
    const isAssigned = documents.some(({ kind }) => kind === 'policyAssignment');
    const definitions = isAssigned ? await Promise.all(contents.map((one) => one.definitions())) : [];
    return createPosture({
      recommendations,
      chain,
      documents: [...documents, ...definitions.flat()],
      plans: plans?.plans ?? {},
      compile,
    });
  }

  function entryOf(subscriptionId: string, since?: string): Entry {
    const known = entries.get(subscriptionId);
    if (known && isFresh(known.readAt, since, keepEntryMs)) return known;
    const posture = read(subscriptionId, since);
    const entry = { readAt: ports.now().getTime(), posture, related: relatedReader(ports, subscriptionId) };
    if (entries.size >= maxKept) entries.clear();
    entries.set(subscriptionId, entry);
    posture.catch(() => entries.delete(subscriptionId));
    return entry;
  }

  return {
    of: (subscriptionId, since) => entryOf(subscriptionId, since).posture,
    around: (subscriptionId, needs) => entryOf(subscriptionId).related(needs),
    async assigned(since) {
      const known = await allSubscriptions(since);
      const byKey = new Map<string, Named>();
      await eachOf(known, width, async ({ subscriptionId }) => {
        const { units, written } = await entryOf(subscriptionId, since).posture;
        for (const one of [...units, ...written]) byKey.set(one.key, one);
      });
      const all = [...byKey.values()];
      const isSame = named?.made.size === all.length && all.every((one) => named?.made.has(one));
      if (!named || !isSame) named = { made: new Set(all), list: all.map(namedAs) };
      return named.list;
    },
    async namedIn(subscriptionId) {
      const { units, written } = await entryOf(subscriptionId).posture;
      return [...units, ...written].map(namedAs);
    },
    forget() {
      entries.clear();
      subscriptions = undefined;
      for (const [scope, { content }] of scopes) scopes.set(scope, { readAt: -Infinity, content });
    },
  };
}

/** Both are the same object as long as nothing of them changes. */
type Named = PolicyUnit | Recommendation;
const namedAs = (one: Named): Recommendation => ('judge' in one ? one : unitRecommendation(one));

async function readAll(
  { policies }: Pick<Ports, 'policies'>,
  scope: string,
  kinds: readonly PolicyDocument['kind'][],
): Promise<PolicyDocument[]> {
  const found: PolicyDocument[] = [];
  for (const kind of kinds) {
    const list = allPages<PolicyDocument>((options) => policies.list({ scope, kind }, options));
    for await (const document of list) found.push(document);
  }
  return found;
}
