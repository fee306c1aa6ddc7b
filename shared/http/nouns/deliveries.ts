import { z } from 'zod';
import { Conflict } from '../../flows/ports/portErrors';
import { resendDelivery } from '../../flows/resendDelivery';
import type { Automation } from '../../model/automation';
import type { RunDocument } from '../../model/documents/runs';
import { isWithin, parseResourceId } from '../../model/resourceId';
import { Rejected } from '../../model/rejected';
import { deliveryStates, idOf, keyIn, rowOf, rowSchema, type DeliveryRow } from '../deliveryRow';
import { badRequest, HttpError, notFound } from '../httpError';
import type { Answer, Noun } from '../noun';
import { pageAnswer, readPage } from '../paging';
import type { RequestContext } from '../requestContext';

const query = z.object({
  state: z.enum(deliveryStates).default('Parked').meta({ description: 'What became of them' }),
});
const maxResent = 100;

const resentSchema = z.object({
  resent: z.number().int(),
  more: z.boolean(),
  refused: z.array(z.object({ id: z.string(), reason: z.string() })),
});

function stateOf(context: RequestContext): (typeof deliveryStates)[number] {
  const given = (context.query.get('state') ?? 'Parked').toLowerCase();
  const state = deliveryStates.find((one) => one.toLowerCase() === given);
  if (state === undefined)
    throw badRequest('InvalidState', `The query parameter state must be one of ${deliveryStates.join(', ')}.`);
  return state;
}

/** Automation by automation, in the order of their ids: the mark names the automation and where its list goes on. */
async function listAll(context: RequestContext): Promise<Answer> {
  const { top, continuation = '' } = readPage(context);
  const [start = '', rest = ''] = continuation.split('\n');
  const status = stateOf(context);
  const rows: DeliveryRow[] = [];
  for (const automation of await readableAutomations(context)) {
    const key = automation.id.toLowerCase();
    if (key < start) continue;
    if (rows.length >= top) return pageAnswer(context, rows, key);
    const options = { top: top - rows.length, status, ...(key === start && rest !== '' && { continuation: rest }) };
    const found = await context.deps.ports.runs.list(key, options);
    rows.push(...found.items.map((run) => rowOf(automation, run)));
    if (found.continuation !== undefined) return pageAnswer(context, rows, `${key}\n${found.continuation}`);
  }
  return pageAnswer(context, rows);
}

async function readableAutomations({ deps, caller, scope }: RequestContext): Promise<Automation[]> {
  const stored = await deps.ports.settings.automations(parseResourceId(scope).subscriptionId);
  return stored
    .map(({ automation }) => automation)
    .filter(({ id }) => isWithin(id, scope) && caller.may('read', id))
    .sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1));
}

async function automationOf(context: RequestContext, permission: 'read' | 'writeAutomation'): Promise<Automation> {
  const id = `${context.scope}/providers/Microsoft.Security/automations/${context.param('automationName')}`;
  context.caller.require(permission, id);
  const found = await context.deps.ports.settings.automation(id);
  if (!found) throw notFound(`The automation '${context.param('automationName').slice(0, 260)}'`);
  return found.automation;
}

async function list(context: RequestContext): Promise<Answer> {
  const automation = await automationOf(context, 'read');
  const options = { ...readPage(context), status: stateOf(context) };
  const { items, continuation } = await context.deps.ports.runs.list(automation.id.toLowerCase(), options);
  return pageAnswer(
    context,
    items.map((run) => rowOf(automation, run)),
    continuation,
  );
}

async function resendOne(context: RequestContext): Promise<Answer> {
  const automation = await automationOf(context, 'writeAutomation');
  const key = keyIn(context.param('deliveryId'));
  const run = key && (await context.deps.ports.runs.get(automation.id.toLowerCase(), key.day, key.id));
  if (!run) throw notFound('The delivery');
  const refusal = await refusalOf(context, automation, run);
  if (refusal !== undefined) throw new HttpError(409, 'NotResent', refusal);
  return { status: 202, body: { resent: 1, more: false, refused: [] } };
}

async function resendParked(context: RequestContext): Promise<Answer> {
  const automation = await automationOf(context, 'writeAutomation');
  const options = { top: maxResent, status: 'Parked' as const };
  const { items, continuation } = await context.deps.ports.runs.list(automation.id.toLowerCase(), options);
  const refused: { id: string; reason: string }[] = [];
  for (const run of items) {
    const reason = await refusalOf(context, automation, run);
    if (reason !== undefined) refused.push({ id: idOf(run), reason });
  }
  const body = { resent: items.length - refused.length, more: continuation !== undefined, refused };
  return { status: 202, body };
}

/** Undefined once it is on its way. */
async function refusalOf(
  context: RequestContext,
  automation: Automation,
  run: RunDocument,
): Promise<string | undefined> {
  try {
    await resendDelivery(context.deps.ports, automation, run);
    return undefined;
  } catch (error) {
    if (error instanceof Conflict) return 'The delivery changed meanwhile: look at it again.';
    if (error instanceof Rejected) return `${error.message}.`;
    throw error;
  }
}

const below = '/api/v1/subscriptions/{subscriptionId}';
const ofOne = `${below}/resourceGroups/{resourceGroup}/automations/{automationName}/deliveries`;
const listing = { permission: 'read', on: 'within' } as const;

export const noun: Noun = {
  type: 'deliveries',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'GET',
      path: `${below}/deliveries`,
      summary: 'List deliveries of the automations of a subscription, by default those that are parked',
      access: listing,
      query,
      response: rowSchema,
      paged: true,
      handle: listAll,
    },
    {
      method: 'GET',
      path: ofOne,
      summary: 'List deliveries of one automation, newest first, by default those that are parked',
      access: listing,
      query,
      response: rowSchema,
      paged: true,
      handle: list,
    },
    {
      method: 'POST',
      path: `${ofOne}/resend`,
      summary: `Send up to ${maxResent} parked deliveries of an automation again (who may write the automation)`,
      access: 'anyone',
      response: resentSchema,
      handle: resendParked,
    },
    {
      method: 'POST',
      path: `${ofOne}/{deliveryId}/resend`,
      summary: 'Send one parked delivery again (who may write the automation)',
      access: 'anyone',
      response: resentSchema,
      handle: resendOne,
    },
  ],
};
