import type { Json, JsonObject } from '../../shared/model/json';
import type { Container } from './container';
import { withoutSystemProperties } from './documents';
import { badRequest } from './fault';
import { partitionKeyOf, samePartitionKey, type PartitionKey } from './partitionKey';

const maximumIdBytes = 1023;
const maximumTtl = 2147483647;

function checkId(id: Json | undefined): void {
  if (typeof id !== 'string' || id === '') {
    throw badRequest(
      "The input content is invalid because the required properties - 'id; ' - are missing or no string.",
    );
  }
  if (Buffer.byteLength(id) > maximumIdBytes) throw badRequest(`The id is longer than ${maximumIdBytes} bytes.`);
  if (/[/\\#]/.test(id)) throw badRequest('The id must not contain / \\ #.');
}

function checkTtl(ttl: Json | undefined): void {
  if (ttl === undefined || ttl === -1) return;
  if (typeof ttl === 'number' && Number.isInteger(ttl) && ttl > 0 && ttl <= maximumTtl) return;
  throw badRequest(
    `The ttl ${JSON.stringify(ttl)} is invalid: it must be -1 or a whole number of seconds from 1 to ${maximumTtl}.`,
  );
}

/** A document body as it may be stored under `key`: checked, without system properties. */
export function itemBody(container: Container, key: PartitionKey, body: Json | undefined): JsonObject & { id: string } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('The document must be a JSON object.');
  checkId(body['id']);
  checkTtl(body['ttl']);
  if (!samePartitionKey(partitionKeyOf(body, container.keyPaths), key)) {
    throw badRequest("PartitionKey extracted from document doesn't match the one specified in the header.", 1001);
  }
  return withoutSystemProperties(body) as JsonObject & { id: string };
}
