import type { Json } from '../../../../model/json';

/** A condition as it is written, checked and with its keys in lower case. */
export type Condition =
  | { kind: 'all' | 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  | { kind: 'field'; field: string; operator: string; right: Json }
  | { kind: 'value'; value: Json; operator: string; right: Json }
  | { kind: 'count'; count: Count; operator: string; right: Json };

/** `where` is absent when every element counts. */
export type Count =
  { field: string; where: Condition | undefined } | { value: Json; name: string; where: Condition | undefined };
