import type { CompiledPolicy } from './compileDefinition';

/** Which policies a change touches, in their order. Types in lower case. */
export interface PolicyIndex {
  /** Policies that may speak of resources of that type. */
  about(type: string): readonly CompiledPolicy[];
  /** Policies whose existence check reads resources of that type: run them on what the resource belongs to. */
  reading(type: string): readonly CompiledPolicy[];
  /** Policies that read the resource group or subscription. */
  readingScopes: readonly CompiledPolicy[];
}

export function policyIndex(policies: readonly CompiledPolicy[]): PolicyIndex {
  const live = policies.filter(({ off }) => !off);
  const places = new Map(live.map((policy, at) => [policy, at]));
  const any = live.filter(({ types }) => !types);
  const byType = new Map<string, CompiledPolicy[]>();
  const byRelated = new Map<string, CompiledPolicy[]>();
  for (const policy of live) {
    for (const type of policy.types ?? []) add(byType, type, policy);
    if (policy.relatedType !== undefined) add(byRelated, policy.relatedType, policy);
  }
  for (const [type, own] of byType) {
    byType.set(
      type,
      [...own, ...any].sort((a, b) => places.get(a)! - places.get(b)!),
    );
  }
  return {
    about: (type) => byType.get(type) ?? any,
    reading: (type) => byRelated.get(type) ?? [],
    readingScopes: live.filter(({ uses }) => uses.scopes),
  };
}

function add(lists: Map<string, CompiledPolicy[]>, type: string, policy: CompiledPolicy): void {
  const list = lists.get(type);
  if (list) list.push(policy);
  else lists.set(type, [policy]);
}
