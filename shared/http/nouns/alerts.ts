import { z } from 'zod';
import { changeAlertStatus } from '../../flows/changeAlertStatus';
import { type AlertStatus, alertVerdicts } from '../../model/alert';
import type { AlertDocument } from '../../model/documents/findings';
import { isWithin, parseResourceId } from '../../model/resourceId';
import { alertResource } from '../alertResource';
import { notFound } from '../httpError';
import { readBody } from '../jsonBody';
import { listReadable } from '../listReadable';
import type { Answer, Noun, Route } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';
import { simulateRoutes } from '../simulateAlerts';

const scopes = ['/subscriptions/{subscriptionId}', '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}'];
const provider = 'providers/Microsoft.Security';
const item = `${provider}/locations/{location}/alerts/{alertName}`;
const name = /^\d{19}_([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

async function list(context: RequestContext, location?: string): Promise<Answer> {
  const { findings } = context.deps.ports;
  const listed = await listReadable<AlertDocument>(
    context,
    readPage(context),
    ({ resourceId }) => resourceId,
    (scope, page) => findings.alerts({ scope, location }, { top: page.top, continuation: page.continuation }),
  );
  const rows = listed.items.map(({ alert }) => alertResource(alert, context.apiVersion, context.publicUrl));
  return pageAnswer(context, rows, listed.continuation);
}

/** The alert that the path names. What lies at another scope or location, or outside of the caller's, is not found. */
async function read(context: RequestContext): Promise<AlertDocument> {
  const asked = context.param('alertName');
  const guid = name.exec(asked)?.[1]?.toLowerCase();
  const { subscriptionId } = parseResourceId(context.scope);
  const found = guid === undefined ? undefined : await context.deps.ports.findings.alert(subscriptionId, guid);
  if (
    !found ||
    found.alert.name.toLowerCase() !== asked.toLowerCase() ||
    found.alert.location.toLowerCase() !== context.param('location').toLowerCase() ||
    !isWithin(found.resourceId, context.scope) ||
    !context.caller.may('read', found.resourceId)
  )
    throw notFound(`The alert '${asked.slice(0, 80)}'`);
  return found;
}

const get = async (context: RequestContext): Promise<Answer> => ({
  status: 200,
  body: alertResource((await read(context)).alert, context.apiVersion, context.publicUrl),
});

/** Clients of Microsoft send no body; ours may say what was found out. */
const changeBody = z.looseObject({ verdict: z.enum(alertVerdicts).exactOptional() });

/** A caller who may see an alert but not close it hears 403, one who may not see it hears 404. */
async function change(context: RequestContext, status: AlertStatus): Promise<Answer> {
  const { resourceId, subscriptionId, alert } = await read(context);
  context.caller.require('changeAlertState', resourceId);
  const { verdict } = context.request.body.length > 0 ? readBody(context.request, changeBody) : {};
  await changeAlertStatus(context.deps.ports, { subscriptionId, guid: alert.guid, status, verdict });
  return { status: 204 };
}

const seen = { permission: 'read', on: 'within' } as const;

const verbs: { verb: string; status: AlertStatus; apiVersions?: readonly string[] }[] = [
  { verb: 'activate', status: 'Active' },
  { verb: 'inProgress', status: 'InProgress', apiVersions: ['2022-01-01'] },
  { verb: 'resolve', status: 'Resolved' },
  { verb: 'dismiss', status: 'Dismissed' },
];

const routesAt = (scope: string): Route[] => [
  {
    method: 'GET',
    path: `${scope}/${provider}/alerts`,
    summary: 'List alerts, newest first',
    access: seen,
    handle: (context) => list(context),
  },
  {
    method: 'GET',
    path: `${scope}/${provider}/locations/{location}/alerts`,
    summary: 'List alerts of one location, newest first',
    access: seen,
    handle: (context) => list(context, context.param('location')),
  },
  { method: 'GET', path: `${scope}/${item}`, summary: 'Get an alert', access: seen, handle: get },
  ...verbs.map(({ verb, status, ...versions }): Route => ({
    method: 'POST',
    path: `${scope}/${item}/${verb}`,
    summary: `Change the state of an alert to ${status}`,
    access: seen,
    ...versions,
    handle: (context) => change(context, status),
  })),
];

export const noun: Noun = {
  type: 'alerts',
  surface: 'Microsoft.Security',
  apiVersions: ['2021-01-01', '2021-11-01', '2022-01-01'],
  routes: [...scopes.flatMap(routesAt), ...simulateRoutes],
};
