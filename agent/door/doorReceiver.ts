import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { authorizationOf, doorPath } from '../../shared/core/ingest/door/requestSignature';
import type { Receiver } from '../receiver';
import type { AgentRecord } from '../record';
import { RetryLater, waitAfter } from '../retryLater';
import { packBodies } from './packBodies';
import { post, type PostAnswer } from './post';
import { proxyFor, type ProxyChoice } from './proxyFor';
import { type KeySource, workspaceKeyOf } from './workspaceKeyOf';

export interface DoorAddress extends KeySource, ProxyChoice {
  /** Where the Skywarden API is reached, with the prefix of a gateway if there is one. */
  ingestUrl: string;
  workspaceId: string;
  /** Attempts after the first one while the door asks to come back; default 5. */
  retries?: number | undefined;
}

/** While the key is refused, sending rests that long; the key file is read again then. */
const refusedSeconds = 60;

/** Sends records to the ingest door, signed with a workspace key: as JSON arrays, compressed, those of one resource in order. */
export function doorReceiver(address: DoorAddress, now: () => Date = () => new Date()): Receiver {
  const url = new URL(`${address.ingestUrl.replace(/\/+$/, '')}${doorPath(address.workspaceId)}`);
  const proxy = proxyFor(url, address);

  async function attempt(records: AgentRecord[], stop: AbortSignal): Promise<void> {
    const { keyId, key } = workspaceKeyOf(address);
    const body = gzipSync(JSON.stringify(records));
    const resourceId = headerText(records[0]!.resourceId);
    const signed = {
      workspaceId: address.workspaceId,
      date: now().toISOString(),
      contentEncoding: 'gzip',
      resourceId,
      body,
    };
    const headers = {
      authorization: authorizationOf(keyId, key, signed),
      'x-skywarden-date': signed.date,
      'content-encoding': 'gzip',
      'content-type': 'application/json',
      ...(resourceId !== '' && { 'x-skywarden-resource-id': resourceId }),
    };
    const answer = await post({ url, headers, body, proxy, stop });
    if (answer.status === 202) return;
    if (answer.status !== 413 || records.length === 1) throw refusal(answer);
    const middle = Math.ceil(records.length / 2);
    await attempt(records.slice(0, middle), stop);
    await attempt(records.slice(middle), stop);
  }

  async function persistently(records: AgentRecord[], stop: AbortSignal): Promise<void> {
    const { retries = 5 } = address;
    for (let failures = 0; ; failures += 1) {
      try {
        return await attempt(records, stop);
      } catch (error) {
        if (!(error instanceof RetryLater) || error.seconds >= refusedSeconds || failures >= retries) throw error;
        await pause(Math.max(waitAfter(error), 0.5 * 2 ** failures) * 1000, undefined, { signal: stop });
      }
    }
  }

  return {
    async deliver(records, stop) {
      for (const part of packBodies(records)) await persistently(part, stop);
    },
    close: async () => undefined,
  };
}

/** Header values are visible ASCII; the records name their resource all the same. */
const headerText = (resourceId: string): string => (/^[\x21-\x7e]{1,1000}$/.test(resourceId) ? resourceId : '');

function refusal({ status, headers, text }: PostAnswer): Error {
  const message = `the door answered ${status}${detailOf(text)}`;
  if (status === 401) return new RetryLater(message, refusedSeconds);
  const later = status === 429 || status === 408 || status >= 500;
  return later ? new RetryLater(message, retryAfter(headers['retry-after'])) : new Error(message);
}

/** What the problem says (RFC 9457). A gateway in between may answer something else. */
function detailOf(text: string): string {
  try {
    const { code, detail } = JSON.parse(text) as { code?: unknown; detail?: unknown };
    return typeof detail === 'string' ? ` ${String(code)}: ${detail.slice(0, 300)}` : '';
  } catch {
    return '';
  }
}

/** Seconds; 1 when it is a date or nothing. */
function retryAfter(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, refusedSeconds - 1) : 1;
}
