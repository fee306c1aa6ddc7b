import { hkdfSync, randomUUID } from 'node:crypto';
import { version } from '../package.json';
import { detections } from '../content/detections.generated';
import { indicatorLists } from '../content/indicators.generated';
import { recommendations } from '../content/recommendations.generated';
import { sources } from '../content/sources.generated';
import { actions } from './adapters/actions.generated';
import { guardedNetwork } from './adapters/network/guardedNetwork';
import { azurePorts } from './adapters/azurePorts';
import { once } from './adapters/once';
import { standards } from '../content/standards.generated';
import { standardSchema } from './model/standard';
import { sinks } from './adapters/sinks.generated';
import { type Config, readConfig } from './config';
import { createDetectors } from './core/detect/createDetectors';
import { createRuleGuard, type RuleGuard } from './core/detect/ruleGuard';
import { stateful } from './core/detect/stateful.generated';
import { exportEvents } from './core/fanout/eventsOf';
import { defaultDecodeLimits } from './core/ingest/decodedBody';
import { sealingKeys, workspaceOf } from './core/ingest/door/workspaceSeal';
import { hubMessages } from './core/ingest/hubMessages';
import { sortSources } from './core/ingest/normalise';
import { deliver } from './flows/deliver';
import { enqueueExpiry } from './flows/expireArchive';
import { fanOut } from './flows/fanOut';
import { createIngestMeter } from './flows/ingestMeter';
import { createIngest } from './flows/ingestTelemetry';
import { createLagMeter } from './flows/measureLag';
import { correlateAlerts } from './flows/incidents/correlateAlerts';
import { keptProfiles } from './flows/keptProfiles';
import { observeSignals } from './flows/observeSignals';
import { paced } from './flows/paced';
import type { Ports } from './flows/ports';
import { createHandler } from './http/handler';
import { applyJudgements } from './flows/applyJudgements';
import { judgedMemory } from './flows/judgedMemory';
import { isPolicyKey, judgedKeys } from './flows/judgedKeys';
import { memoLast } from './flows/memoLast';
import { namedRecommendations } from './flows/namedRecommendations';
import { onPolicyChange } from './flows/onPolicyChange';
import { onResourceChange } from './flows/onResourceChange';
import { onSettingChange } from './flows/onSettingChange';
import { createPostureDirectory } from './flows/postureDirectory';
import { enqueueInventory } from './flows/inventory/enqueueInventory';
import { relateMachines } from './flows/inventory/relateMachines';
import { onAutoProvisioning } from './flows/provisioning/deployAgents';
import { enqueueDeployments } from './flows/provisioning/enqueueDeployments';
import { enqueueReads } from './flows/readers/enqueueReads';
import { enqueuePolicyReads } from './flows/policies/enqueuePolicyReads';
import { enqueueReassess } from './flows/reassess';
import { enqueueRecount } from './flows/recountScore';
import { doWork } from './flows/work';
import type { Home } from './flows/saveSnapshots';
import type { Placeholders } from './core/detect/sigma/placeholders';
import { detectionEntries } from './core/detect/catalogue/detectionEntries';
import type { DetectionEntry } from './core/detect/catalogue/detectionEntry';
import { exampleEvents } from './core/detect/catalogue/exampleEvents';
import { compileRuleSet } from './core/detect/sigma/ruleSet';
import { idOf } from './core/detect/userRules/compileUserRules';
import { statefulWithout, withoutDisabled } from './core/detect/withoutDisabled';
import type { IndicatorLookup } from './core/detect/intel/indicatorDetector';
import { createIndicatorIndex } from './core/detect/intel/indicatorIndex';
import { parseIndicatorCsv } from './core/detect/intel/parseIndicators';
import { enqueuePulls } from './flows/intel/enqueuePulls';
import { createLiveIntel, type LiveIntel } from './flows/intel/liveIntel';
import { withIntelHealth } from './flows/intel/withIntelHealth';
import { createLiveDetectors, type UsedDetectors } from './flows/rules/liveDetectors';
import { createRuleDirectory, type UserRules } from './flows/rules/ruleDirectory';
import { deliveryMessageSchema, feedDocuments, withMessage, workMessageSchema } from './flows/messages';
import type { HttpRequest, HttpResponse } from './http/request';
import type { Recommendation } from './core/posture/recommendation';
import type { FindingDocument } from './model/documents/findings';
import type { ResourceDocument } from './model/documents/resources';

/** What the doors call. Each hands over what its trigger gave, and gets a summary that it logs. */
export interface Flows {
  ingestTelemetry(bodies: unknown, triggerMetadata: unknown): Promise<object>;
  observeSignals(bodies: unknown, triggerMetadata: unknown): Promise<object>;
  onResourceChange(documents: unknown[]): Promise<object>;
  onPolicyChange(documents: unknown[]): Promise<object>;
  onSettingChange(documents: unknown[]): Promise<object>;
  onJudgement(documents: unknown[]): Promise<object>;
  correlateAlerts(documents: unknown[]): Promise<object>;
  fanOut(documents: unknown[]): Promise<object>;
  reassess(): Promise<object>;
  recountAll(): Promise<object>;
  expireArchive(): Promise<object>;
  pullLogs(): Promise<object>;
  pullInventory(): Promise<object>;
  pullIntel(): Promise<object>;
  measureLag(): Promise<object>;
  flush(): Promise<void>;
  work(message: unknown): Promise<object>;
  deliver(message: unknown): Promise<object>;
  http(request: HttpRequest): Promise<HttpResponse>;
}

