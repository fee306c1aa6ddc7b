import type { IngestKeyDocument } from '../../model/ingestKey';

/** Pairs of keys of the ingest door. Workspace ids are compared without case. */
export interface IngestKeyStore {
  get(workspaceId: string, pair: string): Promise<IngestKeyDocument | undefined>;
  list(workspaceId: string): Promise<IngestKeyDocument[]>;
  count(workspaceId: string): Promise<number>;
  /** Creates (no `_etag`) or replaces that version. Throws Conflict. */
  save(document: IngestKeyDocument): Promise<void>;
  /** Throws Conflict when another version is there; one that is gone already is no error. */
  remove(document: IngestKeyDocument): Promise<void>;
}

/** A body that a sender of this workspace was authenticated for. */
export interface DoorMessage {
  workspaceId: string;
  /** The resource it speaks for, or empty. */
  resourceId: string;
  /** Bodies with the same key go to the same partition, where repeats are recognised. */
  partitionKey: string;
  body: Buffer;
}

export interface DoorSender {
  /** Returns once the telemetry hub has stored it. Throws Rejected `TooLarge`, Throttled, or any other error while the hub is away. */
  send(message: DoorMessage): Promise<void>;
}

/** What is installed on machines; served by the API as it was built. */
export const installedFileNames = ['install.sh', 'agent.js', 'skywarden-agent.service', 'Skywarden.ps1'] as const;

export type InstalledFile = (typeof installedFileNames)[number];

export interface InstalledFiles {
  /** `sha256` in hex. */
  read(name: InstalledFile): Promise<{ text: string; sha256: string }>;
}
