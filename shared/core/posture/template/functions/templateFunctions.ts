import type { Json } from '../../../../model/json';
import { expressionError } from '../../policy/doubt';
import { pure, type PureFunction } from '../../policy/functions/pureFunction';
import { networks } from './networks';
import { objects } from './objects';
import { times } from './times';

/** Functions of their arguments alone that rules do not have, or that keep the case of keys where rules fold it. */
export const templateFunctions: ReadonlyMap<string, PureFunction> = new Map(
  Object.entries({
    ...networks,
    ...objects,
    ...times,
    fail: pure(1, 1, ([message = null]: Json[]) => expressionError(`fail(): ${JSON.stringify(message)}`)),
  }),
);
