import { createHmac, timingSafeEqual } from 'node:crypto';

const bytes = 12;

const mark = (key: Buffer, id: string): Buffer =>
  createHmac('sha256', key).update(`operation ${id}`).digest().subarray(0, bytes);

/** Name of a finished operation. It carries a mark, so that nothing has to be stored to know that it was ours. */
export const operationId = (key: Buffer, id: string): string => `${id}.${mark(key, id).toString('base64url')}`;

export function isOperationId(key: Buffer, text: string): boolean {
  const [id = '', given = ''] = text.slice(0, 100).split('.');
  const found = Buffer.from(given, 'base64url');
  return found.length === bytes && timingSafeEqual(found, mark(key, id));
}
