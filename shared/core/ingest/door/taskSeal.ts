import { createHmac, timingSafeEqual } from 'node:crypto';
import { type SealedTask, type TaskOrder, taskOrderSchema } from '../../../model/machineTask';

/** Words before the content, so that no signature of a request is one of a task, nor the other way round. */
const signatureOf = (key: Uint8Array, content: string): Buffer =>
  createHmac('sha256', key).update(`SKYWARDEN-TASK\n${content}`).digest();

/** Signed with the workspace key that the machine itself signs its requests with. */
export function sealTask(key: Uint8Array, order: TaskOrder): SealedTask {
  const content = JSON.stringify(order);
  return { content, signature: signatureOf(key, content).toString('base64') };
}

export type OpenedTask = { order: TaskOrder } | { refused: 'forged' | 'unknown'; id: string; kind: string };

/** `forged`: not signed with this key. `unknown`: signed, but of a form that this version does not know; its id may be told. */
export function openTask(key: Uint8Array, { content, signature }: SealedTask): OpenedTask {
  const [given, expected] = [Buffer.from(signature, 'base64'), signatureOf(key, content)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { refused: 'forged', id: '', kind: '' };
  const parsed = parse(content);
  const { data } = taskOrderSchema.safeParse(parsed);
  if (data) return { order: data };
  const { id, work } = (parsed ?? {}) as { id?: unknown; work?: { kind?: unknown } };
  return { refused: 'unknown', id: shortText(id), kind: shortText(work?.kind) };
}

const shortText = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 64) : '');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever holds the key signed something that is no JSON: of a form that is not known.
    return undefined;
  }
}
