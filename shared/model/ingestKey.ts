import type { Stored } from './documents/stored';

/** One version of one key: its value is sealed under `secretId`. A rotation makes the next version, with a secret of its own. */
export interface IngestKeyVersion {
  version: number;
  secretId: string;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** Container `settings`, scope `/workspaces/{workspaceId}`: a pair of keys with which senders sign requests of the ingest door. */
export interface IngestKeyDocument extends Stored {
  kind: 'ingestKey';
  scope: string;
  /** Id of the pair (GUID). */
  pair: string;
  /** What its owner calls it. */
  name: string;
  createdAt: string;
  /** Object id of the principal, or `onboarding:{id}` of the command that was exchanged for it. */
  createdBy: string;
  primary: IngestKeyVersion;
  secondary?: IngestKeyVersion;
}
