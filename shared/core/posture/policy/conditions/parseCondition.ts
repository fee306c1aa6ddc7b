import type { Json } from '../../../../model/json';
import { PolicyFault } from '../doubt';
import { fold } from '../fold';
import type { Condition, Count } from './condition';
import { members } from './members';
import { operators } from './operators';

/** Authoring limits of Azure Policy. */
const maxNesting = 64;
const maxValueCounts = 10;
const maxCountsOfArray = 5;

const leftSides: ReadonlySet<string> = new Set(['field', 'value', 'count']);

export interface ParseLimits {
  /** Conditions that may occur: 4,096 in `if`, 128 in `existenceCondition`. */
  conditions: number;
}

/** Reads a condition. Throws PolicyFault that names what does not belong there. */
export function parseCondition(json: Json | undefined, limits: ParseLimits): Condition {
  let [conditions, valueCounts] = [0, 0];
  const fieldCounts = new Map<string, number>();
  return read(json, 0);

  function read(value: Json | undefined, depth: number): Condition {
    if (depth > maxNesting) throw new PolicyFault('limit-exceeded', `conditions nest deeper than ${maxNesting}`);
    const parts = members(value, 'a condition');
    for (const logic of ['allof', 'anyof', 'not']) if (parts.has(logic)) return readLogic(logic, parts, depth);
    conditions += 1;
    if (conditions > limits.conditions)
      throw new PolicyFault('limit-exceeded', `more than ${limits.conditions} conditions`);
    return readLeaf(parts, depth);
  }

  function readLogic(logic: string, parts: Map<string, Json>, depth: number): Condition {
    if (parts.size > 1) throw new PolicyFault('unsupported-syntax', `${logic} stands beside ${others(parts, logic)}`);
    const inner = parts.get(logic)!;
    if (logic === 'not') return { kind: 'not', of: read(inner, depth + 1) };
    if (!Array.isArray(inner)) throw new PolicyFault('unsupported-syntax', `${logic} is no array`);
    return { kind: logic === 'allof' ? 'all' : 'any', of: inner.map((one) => read(one, depth + 1)) };
  }

  function readLeaf(parts: Map<string, Json>, depth: number): Condition {
    const sides = [...parts.keys()].filter((key) => leftSides.has(key));
    if (parts.has('source')) throw new PolicyFault('unsupported-field', 'source');
    const rest = [...parts.keys()].filter((key) => !leftSides.has(key));
    const strange = rest.find((key) => !operators.has(key));
    if (strange !== undefined) throw new PolicyFault('unsupported-operator', strange);
    if (sides.length !== 1)
      throw new PolicyFault(
        'unsupported-syntax',
        `a condition has ${sides.length} left sides: ${[...parts.keys()].join(', ')}`,
      );
    if (rest.length !== 1)
      throw new PolicyFault(
        'unsupported-syntax',
        `a condition has ${rest.length} operators: ${[...parts.keys()].join(', ')}`,
      );
    const [operator, right] = [rest[0]!, parts.get(rest[0]!)!];
    const side = parts.get(sides[0]!)!;
    if (sides[0] === 'value') return { kind: 'value', value: side, operator, right };
    if (sides[0] === 'count') return { kind: 'count', count: readCount(side, depth), operator, right };
    if (typeof side !== 'string') throw new PolicyFault('unsupported-field', JSON.stringify(side).slice(0, 100));
    return { kind: 'field', field: side, operator, right };
  }

  function readCount(json: Json, depth: number): Count {
    const parts = members(json, 'count');
    const strange = [...parts.keys()].find((key) => !['field', 'value', 'name', 'where'].includes(key));
    if (strange !== undefined) throw new PolicyFault('unsupported-syntax', `${strange} in count`);
    if (parts.has('field') === parts.has('value'))
      throw new PolicyFault('unsupported-syntax', 'count needs field or value');
    const where = parts.has('where') ? read(parts.get('where'), depth + 1) : undefined;
    const [field, name = 'default'] = [parts.get('field'), parts.get('name')];
    if (parts.has('value')) {
      valueCounts += 1;
      if (valueCounts > maxValueCounts)
        throw new PolicyFault('limit-exceeded', `more than ${maxValueCounts} value counts`);
      if (typeof name !== 'string' || name === '')
        throw new PolicyFault('unsupported-syntax', 'name of a count is no text');
      return { value: parts.get('value')!, name, where };
    }
    if (typeof field !== 'string') throw new PolicyFault('unsupported-syntax', 'count.field is no text');
    if (parts.has('name')) throw new PolicyFault('unsupported-syntax', 'name beside count.field');
    const counted = (fieldCounts.get(fold(field)) ?? 0) + 1;
    fieldCounts.set(fold(field), counted);
    if (counted > maxCountsOfArray)
      throw new PolicyFault('limit-exceeded', `more than ${maxCountsOfArray} counts of ${field}`);
    return { field, where };
  }
}

const others = (parts: Map<string, Json>, but: string): string =>
  [...parts.keys()].filter((key) => key !== but).join(', ');
