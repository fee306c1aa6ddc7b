import type { CompiledPolicy } from './compileDefinition';
import type { Judgement } from './judgement';
import type { PreparedResource } from './resources/prepare';
import type { World } from './resources/world';

export type Report = (policy: CompiledPolicy, resource: PreparedResource, judgement: Judgement) => void;

/** Resources that a policy can speak of, in the order of the world. */
const candidatesOf = ({ types }: CompiledPolicy, world: World): readonly PreparedResource[] =>
  types ? world.ofTypes(types) : world.resources;

/** Judges every pair of a policy and a resource of its types. Policies that are off say nothing. */
export function judgeAll(policies: readonly CompiledPolicy[], world: World, report: Report): void {
  for (const policy of policies) {
    if (policy.off) continue;
    for (const resource of candidatesOf(policy, world)) report(policy, resource, policy.judge(resource, world));
  }
}

/** Judges one resource; undefined if the policy is off. */
export const judgeOne = (policy: CompiledPolicy, resource: PreparedResource, world: World): Judgement | undefined =>
  policy.off ? undefined : policy.judge(resource, world);
