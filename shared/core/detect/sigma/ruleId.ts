import { uuid5 } from '../../alert/uuid5';

/** Ids of rules that have none of their own. */
const namespace = '4f7c6f0e-2d0b-4f55-9a41-7b1d0c3e5a68';

/** Sigma leaves the id to the author: without one the title, name and log source make it, which stay when the rule is tuned. */
export function withId(rule: unknown): unknown {
  if (typeof rule !== 'object' || rule === null || 'id' in rule) return rule;
  const { title, name, logsource } = rule as Record<string, unknown>;
  return { ...rule, id: uuid5(namespace, JSON.stringify([title, name, logsource])) };
}
