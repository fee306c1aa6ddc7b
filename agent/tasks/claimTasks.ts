import { z } from 'zod';
import { authorizationOf, tasksPath } from '../../shared/core/ingest/door/requestSignature';
import { maxTasksAtOnce, type SealedTask, sealedTaskSchema } from '../../shared/model/machineTask';
import type { DoorAddress } from '../door/doorReceiver';
import { post } from '../door/post';
import { proxyFor } from '../door/proxyFor';
import { workspaceKeyOf } from '../door/workspaceKeyOf';

export interface Claimed {
  tasks: SealedTask[];
  /** The key that the request was signed with: tasks are signed with the same. */
  key: Buffer;
}

/** Asks for the tasks of this machine, but for those that are known; throws when there is no answer. */
export type ClaimTasks = (known: string[]) => Promise<Claimed>;

const answerSchema = z.object({ tasks: z.array(sealedTaskSchema).max(maxTasksAtOnce) });

/** By one signed request to the API that records are sent to. */
export function claimFrom(address: DoorAddress, resourceId: string, now: () => Date): ClaimTasks {
  const { workspaceId } = address;
  const path = tasksPath(workspaceId);
  const url = new URL(`${address.ingestUrl.replace(/\/+$/, '')}${path}`);
  const proxy = proxyFor(url, address);
  return async (known) => {
    const { keyId, key } = workspaceKeyOf(address);
    const body = Buffer.from(JSON.stringify({ known }));
    const signed = { workspaceId, path, date: now().toISOString(), contentEncoding: '', resourceId, body };
    const headers = {
      authorization: authorizationOf(keyId, key, signed),
      'x-skywarden-date': signed.date,
      'x-skywarden-resource-id': resourceId,
      'content-type': 'application/json',
    };
    const { status, text } = await post({ url, headers, body, proxy });
    if (status !== 200) throw new Error(`asked for tasks, the API answered ${status}`);
    return { tasks: answerSchema.parse(JSON.parse(text)).tasks, key };
  };
}
