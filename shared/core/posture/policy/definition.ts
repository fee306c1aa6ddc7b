import type { Json, JsonObject } from '../../../model/json';
import { isObject } from './coerce';
import { looseMembers } from './conditions/members';

/** A policy definition as ARM, the repository of built-ins or a command line tool gives it. */
export interface PolicyDefinition {
  /** As given; its name where it has no id. */
  id: string;
  name: string;
  displayName: string;
  policyType: string;
  mode: string;
  /** By name in lower case. */
  parameters: ReadonlyMap<string, { defaultValue: Json | undefined }>;
  rule: Json | undefined;
}

/** A set of definitions; members are read when it is compiled. */
export interface PolicySet {
  id: string;
  name: string;
  displayName: string;
  parameters: PolicyDefinition['parameters'];
  members: readonly JsonObject[];
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

function head(json: JsonObject) {
  const outer = looseMembers(json);
  const properties = outer.get('properties') ?? null;
  const inner = isObject(properties) ? looseMembers(properties) : outer;
  const name = textOf(outer.get('name'));
  return {
    inner,
    id: textOf(outer.get('id')) || name,
    name: name || (textOf(outer.get('id')).split('/').at(-1) ?? ''),
    displayName: textOf(inner.get('displayname')),
    parameters: readParameters(inner.get('parameters')),
  };
}

/** Any object is a definition: what makes no sense in it is a fault when it is compiled. No mode means Indexed. */
export function readDefinition(json: JsonObject): PolicyDefinition {
  const { inner, ...rest } = head(json);
  const bare = looseMembers(json);
  const rule = inner.get('policyrule') ?? (bare.has('if') && bare.has('then') ? json : undefined);
  return { ...rest, policyType: textOf(inner.get('policytype')), mode: textOf(inner.get('mode')) || 'Indexed', rule };
}

/** The set that an object is, if it lists definitions. */
export function readPolicySet(json: JsonObject): PolicySet | undefined {
  const { inner, ...rest } = head(json);
  const members = inner.get('policydefinitions');
  return Array.isArray(members) ? { ...rest, members: members.filter(isObject) } : undefined;
}

function readParameters(json: Json | undefined): PolicyDefinition['parameters'] {
  const found = new Map<string, { defaultValue: Json | undefined }>();
  if (json === undefined || !isObject(json)) return found;
  for (const [name, parameter] of looseMembers(json)) {
    const defaultValue = isObject(parameter) ? looseMembers(parameter).get('defaultvalue') : undefined;
    found.set(name.toLowerCase(), { defaultValue });
  }
  return found;
}