/** Every run writes the profile of each entity in it once: busy partitions are read once a second, idle ones at once. */
const signalsGapMs = 1_000;

/** The app of this process: settings are read, and clients are made, on first use. */
export const flows: () => Flows = once(() => (composed = compose(readConfig())));

let composed: Flows | undefined;

/** Writes and sends what is counted and not written yet, if this process did anything: it ends. */
export const flushFlows = async (): Promise<void> => composed?.flush();

function compose(config: Config): Flows {
  const ports = azurePorts(config);
  const home: Home = {
    tenantId: config.TENANT_ID,
    subscriptionId: config.HOME_SUBSCRIPTION_ID,
    location: config.HOME_LOCATION,
    workspaceId: 'default',
  };
  const pageKey = Buffer.from(hkdfSync('sha256', config.SECRETS_KEY[0]!.key, '', 'page tokens', 32));
  const cloud = config.ARM_ENDPOINT.includes('usgovcloudapi') ? 'USGov' : 'Public';
  const installer = { pageKey, url: config.PUBLIC_URL, cloud, newId: randomUUID } as const;
  const postures = createPostureDirectory(ports, recommendations);
  const named = namedRecommendations(ports, postures, recommendations);
  const eventsOf = memoLast((all: readonly Recommendation[]) =>
    exportEvents([...all], {
      tenantId: config.TENANT_ID,
      publicUrl: config.PUBLIC_URL,
      standards: shippedStandards(),
    }),
  );
  const destinations = [...sinks, ...actions];
  const shipped = once(() => shippedRules(config.RULE_PLACEHOLDERS));
  const judged = judgedMemory();
  const network = guardedNetwork(config.ALLOWED_PRIVATE_TARGETS);
  const later = (milliseconds: number, act: () => void): void => void setTimeout(act, milliseconds).unref();
  const meter = createIngestMeter(ports, { instance: randomUUID(), workspaceId: home.workspaceId, later });
  const measureLag = createLagMeter(ports);
  const profiles = keptProfiles(ports.profiles, () => ports.now());
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => later(milliseconds, resolve));
  const signalsTurn = paced(signalsGapMs, { now: () => performance.now(), sleep });
  const seals = sealingKeys(config.SECRETS_KEY);
  const live = once(() => liveIntel(ports));
  const userRules = once(() => createRuleDirectory(ports, { placeholders: config.RULE_PLACEHOLDERS, shippedIds }));
  const detectors = once(() => {
    const guard = createRuleGuard({ now: () => performance.now() });
    const build = (rules?: UserRules) => detectorsOf({ live: live(), shipped: shipped(), guard }, rules);
    for (const { message } of shipped().rejected) ports.log.warn('A detection rule is not used', { reason: message });
    return createLiveDetectors(ports, userRules(), { build, sleep });
  });
  const ingest = once(() =>
    createIngest(ports, {
      counted: (batch) => meter.counted(batch),
      sources: sortedSources(),
      detectors: () => detectors().detectors(),
      ready: async () => void (await Promise.all([live().refresh(), detectors().refresh()])),
      limits: { ...defaultDecodeLimits, maxRecordBytes: config.MAX_RECORD_BYTES },
      home,
      workspaceOf: ({ properties, body }) => {
        const claim = workspaceOf(properties, body, seals);
        return claim.kind === 'sealed' ? claim.workspaceId : undefined;
      },
    }),
  );
  const handle = once(() =>
    createHandler({
      ports,
      recommendations,
      assigned: () => postures.assigned(),
      assignedIn: (subscriptionId) => postures.namedIn(subscriptionId),
      standards: shippedStandards,
      quickFixes: config.QUICK_FIXES === 'on',
      auth: { issuers: config.TOKEN_ISSUERS, audiences: config.TOKEN_AUDIENCES, jwks: config.TOKEN_JWKS_URI },
      newId: randomUUID,
      pageKey,
      homeLocation: config.HOME_LOCATION,
      actionKinds: destinations,
      allowedTargets: config.ALLOWED_PRIVATE_TARGETS,
      workspaceId: home.workspaceId,
      homeSubscriptionId: config.HOME_SUBSCRIPTION_ID,
      machineUrl: config.PUBLIC_URL,
      decodeLimits: { ...defaultDecodeLimits, maxRecordBytes: config.MAX_RECORD_BYTES },
      sources: sortedSources(),
      detections: once(() => catalogue(shipped())),
      userRules: userRules(),
      version,
    }),
  );
  return {
    ingestTelemetry: (bodies, metadata) => ingest()(hubMessages(bodies, metadata)),
    observeSignals: async (bodies, metadata) => {
      const { partitionId, messages } = hubMessages(bodies, metadata);
      await signalsTurn(partitionId);
      return observeSignals(
        { ...ports, profiles },
        (ids) => detectors().statefulFor(ids),
        home,
        messages.map(({ body }) => body),
      );
    },
    onResourceChange: async (documents) => {
      const changed = feedDocuments<ResourceDocument>(documents);
      const related = await relateMachines(ports, changed);
      return { ...(await onResourceChange(ports, postures, changed, judged)), related };
    },
    onPolicyChange: (documents) => onPolicyChange(ports, postures, feedDocuments(documents)),
    onSettingChange: async (documents) => {
      const changed = feedDocuments<{ kind: string; scope?: string }>(documents);
      return { ...(await onSettingChange(ports, postures, changed)), ...(await onAutoProvisioning(ports, changed)) };
    },
    onJudgement: async (given) => {
      const documents = feedDocuments<FindingDocument>(given);
      const deployed = await enqueueDeployments(ports, documents);
      return { ...(await applyJudgements(ports, recommendations, documents)), ...deployed };
    },
    correlateAlerts: (documents) => correlateAlerts(ports, feedDocuments(documents)),
    fanOut: async (given) => {
      const documents = feedDocuments<FindingDocument>(given);
      return fanOut(ports, eventsOf(await named(judgedKeys(documents))), destinations, documents);
    },
    reassess: async () => ({ ...(await enqueueReassess(ports)), ...(await enqueuePolicyReads(ports)) }),
    recountAll: () => enqueueRecount(ports),
    expireArchive: () => enqueueExpiry(ports),
    pullLogs: () => enqueueReads(ports),
    pullInventory: async () => (config.INVENTORY === 'on' ? enqueueInventory(ports, home) : { inventory: 'off' }),
    pullIntel: () => enqueuePulls(ports),
    measureLag: () => measureLag(),
    flush: async () => {
      await meter.flush();
      await ports.meter.flush();
    },
    work: (message) =>
      withMessage(ports, 'work', workMessageSchema, message, (work) =>
        doWork(ports, recommendations, work, home, postures, installer),
      ),
    deliver: (message) =>
      withMessage(ports, 'deliveries', deliveryMessageSchema, message, async (delivery) => {
        const events = eventsOf(await named(delivery.outbox.flatMap(({ keys }) => keys.filter(isPolicyKey))));
        const units = { sinks: destinations, eventsOf: events, network, maxAttempts: config.MAX_DELIVERY_ATTEMPTS };
        return deliver(ports, units, delivery);
      }),
    http: (request) => handle()(request),
  };
}

