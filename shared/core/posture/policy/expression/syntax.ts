import type { Json } from '../../../../model/json';

/** An expression of the template language. Names are in lower case, `written` as they stand. */
export type Expression =
  | { kind: 'literal'; value: Json }
  | { kind: 'call'; name: string; written: string; args: Expression[] }
  | { kind: 'member'; of: Expression; key: string }
  | { kind: 'index'; of: Expression; index: Expression };
