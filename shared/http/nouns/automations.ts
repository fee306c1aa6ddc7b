import { removeAutomation, saveAutomation } from '../../flows/saveAutomation';
import type { Automation } from '../../model/automation';
import { isWithin, parseResourceId } from '../../model/resourceId';
import { automationBody, automationPatch } from '../automationBody';
import { draftOfPatch, draftOfPut } from '../automationDraft';
import { automationResource } from '../automationResource';
import { automationWarnings } from '../automationWarnings';
import { checkPreconditions } from '../etag';
import { badRequest, HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';

const subscription = '/subscriptions/{subscriptionId}';
const provider = 'providers/Microsoft.Security/automations';
const collection = `${subscription}/resourceGroups/{resourceGroup}/${provider}`;
const item = `${collection}/{automationName}`;

/** Names become part of a document id. */
const namePattern = /^[^<>%&\\?/#|]{1,260}$/;

function idOf({ param, scope }: RequestContext): string {
  const name = param('automationName');
  if (!namePattern.test(name))
    throw badRequest('InvalidResourceName', 'The name of the automation contains characters that are not allowed.');
  return `${scope}/${provider}/${name}`;
}

const answerOf = (status: number, automation: Automation): Answer => ({
  status,
  body: automationResource(automation),
  headers: { etag: automation.etag },
});

async function list(context: RequestContext): Promise<Answer> {
  const { subscriptionId } = parseResourceId(context.scope);
  const all = (await context.deps.ports.settings.automations(subscriptionId)).map(({ automation }) => automation);
  const readable = all.filter(({ id }) => isWithin(id, context.scope) && context.caller.may('read', id));
  const page = pageOf(context, readable, ({ id }) => id.toLowerCase());
  return pageAnswer(context, page.rows.map(automationResource), page.continuation);
}

async function get(context: RequestContext): Promise<Answer> {
  const found = await context.deps.ports.settings.automation(idOf(context));
  if (!found) throw notFound(`The automation '${context.param('automationName')}'`);
  return answerOf(200, found.automation);
}

async function put(context: RequestContext): Promise<Answer> {
  const id = idOf(context);
  const body = readBody(context.request, automationBody);
  const now = context.deps.ports.now().toISOString();
  const { automation, created } = await saveAutomation(context.deps, id, (stored) => {
    checkPreconditions(context.request, stored?.etag, body.etag);
    return draftOfPut({ context, id, stored, now }, body);
  });
  return answerOf(created ? 201 : 200, automation);
}

async function patch(context: RequestContext): Promise<Answer> {
  const body = readBody(context.request, automationPatch);
  const { automation } = await saveAutomation(context.deps, idOf(context), (stored) => {
    if (!stored) throw notFound(`The automation '${context.param('automationName')}'`);
    checkPreconditions(context.request, stored.etag, body.etag);
    return draftOfPatch({ context, stored }, body);
  });
  return answerOf(200, automation);
}

async function remove(context: RequestContext): Promise<Answer> {
  await removeAutomation(context.deps.ports, idOf(context), ({ etag }) => checkPreconditions(context.request, etag));
  return { status: 204 };
}

/** Says of a definition what a PUT would say, and warns of rules that match more than they seem to. */
async function validate(context: RequestContext): Promise<Answer> {
  const id = idOf(context);
  const stored = (await context.deps.ports.settings.automation(id))?.automation;
  const now = context.deps.ports.now().toISOString();
  try {
    const draft = draftOfPut({ context, id, stored, now }, readBody(context.request, automationBody));
    const message = ['Validation Successful', ...automationWarnings(draft.sources)].join('. ');
    return { status: 200, body: { isValid: true, message } };
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 400) throw error;
    return { status: 200, body: { isValid: false, message: error.message } };
  }
}

const reading = { permission: 'read', on: 'resource' } as const;
const listing = { permission: 'read', on: 'within' } as const;
const writing = { permission: 'writeAutomation', on: 'resource' } as const;

export const noun: Noun = {
  type: 'automations',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview', '2023-12-01-preview'],
  routes: [
    {
      method: 'GET',
      path: `${subscription}/${provider}`,
      summary: 'List the automations of a subscription',
      access: listing,
      handle: list,
    },
    {
      method: 'GET',
      path: collection,
      summary: 'List the automations of a resource group',
      access: listing,
      handle: list,
    },
    { method: 'GET', path: item, summary: 'Get an automation', access: reading, handle: get },
    { method: 'PUT', path: item, summary: 'Create or update an automation', access: writing, handle: put },
    {
      method: 'PATCH',
      path: item,
      summary: 'Change parts of an automation',
      access: writing,
      apiVersions: ['2023-12-01-preview'],
      handle: patch,
    },
    { method: 'DELETE', path: item, summary: 'Delete an automation', access: writing, handle: remove },
    { method: 'POST', path: `${item}/validate`, summary: 'Validate an automation', access: writing, handle: validate },
  ],
};
