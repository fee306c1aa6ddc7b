import type { Json } from '../../../model/json';
import { asText, isObject } from '../field';
import { firstText } from './memberAt';

/** Tags as names and texts, from `{name: value}` or from AWS's `[{key, value}]`; undefined when there are none. */
export function textTags(value: Json | undefined): Record<string, string> | undefined {
  const pairs = Array.isArray(value)
    ? value.filter(isObject).map((tag): [string, string] => [firstText(tag, 'key', 'name'), firstText(tag, 'value')])
    : isObject(value)
      ? Object.entries(value).map(([name, tag]): [string, string] => [name, asText(tag)])
      : [];
  const named = pairs.filter(([name]) => name !== '');
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
