import type { Config } from '../config';
import type { Ports } from '../flows/ports';
import { blobContainers } from './blobs/client';
import { fingerprintStore } from './blobs/fingerprints';
import { quarantineStore } from './blobs/quarantine';
import { cosmosContainers } from './cosmos/client';
import { findingStore } from './cosmos/findings';
import { pageStore } from './cosmos/pages';
import { profileStore } from './cosmos/profiles';
import { resourceStore } from './cosmos/resources';
import { runStore } from './cosmos/runs';
import { settingStore } from './cosmos/settings';
import { signalSender } from './eventHubs/signals';
import { queues } from './queues/queue';
import { secretStore } from './secrets/store';

/** Everything outside, over the Azure SDKs. Nothing is connected before its first use. */
export function azurePorts(config: Config): Ports {
  const cosmos = cosmosContainers(config);
  const blobs = blobContainers(config);
  const queue = queues(config);
  return {
    now: () => new Date(),
    pages: pageStore(cosmos),
    resources: resourceStore(cosmos),
    findings: findingStore(cosmos),
    settings: settingStore(cosmos),
    secrets: secretStore(cosmos, config.SECRETS_KEY),
    runs: runStore(cosmos),
    profiles: profileStore(cosmos),
    quarantine: quarantineStore(blobs),
    fingerprints: fingerprintStore(blobs),
    signals: signalSender(config),
    work: queue('work'),
    deliveries: queue('deliveries'),
    log: {
      info: (message, facts) => console.info(message, facts ?? ''),
      warn: (message, facts) => console.warn(message, facts ?? ''),
    },
  };
}