const shippedStandards = once(() => standards.map(({ standard }) => standardSchema.parse(standard)));

const sortedSources = once(() => sortSources(sources));

/** Sigma's correlations remember as the other stateful detectors do. */
function shippedRules(placeholders: Placeholders) {
  const { rules, correlations, rejected } = compileRuleSet(detections, { placeholders });
  return { rules, rejected, stateful: [...stateful, ...correlations] };
}

/** Of rules that users write, none may have the id of these. */
const shippedIds = once(() => {
  return new Set(detections.map(({ rule }) => idOf(rule)));
});

interface DetectionParts {
  live: LiveIntel;
  shipped: ReturnType<typeof shippedRules>;
  guard: RuleGuard;
}

/** What is shipped beside what users wrote, without what they switched off. */
function detectorsOf({ live, shipped, guard }: DetectionParts, user: UserRules | undefined): UsedDetectors {
  const disabled = user?.disabled ?? new Set();
  const rules = [...shipped.rules, ...(user?.rules ?? [])].filter(({ rule }) => !disabled.has(rule.id));
  const remembering = statefulWithout([...shipped.stateful, ...(user?.correlations ?? [])], disabled);
  const indicators: IndicatorLookup = (entity, time) => live.find(entity, time);
  const detectors = createDetectors({ rules, indicators, stateful: remembering, guard });
  return { detectors: withoutDisabled(withIntelHealth(detectors, live), disabled), stateful: remembering };
}

/** What the API tells of the shipped detections. */
function catalogue({ rules, stateful }: ReturnType<typeof shippedRules>): DetectionEntry[] {
  const indicators = indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators);
  return detectionEntries({ documents: detections, rules, stateful, indicators }, exampleEvents(sortedSources()));
}

/** The lists that are shipped beside those of the feeds; what feeds allow holds for both. */
function liveIntel(ports: Ports): LiveIntel {
  const lists = indicatorLists.map(({ file, text }) => parseIndicatorCsv(file, text));
  for (const fault of lists.flatMap((list) => list.rejected)) ports.log.warn('An indicator is not used', fault);
  const indicators = lists.flatMap((list) => list.indicators);
  return createLiveIntel(ports, (exceptions) => createIndicatorIndex(indicators, exceptions));
}
