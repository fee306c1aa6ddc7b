import { authorizationOf, doorPath } from '../../../shared/core/ingest/door/requestSignature';
import { parseWorkspaceKey } from '../../../shared/core/ingest/door/workspaceKey';
import type { Api, Reply } from './api';

export interface DoorCall {
  /** As the API answered it. */
  key: string;
  body: Buffer | string;
  workspaceId?: string;
  date?: string;
  contentEncoding?: string;
  resourceId?: string;
  /** Sent instead of what was signed. */
  tamper?: { body?: Buffer | string; headers?: Record<string, string>; workspaceId?: string };
}

/** Headers of a signed request. */
export function signedHeaders(call: Omit<DoorCall, 'tamper'> & { date: string }): Record<string, string> {
  const { workspaceId = 'main', date, contentEncoding = '', resourceId = '', body } = call;
  const { keyId, key } = parseWorkspaceKey(call.key)!;
  const signed = { workspaceId, date, contentEncoding, resourceId, body: Buffer.from(body) };
  return {
    authorization: authorizationOf(keyId, key, signed),
    'x-skywarden-date': date,
    ...(contentEncoding && { 'content-encoding': contentEncoding }),
    ...(resourceId && { 'x-skywarden-resource-id': resourceId }),
  };
}

/** Sends to the door of the API under test, at its own time. */
export function callDoor(api: Api, call: DoorCall): Promise<Reply> {
  const date = call.date ?? api.memory.clock.now.toISOString();
  const { tamper = {} } = call;
  return api.call('POST', doorPath(tamper.workspaceId ?? call.workspaceId ?? 'main'), {
    headers: { 'content-type': 'application/json', ...signedHeaders({ ...call, date }), ...tamper.headers },
    body: Buffer.from(tamper.body ?? call.body),
  });
}
