import { addresses } from './addresses';
import { collections } from './collections';
import { dates } from './dates';
import { encoding } from './encoding';
import { logic } from './logic';
import { numbers } from './numbers';
import type { PureFunction } from './pureFunction';
import { text } from './text';

/** Functions of the template language that need nothing but their arguments, by name in lower case. */
export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map(
  Object.entries({ ...addresses, ...collections, ...dates, ...encoding, ...logic, ...numbers, ...text }),
);
