import { randomUUID } from 'node:crypto';
import { tryParseJson } from './typedData';

/** What `{expr}` in a binding property is resolved from: trigger metadata and the properties of a JSON trigger value. */
export type BindingData = Record<string, unknown>;

/** Properties of a JSON object in `text`; nothing for anything else. */
export function jsonProperties(text: string): BindingData {
  if (!/^\s*\{/.test(text)) return {};
  const value = tryParseJson(text);
  return typeof value === 'object' && value !== null ? (value as BindingData) : {};
}

function member(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null) return undefined;
  const key = Object.keys(node).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (node as Record<string, unknown>)[key];
}

function formatGuid(format: string): string {
  const guid = randomUUID();
  if (format === 'N') return guid.replaceAll('-', '');
  return format === 'B' ? `{${guid}}` : format === 'P' ? `(${guid})` : guid;
}

function formatTime(format: string): string {
  const [year = '', month = '', day = '', hour = '', minute = '', second = ''] = new Date()
    .toISOString()
    .split(/[-T:.Z]/);
  const parts: Record<string, string> = { yyyy: year, MM: month, dd: day, HH: hour, mm: minute, ss: second, K: 'Z' };
  return (format === '' ? 'yyyy-MM-ddTHH-mm-ssK' : format).replace(
    /yyyy|MM|dd|HH|mm|ss|K/g,
    (part) => parts[part] ?? part,
  );
}

/** The value of one expression such as `id`, `order.customer` or `rand-guid:N`; throws when it cannot be resolved. */
export function resolveExpression(expression: string, data: BindingData): unknown {
  const [name = '', format = ''] = expression.split(/:(.*)/s);
  if (name.toLowerCase() === 'rand-guid') return formatGuid(format);
  if (name.toLowerCase() === 'datetime') return formatTime(format);
  const value = expression.split('.').reduce<unknown>(member, data);
  if (value === undefined) throw new Error(`No value for named parameter '${expression}'.`);
  return value;
}

/** Replaces every `{expr}` of a binding property. */
export function resolveBinding(template: string, data: BindingData): string {
  return template.replace(/\{([^{}]+)\}/g, (_, expression: string) => {
    const value = resolveExpression(expression.trim(), data);
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  });
}
