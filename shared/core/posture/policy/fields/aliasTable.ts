import { aliasOverrides } from './aliasOverrides';

/** Which aliases exist, and the paths of those that do not follow the rule. Aliases and types in lower case. */
export interface AliasTable {
  isKnown(alias: string): boolean;
  /** The path of an alias on a type, in lower case. */
  pathOf(alias: string, type: string): string | undefined;
}

/** `known` are the names of aliases that are certain to exist. */
export function aliasTable(known: Iterable<string>): AliasTable {
  const names = new Set([...known].map((alias) => alias.toLowerCase()));
  const paths = new Map<string, Map<string, string>>();
  for (const [alias, type, path] of aliasOverrides) {
    const name = alias.toLowerCase();
    names.add(name);
    const ofTypes = paths.get(name) ?? new Map<string, string>();
    ofTypes.set(type.toLowerCase(), path.toLowerCase());
    paths.set(name, ofTypes);
  }
  return {
    isKnown: (alias) => names.has(alias),
    pathOf: (alias, type) => paths.get(alias)?.get(type),
  };
}
