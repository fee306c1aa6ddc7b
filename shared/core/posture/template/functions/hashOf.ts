import { hash } from 'node:crypto';
import type { Json } from '../../../../model/json';

/** A few letters that tell unlike values apart. */
export const hashOf = (values: Json[]): string => hash('sha256', JSON.stringify(values), 'hex').slice(0, 8);
