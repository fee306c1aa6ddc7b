import type { Json, JsonObject } from '../../../model/json';
import type { Doubt } from './doubt';
import type { AliasTable } from './fields/aliasTable';

/** A count around what is compiled. Its current element is `frame.elements` at its place in the list. */
export type Binding = { kind: 'value'; name: string } | { kind: 'field'; alias: string };

/** What rules are compiled against. */
export interface Scope {
  /** By name in lower case. A doubt stands for one that has no value. */
  parameters: ReadonlyMap<string, Json | Doubt>;
  /** What `policy()` answers, with keys in lower case. */
  policy: JsonObject;
  aliases: AliasTable;
  bindings: readonly Binding[];
  /** The name of a related resource may hold a hash that nobody can compute: it becomes `uniqueMarks` there. */
  inName: boolean;
  /** Set within an existence condition, whose fields are those of the related resource. */
  related?: boolean;
  /** Filled while compiling. */
  uses: Uses;
}

/** What a rule makes use of. */
export interface Uses {
  /** What its verdicts depend on beside resources. */
  clock: boolean;
  scopes: boolean;
  /** Functions called, those that ask something of the resource of the `if`, and whatever is read beside its type. */
  calls: number;
  asked: number;
  read: number;
}

export const noUses = (): Uses => ({ clock: false, scopes: false, calls: 0, asked: 0, read: 0 });
