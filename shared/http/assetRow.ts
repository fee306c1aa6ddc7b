import { z } from 'zod';
import { agentStates } from '../core/posture/inventory/agentState';
import { type Asset, isStale } from '../core/posture/inventory/asset';
import { environments } from '../core/posture/inventory/environment';
import { parseResourceId } from '../model/resourceId';
import type { Catalogue } from './catalogue';

const count = z.number().int();

export const assetRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  location: z.string().nullable(),
  subscriptionId: z.string().meta({ description: 'Empty for what lies in no Azure subscription' }),
  resourceGroup: z.string(),
  environment: z.enum(environments),
  tags: z.record(z.string(), z.string()),
  source: z.string(),
  observedAt: z.string().meta({ description: 'When the newest snapshot was taken (ISO 8601, UTC)' }),
  agentState: z.enum(agentStates).meta({ description: 'Whether the collector reports the machine' }),
  agentSeenAt: z.string().nullable().meta({ description: 'When facts of the machine last came' }),
  openAlerts: count.meta({ description: 'Alerts that are active or in progress' }),
  stale: z.boolean().meta({ description: 'Some verdict rests on a snapshot that is older than its limit' }),
  recommendations: z.object({
    healthy: count,
    unhealthy: count,
    notApplicable: count,
    unknown: count.meta({ description: 'Could not be judged: neither healthy nor unhealthy' }),
    unhealthyBySeverity: z.object({ high: count, medium: count, low: count }),
  }),
});
type AssetRow = z.infer<typeof assetRowSchema>;

export function assetRow(asset: Asset, catalogue: Catalogue): AssetRow {
  const { document, judgement, environment, agentState, agentSeenAt } = asset;
  const { resource, observedAt, source, resourceId } = document;
  const verdicts = Object.entries(judgement?.verdicts ?? {});
  const counted = (wanted: string): number => verdicts.filter(([, { code }]) => code === wanted).length;
  const failed = verdicts.filter(([, { code }]) => code === 'Unhealthy');
  const severities = failed.map(([key]) => catalogue.byKey(key)?.metadata.severity);
  const severe = (wanted: string): number => severities.filter((severity) => severity === wanted).length;
  const { subscriptionId, resourceGroup } = parseResourceId(resourceId);
  return {
    id: resource.id,
    name: resource.name,
    type: resource.type,
    location: resource.location ?? null,
    subscriptionId,
    resourceGroup,
    environment,
    tags: resource.tags ?? {},
    source,
    observedAt,
    agentState,
    agentSeenAt: agentSeenAt ?? null,
    openAlerts: asset.openAlerts,
    stale: isStale(asset),
    recommendations: {
      healthy: counted('Healthy'),
      unhealthy: failed.length,
      notApplicable: counted('NotApplicable'),
      unknown: counted('Unknown'),
      unhealthyBySeverity: { high: severe('High'), medium: severe('Medium'), low: severe('Low') },
    },
  };
}
