import type { Config } from '../config';
import type { Ports } from '../flows/ports';
import { archiveStore } from './blobs/archive';
import { resourceManager } from './arm/resourceManager';
import { blobContainers } from './blobs/client';
import { flowLogBlobs } from './blobs/flowLogBlobs';
import { fingerprintStore } from './blobs/fingerprints';
import { intelBlobs } from './blobs/intel';
import { ruleFileStore } from './blobs/ruleFiles';
import { quarantineStore } from './blobs/quarantine';
import { quarantineEntries } from './blobs/quarantineEntries';
import { alertSettingStore } from './cosmos/alertSettings';
import { provisioningStore } from './cosmos/provisioning';
import { cosmosContainers } from './cosmos/client';
import { complianceStore } from './cosmos/compliance';
import { findingStore } from './cosmos/findings';
import { ingestKeyStore } from './cosmos/ingestKeys';
import { machineTaskStore } from './cosmos/machineTasks';
import { intelStore } from './cosmos/intel';
import { inventoryStore } from './cosmos/inventory';
import { metricStore } from './cosmos/metrics';
import { pageStore } from './cosmos/pages';
import { policyStore } from './cosmos/policies';
import { profileStore } from './cosmos/profiles';
import { readerStore } from './cosmos/readers';
import { resourceStore } from './cosmos/resources';
import { runStore } from './cosmos/runs';
import { settingStore } from './cosmos/settings';
import { ruleSwitchStore } from './cosmos/ruleSwitches';
import { sourceMappingStore } from './cosmos/sourceMappings';
import { workspaceStore } from './cosmos/workspaces';
import { signalSender } from './eventHubs/signals';
import { telemetryHub } from './eventHubs/telemetryHub';
import { azureReader } from './resourceGraph/azureReader';
import { principalDirectory } from './directory/principalDirectory';
import { doorSender } from './eventHubs/door';
import { installedFiles } from './installedFiles';
import { logTables } from './logs/logTables';
import { guardedFeeds } from './network/guardedFeeds';
import { queues } from './queues/queue';
import { secretStore } from './secrets/store';
import { openTelemetry } from './telemetry/openTelemetry';

/** Everything outside, over the Azure SDKs. Nothing is connected before its first use. */
export function azurePorts(config: Config): Ports {
  const cosmos = cosmosContainers(config);
  const blobs = blobContainers(config);
  const queue = queues(config);
  return {
    now: () => new Date(),
    pages: pageStore(cosmos),
    archive: archiveStore(blobs),
    workspaces: workspaceStore(cosmos),
    resources: resourceStore(cosmos),
    findings: findingStore(cosmos),
    settings: settingStore(cosmos),
    alertSettings: alertSettingStore(cosmos),
    policies: policyStore(cosmos),
    compliance: complianceStore(cosmos),
    resourceManager: resourceManager(config),
    provisioning: provisioningStore(cosmos),
    secrets: secretStore(cosmos, config.SECRETS_KEY),
    ingestKeys: ingestKeyStore(cosmos),
    sourceMappings: sourceMappingStore(cosmos),
    ruleFiles: ruleFileStore(blobs),
    ruleSwitches: ruleSwitchStore(cosmos),
    machineTasks: machineTaskStore(cosmos),
    door: doorSender(config),
    // Beside the bundle of the app.
    installedFiles: installedFiles(__dirname),
    runs: runStore(cosmos),
    profiles: profileStore(cosmos),
    quarantine: quarantineStore(blobs),
    quarantineEntries: quarantineEntries(blobs),
    metrics: metricStore(cosmos),
    telemetryHub: telemetryHub(config),
    meter: openTelemetry(config, { warn: (message, facts) => console.warn(message, facts ?? '') }),
    fingerprints: fingerprintStore(blobs),
    signals: signalSender(config),
    readers: readerStore(cosmos),
    logTables: logTables(config),
    flowLogBlobs: flowLogBlobs(config),
    azure: azureReader(config),
    directory: principalDirectory(config),
    inventory: inventoryStore(cosmos),
    intel: intelStore(cosmos),
    intelBlobs: intelBlobs(blobs),
    feedNetwork: guardedFeeds(config.ALLOWED_PRIVATE_TARGETS),
    work: queue('work'),
    deliveries: queue('deliveries'),
    log: {
      info: (message, facts) => console.info(message, facts ?? ''),
      warn: (message, facts) => console.warn(message, facts ?? ''),
    },
  };
}
