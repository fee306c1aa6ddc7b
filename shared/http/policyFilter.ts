import type { PolicyDocument } from '../model/policy';
import { parsePolicyId } from '../model/policyId';
import { isWithin } from '../model/resourceId';
import { badRequest } from './httpError';
import { splitFilter } from './splitFilter';

/** Which rows of a list at `at` are answered. `now` is asked for exemptions that are over. */
export type PolicyFilter = (document: PolicyDocument, at: string, now: Date) => boolean;

const calls: Record<string, PolicyFilter> = {
  'atscope()': ({ resourceId }, at) => !isBelow(resourceId, at),
  'atexactscope()': ({ resourceId }, at) => placeOf(resourceId) === (at || '/'),
  'excludeexpired()': (document, _, now) =>
    document.kind !== 'policyExemption' ||
    !document.properties.expiresOn ||
    Date.parse(document.properties.expiresOn) > now.getTime(),
};

const members: Record<string, (document: PolicyDocument) => unknown> = {
  policytype: ({ properties, scope }) =>
    ('policyType' in properties && properties.policyType) || (scope === '/' ? 'BuiltIn' : 'Custom'),
  category: ({ properties }) => ('metadata' in properties ? properties.metadata?.['category'] : undefined),
  policydefinitionid: ({ properties }) => 'policyDefinitionId' in properties && properties.policyDefinitionId,
  policyassignmentid: ({ properties }) => 'policyAssignmentId' in properties && properties.policyAssignmentId,
};

/**
 * `$filter` of policy lists: `atScope()`, `atExactScope()`, `excludeExpired()`, and `policyType`, `category`, `policyDefinitionId` or
 * `policyAssignmentId` with `eq` and a text; joined by `and`. Without one, what holds at the scope or lies below it. Throws HttpError 400.
 */
export function readPolicyFilter(text: string | undefined): PolicyFilter {
  const terms = text?.trim() ? splitFilter(text, 'and').map(termOf) : [];
  return (document, at, now) => {
    const place = placeOf(document.resourceId);
    const isNear = isWithin(place, at || '/') || isWithin(at || '/', place) || !place.startsWith('/subscriptions/');
    return isNear && terms.every((holds) => holds(document, at, now));
  };
}

function termOf(text: string): PolicyFilter {
  const call = calls[text.trim().toLowerCase().replace(/\s+/g, '')];
  if (call) return call;
  const [, member = '', wanted = ''] = /^(\w+)\s+eq\s+'((?:[^']|'')*)'$/i.exec(text.trim()) ?? [];
  const read = members[member.toLowerCase()];
  if (!read)
    throw badRequest(
      'InvalidFilter',
      "$filter takes atScope(), atExactScope(), excludeExpired(), policyType eq 'Custom', category eq '...', policyDefinitionId eq '...' " +
        "and policyAssignmentId eq '...', joined by and.",
    );
  return (document) => String(read(document)).toLowerCase() === wanted.replaceAll("''", "'").toLowerCase();
}

const placeOf = (resourceId: string): string => parsePolicyId(resourceId)?.at ?? '/';
const isBelow = (resourceId: string, at: string): boolean => {
  const place = placeOf(resourceId);
  return place !== (at || '/') && isWithin(place, at || '/');
};
