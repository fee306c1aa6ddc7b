import type { Value } from '../syntax';
import type { FunctionTable, ScalarFunction } from './scalarFunction';

const check = (is: (value: Value) => boolean): ScalarFunction => ({ least: 1, most: 1, apply: ([value]) => is(value) });
const isObject = (value: Value) => typeof value === 'object' && value !== null && !Array.isArray(value);

export const typeFunctions: FunctionTable = {
  IS_ARRAY: check(Array.isArray),
  IS_BOOL: check((value) => typeof value === 'boolean'),
  IS_DEFINED: check((value) => value !== undefined),
  IS_FINITE_NUMBER: check(Number.isFinite),
  IS_INTEGER: check(Number.isInteger),
  IS_NULL: check((value) => value === null),
  IS_NUMBER: check((value) => typeof value === 'number'),
  IS_OBJECT: check(isObject),
  IS_PRIMITIVE: check((value) => value !== undefined && (typeof value !== 'object' || value === null)),
  IS_STRING: check((value) => typeof value === 'string'),
  IIF: { least: 3, most: 3, apply: ([test, then, otherwise]) => (test === true ? then : otherwise) },
};
