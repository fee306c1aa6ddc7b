import { hash } from 'node:crypto';
import type { JsonObject } from '../../model/json';
import type { Resource } from '../../model/resource';
import { canonical } from '../ingest/contentId';

/** Equal for snapshots of the same content, whatever the order of their keys. 128 bits of SHA-256, in hex. */
export const contentHash = (resource: Resource): string =>
  hash('sha256', canonical(resource as JsonObject), 'hex').slice(0, 32);
