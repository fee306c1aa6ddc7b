import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { accountAccess } from './accountAccess';
import { type ResourceGraph, unknown } from '../recommendation';
import { isBelowSubscription } from './roleLevel';

/** Users that own the subscription itself, each once, and what keeps the count from being certain. */
export interface SubscriptionOwners {
  names: string[];
  doubt?: Verdict;
}

/** Counts users whose role Owner is at the subscription or above it; undefined where no assignments were collected. */
export function subscriptionOwners(subscription: Resource, graph: ResourceGraph): SubscriptionOwners | undefined {
  const access = accountAccess(graph);
  if (!access) return undefined;
  const above = access.accounts.filter(({ assignment }) => isBelowSubscription(assignment, subscription.id) !== true);
  const certain = above.filter(
    ({ level, assignment }) => level === 'owner' && isBelowSubscription(assignment, subscription.id) === false,
  );
  const names = [...new Set(certain.map(({ principalId }) => principalId))];
  const doubt = access.doubts.find(({ level }) => level === 'owner' || level === 'unclear');
  if (doubt) return { names, doubt: unknown(doubt.cause, doubt.description) };
  const maybe = above.some(
    ({ principalId, level }) => (level === 'owner' || level === 'unclear') && !names.includes(principalId),
  );
  return maybe
    ? {
        names,
        doubt: unknown('RoleUnknown', 'It is not known whether a role that a user holds is that of an owner here.'),
      }
    : { names };
}
