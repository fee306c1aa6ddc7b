import type { Binding } from '../scope';

/** Where an alias starts within the counts around it: the count's place, its alias, and the path from its element. */
export interface Bound {
  at: number;
  alias: string;
  rest: string;
}

/** The innermost count of the longest alias that this one is or extends. */
export function boundTo(alias: string, bindings: readonly Binding[]): Bound | undefined {
  let found: Bound | undefined;
  bindings.forEach((binding, at) => {
    if (binding.kind !== 'field' || !alias.startsWith(binding.alias)) return;
    const rest = alias.slice(binding.alias.length);
    if (rest !== '' && !rest.startsWith('.') && !rest.startsWith('[')) return;
    if (found && found.alias.length > binding.alias.length) return;
    found = { at, alias: binding.alias, rest: rest.replace(/^\./, '') };
  });
  return found;
}
