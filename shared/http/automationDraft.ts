import type { AutomationDraft } from '../flows/saveAutomation';
import type { Automation } from '../model/automation';
import { draftActions, targetIdOf } from './automationActions';
import type { AutomationBody, AutomationPatch } from './automationBody';
import { HttpError, badRequest } from './httpError';
import type { RequestContext } from './requestContext';

const scopePattern = /^\/subscriptions\/([0-9a-f-]{36})(?:\/resourceGroups\/[-\w._()]{1,90})?\/?$/i;

interface Draft {
  context: RequestContext;
  /** ARM id of the automation, as it was sent. */
  id: string;
  stored: Automation | undefined;
  now: string;
}

/** What a PUT makes of what is stored. Absent `isEnabled` counts as true. Throws HttpError 400, or 403 for its scopes. */
export function draftOfPut({ context, id, stored, now }: Draft, body: AutomationBody): AutomationDraft {
  const { description, isEnabled, scopes, sources, actions } = body.properties;
  return checked(context, {
    id: stored?.id ?? id,
    name: stored?.name ?? id.split('/').at(-1)!,
    ...(body.location !== undefined && { location: body.location }),
    ...(body.tags && { tags: body.tags }),
    ...(description !== undefined && { description }),
    isEnabled: isEnabled ?? true,
    scopes: scopes.map(scopeOf),
    sources,
    actions: draftActions(actions, stored?.actions ?? [], context.deps.actionKinds, context.deps.allowedTargets),
    createdAt: stored?.createdAt ?? now,
  });
}

/** What a PATCH makes of what is stored: members that it names are replaced. */
export function draftOfPatch(
  { context, stored }: { context: RequestContext; stored: Automation },
  patch: AutomationPatch,
): AutomationDraft {
  const { etag: _, ...kept } = stored;
  const { description, isEnabled, scopes, sources, actions } = patch.properties ?? {};
  return checked(context, {
    ...kept,
    ...(patch.tags && { tags: patch.tags }),
    ...(description !== undefined && { description }),
    ...(isEnabled !== undefined && { isEnabled }),
    ...(scopes && { scopes: scopes.map(scopeOf) }),
    ...(sources && { sources }),
    ...(actions && {
      actions: draftActions(actions, stored.actions, context.deps.actionKinds, context.deps.allowedTargets),
    }),
  });
}

const scopeOf = ({
  description,
  scopePath,
}: AutomationBody['properties']['scopes'][number]): Automation['scopes'][number] => ({
  ...(description !== undefined && { description }),
  scopePath,
});

/**
 * An automation hands on what lies in its scopes, so its writer must be able to read them; and where the deployment's own
 * identity would send, the writer needs write on the target (a secret proves that right by itself).
 */
function checked(context: RequestContext, draft: AutomationDraft): AutomationDraft {
  const subscription = context.scope.split('/')[2]!.toLowerCase();
  for (const { scopePath } of draft.scopes) {
    if (scopePattern.exec(scopePath)?.[1]?.toLowerCase() !== subscription)
      throw badRequest(
        'InvalidAutomationScope',
        'Every scopePath must be the subscription of the automation or a resource group in it.',
      );
    requireLinked(context, 'read', scopePath);
  }
  for (const action of draft.actions) {
    if (action.secret !== undefined || action.secretId !== undefined) continue;
    const kind = context.deps.actionKinds.find(({ actionType }) => actionType === action.actionType);
    requireLinked(context, 'writeTarget', targetIdOf(action, kind?.form.target ?? ''));
  }
  return draft;
}

function requireLinked({ caller }: RequestContext, permission: 'read' | 'writeTarget', id: string): void {
  if (caller.may(permission, id)) return;
  throw new HttpError(
    403,
    'LinkedAuthorizationFailed',
    `The client with object id '${caller.principal.oid}' may write the automation but not perform '${permission}' on the linked scope '${id}'.`,
  );
}
