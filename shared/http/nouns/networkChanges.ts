import { z } from 'zod';
import type { NetworkChangeDocument } from '../../model/documents/findings';
import type { NetworkChange } from '../../model/networkChange';
import { isWithin, parseResourceId } from '../../model/resourceId';
import { notFound } from '../httpError';
import { listReadable } from '../listReadable';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const changeSchema = z.object({
  id: z.string(),
  resourceId: z.string(),
  resourceType: z.string(),
  at: z.string().meta({ description: 'When it was made, or first seen (ISO 8601, UTC)' }),
  operation: z.enum(['created', 'updated', 'deleted']),
  seenIn: z.enum(['snapshot', 'activityLog']),
  caller: z
    .object({ name: z.string(), address: z.string().nullable(), correlationId: z.string().nullable() })
    .nullable()
    .meta({ description: 'Who did it, once the activity log told' }),
  changes: z
    .array(z.object({ path: z.string(), before: z.json(), after: z.json() }))
    .meta({ description: 'Members by JSON Pointer; null means absent. Empty until something tells what was written' }),
  omitted: z.number().int().meta({ description: 'Changes left out of a list that was too long' }),
  isReverted: z.boolean().meta({
    description: 'Undone before the snapshot after it: the changes lead from that snapshot to what was written',
  }),
  isWeakening: z.boolean(),
  weakenings: z.array(
    z.object({
      reason: z.string(),
      detail: z.string(),
      severity: z.enum(['Informational', 'Low', 'Medium', 'High']),
    }),
  ),
  notJudged: z.string().nullable().meta({ description: 'Why it could not be told whether more gets through' }),
  alert: z.string().nullable().meta({ description: 'Guid of the alert, the second part of its name' }),
});

const rowOf = ({ id, caller, omitted, notJudged, alert, weakenings, isReverted, ...rest }: NetworkChange) => ({
  id: id.replaceAll('|', '-'),
  ...rest,
  caller: caller
    ? { name: caller.name, address: caller.address ?? null, correlationId: caller.correlationId ?? null }
    : null,
  omitted: omitted ?? 0,
  isReverted: isReverted === true,
  isWeakening: weakenings.length > 0,
  weakenings,
  notJudged: notJudged ?? null,
  alert: alert ?? null,
});

const query = z.object({
  resourceId: z
    .string()
    .max(2048)
    .optional()
    .meta({ description: 'Changes of this resource or resource group and what lies below it' }),
});

/** A resource that lies outside of the path's scope is not found, as if it were not there. */
function narrowed(context: RequestContext): string {
  const asked = context.query.get('resourceid');
  if (asked === undefined) return context.scope;
  const { id } = parseResourceId(asked);
  if (!isWithin(id, context.scope)) throw notFound('The resource');
  return id;
}

async function list(context: RequestContext): Promise<Answer> {
  const { findings } = context.deps.ports;
  const narrowest = narrowed(context);
  const listed = await listReadable<NetworkChangeDocument>(
    context,
    readPage(context),
    ({ resourceId }) => resourceId,
    // a readable scope below the resource asked for is the narrower of the two
    (scope, page) => findings.networkChanges(isWithin(scope, narrowest) ? scope : narrowest, page),
  );
  const mine = listed.items.filter(({ resourceId }) => context.caller.may('read', resourceId));
  return pageAnswer(
    context,
    mine.map(({ change }) => rowOf(change)),
    listed.continuation,
  );
}

export const noun: Noun = {
  type: 'networkChanges',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: '/api/v1/subscriptions/{subscriptionId}/networkChanges',
      summary:
        'List changes of network security groups, routes, firewalls and public addresses, newest first, with what they changed',
      access: { permission: 'read', on: 'within' },
      query,
      response: changeSchema,
      paged: true,
      handle: list,
    },
  ],
};
