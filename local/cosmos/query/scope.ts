import { badRequest } from '../fault';
import type { Value } from './syntax';

/** The values bound to the aliases of a query and its subqueries while a row is evaluated. */
export type Slots = Value[];
export type Evaluate = (slots: Slots) => Value;

/** Which alias stands in which slot; inner scopes see the outer aliases and share the counter. */
export interface Scope {
  /** Time of the query, ms since 1970. */
  readonly now: number;
  slotOf(name: string): number;
  bind(alias: string): number;
  /** A slot without a name. */
  reserve(): number;
  inner(): Scope;
}

/** `now` in milliseconds since 1970. */
export function openScope(now: number): Scope {
  let slots = 0;
  const reserve = () => slots++;

  const scope = (names: Map<string, number>): Scope => ({
    now,
    reserve,
    slotOf(name) {
      const slot = names.get(name);
      if (slot === undefined) throw badRequest(`Identifier '${name}' could not be resolved.`);
      return slot;
    },
    bind(alias) {
      const slot = reserve();
      names.set(alias, slot);
      return slot;
    },
    inner: () => scope(new Map(names)),
  });

  return scope(new Map());
}
