import { aliasTable, type AliasTable } from './aliasTable';
import known from './knownAliases.json';

let table: AliasTable | undefined;

/** The aliases that the public built-in definitions use, and the overrides: what is known without asking a tenant. */
export function builtInAliases(): AliasTable {
  table ??= aliasTable(
    Object.entries(known.names).flatMap(([group, names]) => names.map((name) => `${group}/${name}`)),
  );
  return table;
}
