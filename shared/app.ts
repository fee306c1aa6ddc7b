import { hkdfSync, randomUUID } from 'node:crypto';
import { version } from '../package.json';
import { recommendations } from '../content/recommendations.generated';
import { actions } from './adapters/actions.generated';
import { guardedNetwork } from './adapters/network/guardedNetwork';
import { azurePorts } from './adapters/azurePorts';
import { once } from './adapters/once';
import { standards } from '../content/standards.generated';
import { standardSchema } from './model/standard';
import { sinks } from './adapters/sinks.generated';
import { type Config, readConfig } from './config';
import { exportEvents } from './core/fanout/eventsOf';
import { defaultDecodeLimits } from './core/ingest/decodedBody';
import { cloudOf } from './core/ingest/door/clouds';
import { sealingKeys, workspaceOf } from './core/ingest/door/workspaceSeal';
import { hubMessages } from './core/ingest/hubMessages';
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
import { createHandler } from './http/handler';
import { applyJudgements } from './flows/applyJudgements';
import { judgedMemory } from './flows/judgedMemory';
import { isPolicyKey, judgedKeys } from './flows/judgedKeys';
import { memoLast } from './flows/memoLast';
import { namedRecommendations } from './flows/namedRecommendations';
import { onPolicyChange } from './flows/onPolicyChange';
import { onResourceChange } from './flows/onResourceChange';
import { type ChangedSetting, onSettingChange } from './flows/onSettingChange';
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
import { enqueuePulls } from './flows/intel/enqueuePulls';
import { deliveryMessageSchema, feedDocuments, withMessage, workMessageSchema } from './flows/messages';
import type { Recommendation } from './core/posture/recommendation';
import type { FindingDocument } from './model/documents/findings';
import type { ResourceDocument } from './model/documents/resources';
import { composeDetection, sortedSources } from './app/detection';
import type { Flows } from './app/flows';

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
  const installer = { pageKey, url: config.PUBLIC_URL, cloud: cloudOf(config.ARM_ENDPOINT), newId: randomUUID };
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
  const judged = judgedMemory();
  const network = guardedNetwork(config.ALLOWED_PRIVATE_TARGETS);
  const later = (milliseconds: number, act: () => void): void => void setTimeout(act, milliseconds).unref();
  const meter = createIngestMeter(ports, { instance: randomUUID(), workspaceId: home.workspaceId, later });
  const measureLag = createLagMeter(ports);
  const profiles = keptProfiles(ports.profiles, () => ports.now());
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => later(milliseconds, resolve));
  const signalsTurn = paced(signalsGapMs, { now: () => performance.now(), sleep });
  const seals = sealingKeys(config.SECRETS_KEY);
  const detection = composeDetection(ports, { placeholders: config.RULE_PLACEHOLDERS, sleep });
  const ingest = once(() =>
    createIngest(ports, {
      counted: (batch) => meter.counted(batch),
      sources: sortedSources(),
      detectors: () => detection.live().detectors(),
      ready: () => detection.refresh(),
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
      actionKinds: destinations,
      allowedTargets: config.ALLOWED_PRIVATE_TARGETS,
      workspaceId: home.workspaceId,
      home,
      machineUrl: config.PUBLIC_URL,
      decodeLimits: { ...defaultDecodeLimits, maxRecordBytes: config.MAX_RECORD_BYTES },
      sources: sortedSources(),
      detections: detection.catalogue,
      userRules: detection.userRules(),
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
        (ids) => detection.live().statefulFor(ids),
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
      const changed = feedDocuments<ChangedSetting>(documents);
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
