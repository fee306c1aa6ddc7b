import { type Asset, isStale, unhealthyCount } from './asset';
import type { AgentState } from './agentState';
import type { Environment } from './environment';

/** Resources by what they are. `unjudged`: no verdict on them, or only such as say nothing. */
export interface AssetCounts {
  resources: number;
  types: Record<string, number>;
  environments: Partial<Record<Environment, number>>;
  agentStates: Partial<Record<AgentState, number>>;
  health: { unhealthy: number; healthy: number; unjudged: number };
  stale: number;
}

export function countAssets(assets: readonly Asset[]): AssetCounts {
  const counts: AssetCounts = {
    resources: assets.length,
    types: {},
    environments: {},
    agentStates: {},
    health: { unhealthy: 0, healthy: 0, unjudged: 0 },
    stale: assets.filter(isStale).length,
  };
  // Names of types come from senders.
  const types = new Map<string, number>();
  for (const asset of assets) {
    const type = asset.document.type.toLowerCase();
    types.set(type, (types.get(type) ?? 0) + 1);
    counts.environments[asset.environment] = (counts.environments[asset.environment] ?? 0) + 1;
    counts.agentStates[asset.agentState] = (counts.agentStates[asset.agentState] ?? 0) + 1;
    counts.health[healthOf(asset)] += 1;
  }
  return { ...counts, types: Object.fromEntries([...types].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function healthOf(asset: Asset): 'unhealthy' | 'healthy' | 'unjudged' {
  if (unhealthyCount(asset) > 0) return 'unhealthy';
  return Object.values(asset.judgement?.verdicts ?? {}).some(({ code }) => code === 'Healthy') ? 'healthy' : 'unjudged';
}
