import { z } from 'zod';
import type { Json, JsonObject } from '../../shared/model/json';
import { badRequest, preconditionFailed } from './fault';
import { parseQuery } from './query/parse';
import { compileFilter } from './query/select';

const value = z.json();
const operationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['add', 'set', 'replace']), path: z.string(), value }),
  z.object({ op: z.literal('incr'), path: z.string(), value: z.number() }),
  z.object({ op: z.literal('remove'), path: z.string() }),
  z.object({ op: z.literal('move'), path: z.string(), from: z.string() }),
]);
const operations = z.array(operationSchema).min(1).max(10, 'at most 10 operations in one patch');
const patchSchema = z.union([
  operations.transform((list) => ({ operations: list, condition: undefined })),
  z.object({ operations, condition: z.string().optional() }),
]);

type PatchOperation = z.output<typeof operationSchema>;
type Holder = { [key: string]: Json } | Json[];

const systemProperties = new Set(['_rid', '_self', '_etag', '_attachments', '_ts', 'id']);

function pointer(path: string): string[] {
  if (!path.startsWith('/')) throw badRequest(`The patch path ${path} must start with /.`);
  const segments = path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (systemProperties.has(segments[0] ?? ''))
    throw badRequest(`The patch path ${path} names a property that cannot be changed.`);
  return segments;
}

const member = (holder: Json | undefined, name: string): Json | undefined => {
  if (Array.isArray(holder)) return /^\d+$/.test(name) ? holder[Number(name)] : undefined;
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name) ? holder[name] : undefined;
};

function holderOf(document: JsonObject, path: string): { holder: Holder; name: string } {
  const segments = pointer(path);
  const name = segments.pop() ?? '';
  const holder = segments.reduce<Json | undefined>(member, document);
  if (typeof holder !== 'object' || holder === null)
    throw badRequest(`The parent of the patch path ${path} does not exist.`);
  return { holder, name };
}

// defineProperty, so that a property named __proto__ is data like any other.
const assign = (holder: JsonObject, name: string, value: Json) =>
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });

function put(document: JsonObject, path: string, value: Json, insert: boolean): void {
  const { holder, name } = holderOf(document, path);
  if (!Array.isArray(holder)) {
    assign(holder, name, value);
    return;
  }
  const index = name === '-' ? holder.length : Number(name);
  if (!(name === '-' || /^\d+$/.test(name)) || index > holder.length)
    throw badRequest(`The index in the patch path ${path} is out of range.`);
  holder.splice(index, insert ? 0 : 1, value);
}

function take(document: JsonObject, path: string): Json {
  const { holder, name } = holderOf(document, path);
  const value = member(holder, name);
  if (value === undefined) throw badRequest(`The patch path ${path} does not exist.`);
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
  return value;
}

function at(document: JsonObject, path: string): Json | undefined {
  const { holder, name } = holderOf(document, path);
  return member(holder, name);
}

function apply(document: JsonObject, operation: PatchOperation): void {
  const { op, path } = operation;
  if (op === 'add') return put(document, path, operation.value, true);
  if (op === 'set') return put(document, path, operation.value, false);
  if (op === 'move') return put(document, path, take(document, operation.from), true);
  if (op === 'remove') {
    take(document, path);
    return;
  }
  const present = at(document, path);
  if (op === 'incr') {
    if (present !== undefined && typeof present !== 'number')
      throw badRequest(`The patch path ${path} holds no number.`);
    return put(document, path, (present ?? 0) + operation.value, false);
  }
  if (present === undefined) throw badRequest(`The patch path ${path} does not exist.`);
  put(document, path, operation.value, false);
}

/** Applies a patch to its own copy of the document; 412 if the condition (`from c where ...`) is not true of it. */
export function patchDocument(document: JsonObject, body: Json | undefined): JsonObject {
  const patch = patchSchema.safeParse(body);
  if (!patch.success) throw badRequest(`The patch is invalid: ${z.prettifyError(patch.error)}`);
  const { condition } = patch.data;
  if (condition !== undefined && !compileFilter(parseQuery(`SELECT * ${condition}`, new Map()))(document)) {
    throw preconditionFailed('The condition of the patch does not hold.');
  }
  for (const operation of patch.data.operations) apply(document, operation);
  return document;
}
