import { suppressionRuleKey } from '../../core/documentIds';
import { suppressionStateAt } from '../../core/alert/suppression/suppresses';
import { untilSaved } from '../../flows/untilSaved';
import type { SuppressionRule } from '../../model/suppressionRule';
import { parseResourceId } from '../../model/resourceId';
import { badRequest, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import type { Answer, Noun } from '../noun';
import { pageAnswer, pageOf } from '../paging';
import type { RequestContext } from '../requestContext';
import { ruleOfBody, suppressionRuleBody } from '../suppressionRuleBody';

const type = 'Microsoft.Security/alertsSuppressionRules';
const collection = `/subscriptions/{subscriptionId}/providers/${type}`;
const item = `${collection}/{alertsSuppressionRuleName}`;

/** All of them are read for each batch of new alerts. */
const maxRules = 500;
/** Names become part of a document id. */
const namePattern = /^[^<>%&\\?/#|]{1,260}$/;

function resource(context: RequestContext, rule: SuppressionRule): object {
  const { subscriptionId } = parseResourceId(context.scope);
  return {
    id: `/subscriptions/${subscriptionId}/providers/${type}/${rule.name}`,
    name: rule.name,
    type,
    properties: {
      alertType: rule.alertType,
      lastModifiedUtc: rule.lastModifiedUtc,
      ...(rule.expirationDateUtc !== null && { expirationDateUtc: rule.expirationDateUtc }),
      reason: rule.reason,
      state: suppressionStateAt(rule, context.deps.ports.now()),
      ...(rule.comment !== undefined && { comment: rule.comment }),
      ...(rule.allOf !== null && { suppressionAlertsScope: { allOf: rule.allOf } }),
    },
  };
}

function asked(context: RequestContext): { subscriptionId: string; name: string } {
  const name = context.param('alertsSuppressionRuleName');
  if (!namePattern.test(name))
    throw badRequest('InvalidResourceName', 'The name of the rule contains characters that are not allowed.');
  return { subscriptionId: parseResourceId(context.scope).subscriptionId, name };
}

async function list(context: RequestContext): Promise<Answer> {
  const { rules } = await context.deps.ports.alertSettings.of(parseResourceId(context.scope).subscriptionId);
  const wanted = context.query.get('alerttype')?.toLowerCase();
  const found = rules.filter(({ rule }) => wanted === undefined || rule.alertType.toLowerCase() === wanted);
  const page = pageOf(context, found, ({ id }) => id);
  return pageAnswer(
    context,
    page.rows.map(({ rule }) => resource(context, rule)),
    page.continuation,
  );
}

async function get(context: RequestContext): Promise<Answer> {
  const { subscriptionId, name } = asked(context);
  const found = await context.deps.ports.alertSettings.rule(subscriptionId, name);
  if (!found) throw notFound(`The suppression rule '${name.slice(0, 80)}'`);
  return { status: 200, body: resource(context, found.rule) };
}

async function put(context: RequestContext): Promise<Answer> {
  const { subscriptionId, name } = asked(context);
  const { ports, workspaceId } = context.deps;
  const { properties } = readBody(context.request, suppressionRuleBody);
  const rule = await untilSaved(async () => {
    const { rules } = await ports.alertSettings.of(subscriptionId);
    const key = suppressionRuleKey(subscriptionId, name);
    const stored = rules.find(({ id }) => id === key.id);
    if (!stored && rules.length >= maxRules)
      throw badRequest(
        'TooManySuppressionRules',
        `A subscription has at most ${maxRules} suppression rules: delete one.`,
      );
    const next = ruleOfBody(stored?.rule.name ?? name, properties, ports.now());
    const { _etag } = stored ?? {};
    const shared = { ...key, kind: 'suppressionRule', workspaceId: stored?.workspaceId ?? workspaceId } as const;
    await ports.alertSettings.saveRule({ ...shared, rule: next, ...(_etag && { _etag }) });
    return next;
  });
  return { status: 200, body: resource(context, rule) };
}

async function remove(context: RequestContext): Promise<Answer> {
  const { subscriptionId, name } = asked(context);
  const { alertSettings } = context.deps.ports;
  await untilSaved(async () => {
    const found = await alertSettings.rule(subscriptionId, name);
    if (found) await alertSettings.removeRule(found);
  });
  return { status: 204 };
}

const reading = { permission: 'read', on: 'scope' } as const;
const writing = { permission: 'manageSuppression', on: 'scope' } as const;

export const noun: Noun = {
  type: 'alertsSuppressionRules',
  surface: 'Microsoft.Security',
  apiVersions: ['2019-01-01-preview'],
  routes: [
    { method: 'GET', path: collection, summary: 'List the suppression rules', access: reading, handle: list },
    { method: 'GET', path: item, summary: 'Get a suppression rule', access: reading, handle: get },
    { method: 'PUT', path: item, summary: 'Create or update a suppression rule', access: writing, handle: put },
    { method: 'DELETE', path: item, summary: 'Delete a suppression rule', access: writing, handle: remove },
  ],
};
