import type { JsonObject } from '../../../model/json';
import type { Resource } from '../../../model/resource';
import { wordAt } from './setting';
import {
  healthy,
  type QuickFix,
  type Recommendation,
  type RecommendationCase,
  unhealthy,
  unknown,
} from '../recommendation';
import { sampleExtension, sampleSubscription } from './sampleResource';

const pricingsType = 'Microsoft.Security/pricings';

/** Judges the subscription by the pricing of that name (`VirtualMachines`), e.g. as the inventory reads it. */
export const judgePlan =
  (plan: string): Recommendation['judge'] =>
  (_subscription, graph) => {
    const pricing = graph
      .ofType(pricingsType)
      .find(({ id }) => id.toLowerCase().endsWith(`/pricings/${plan.toLowerCase()}`));
    if (!pricing) return unknown('PricingMissing', `The pricing ${plan} of the subscription was not collected.`);
    const tier = wordAt(pricing.properties, 'pricingTier');
    if (tier === 'standard') return healthy();
    return tier === 'free'
      ? unhealthy('PlanOff', `The plan ${plan} of Microsoft Defender for Cloud is off.`)
      : unknown('PropertyUnreadable', 'The pricing is neither Free nor Standard.');
  };

/** Turns a plan on. It costs money, which the description must say. */
export const planFix = (plan: string, more: JsonObject = {}): QuickFix => ({
  description: `Turns on the plan ${plan} for the whole subscription. Microsoft charges for it from then on.`,
  permissions: ['Microsoft.Security/pricings/write'],
  requests: ({ id }) => [
    {
      method: 'PUT',
      path: `${id}/providers/${pricingsType}/${plan}`,
      apiVersion: '2024-01-01',
      body: { properties: { pricingTier: 'Standard', ...more } },
    },
  ],
});

/** Cases that every recommendation about a plan has. */
export function planCases(plan: string): RecommendationCase[] {
  const pricing = (properties: Resource['properties'], name = plan): Resource[] => [
    sampleExtension(sampleSubscription, pricingsType, name, properties),
  ];
  const resource = sampleSubscription;
  return [
    { name: 'on', resource, related: pricing({ pricingTier: 'Standard' }), expect: 'Healthy' },
    { name: 'off', resource, related: pricing({ pricingTier: 'Free' }), expect: 'Unhealthy' },
    { name: 'only another plan', resource, related: pricing({ pricingTier: 'Standard' }, 'Other'), expect: 'Unknown' },
    { name: 'pricing without tier', resource, related: pricing({}), expect: 'Unknown' },
    { name: 'pricings not collected', resource, expect: 'Unknown' },
  ];
}
