import { arrayFunctions } from './arrays';
import { dateFunctions } from './dates';
import { mathFunctions } from './maths';
import type { ScalarFunction } from './scalarFunction';
import { stringFunctions } from './strings';
import { typeFunctions } from './types';

const all = new Map<string, ScalarFunction>(
  [stringFunctions, arrayFunctions, typeFunctions, mathFunctions, dateFunctions].flatMap((table) =>
    Object.entries(table),
  ),
);

/** A built-in function by its name in upper case. */
export const builtIn = (name: string): ScalarFunction | undefined => all.get(name);
