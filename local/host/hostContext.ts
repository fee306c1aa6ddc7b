import type { Clients } from './connections/clients';
import type { HostBlobs } from './connections/hostBlobs';
import type { Dispatcher } from './dispatcher';
import type { HostJson } from './hostJson';
import type { HostLog } from './hostLog';
import type { Settings } from './settings';

/** What every listener works with. */
export interface HostContext {
  hostId: string;
  ownerId: string;
  hostJson: HostJson;
  settings: Settings;
  clients: Clients;
  blobs: HostBlobs;
  dispatcher: Dispatcher;
  log: HostLog;
  /** The app asked for null and empty entries in collections. */
  includeEmptyEntries: boolean;
}
