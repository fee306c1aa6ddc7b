import { z } from 'zod';
import { type AllowList, createAllowList, openAllowList, type WarningList } from './allowList';
import { below, packColumns, under, unpackColumns } from './columns';
import { type BuiltIndex, openIndicatorIndex } from './indicatorIndex';

/** All lists of a deployment, ready to be asked. */
export interface CompiledIntel {
  builtAt: string;
  index: BuiltIndex;
  allowed: AllowList;
  shared: AllowList;
}

export interface IntelLists {
  builtAt: string;
  index: BuiltIndex;
  allowed: Iterable<WarningList>;
  shared: Iterable<WarningList>;
}

const factsSchema = z.object({ builtAt: z.string(), index: z.unknown(), allowed: z.unknown(), shared: z.unknown() });

/** The lists as one file, which `openIntel` only has to look into. */
export function compileIntel({ builtAt, index, ...lists }: IntelLists): Buffer {
  const [allowed, shared] = [createAllowList(lists.allowed), createAllowList(lists.shared)];
  return packColumns(
    { builtAt, index: index.facts, allowed: allowed.facts, shared: shared.facts },
    {
      ...under('index', index.columns()),
      ...under('allowed', allowed.columns()),
      ...under('shared', shared.columns()),
    },
  );
}

/** Throws Rejected when the file is cut, damaged or of another version. */
export function openIntel(data: Buffer): CompiledIntel {
  const { facts, columns } = unpackColumns(data);
  const told = factsSchema.parse(facts);
  const allowed = openAllowList(told.allowed, below('allowed', columns));
  const shared = openAllowList(told.shared, below('shared', columns));
  const index = openIndicatorIndex(told.index, below('index', columns), { allowed, shared });
  return { builtAt: told.builtAt, index, allowed, shared };
}
