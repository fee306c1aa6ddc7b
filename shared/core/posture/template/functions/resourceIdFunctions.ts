import type { Json } from '../../../../model/json';
import { expressionError } from '../../policy/doubt';
import type { Result } from '../../policy/frame';
import { isPartlyKnown } from '../partlyKnown';
import { scopeId } from '../scopeId';
import type { ContextFunction } from './templateFunction';

/**
 * `type/child` and names are woven together: `/providers/type/name/child/name`. An unknown name may be one of several parts: it
 * then stands for as many as the type needs.
 */
export function wovenId(base: string, type: string, names: readonly string[]): string | undefined {
  const [namespace, ...types] = type.split('/');
  const missing = types.length - names.length;
  const open = missing > 0 ? names.findIndex(isPartlyKnown) : -1;
  const all = open < 0 ? [...names] : names.toSpliced(open, 0, ...Array<string>(missing).fill(names[open]!));
  if (types.length === 0 || types.length !== all.length) return undefined;
  const steps = types.map((one, at) => `${one}/${all[at]!}`).join('/');
  return `${base}/providers/${namespace}/${steps}`;
}

const isType = (text: string): boolean => /^[\w-]+(?:\.[\w-]+)+\/.+/.test(text);
const texts = (args: readonly Json[]): string[] | undefined =>
  args.every((arg): arg is string => typeof arg === 'string') ? [...args] : undefined;

const noId = (name: string): Result => expressionError(`${name}() needs a type and a name for each of its parts`);

/** Arguments before the type name another scope: subscription and group, or one of them. */
function split(args: readonly Json[]): { before: string[]; type: string; names: string[] } | undefined {
  const all = texts(args);
  const at = all?.findIndex(isType) ?? -1;
  if (!all || at < 0) return undefined;
  return { before: all.slice(0, at), type: all[at]!, names: all.slice(at + 1).flatMap((name) => name.split('/')) };
}

const call =
  (name: string, most: number, base: ContextBase): ContextFunction['call'] =>
  (args, scope) => {
    const parts = split(args);
    if (!parts || parts.before.length > most) return noId(name);
    return wovenId(base(parts.before, scope), parts.type, parts.names) ?? noId(name);
  };
type ContextBase = (before: readonly string[], scope: Parameters<ContextFunction['call']>[1]) => string;

const groupBase: ContextBase = (before, { target }) => {
  const resourceGroup = before.length === 0 || target.resourceGroup === '' ? before[1] : before.at(-1);
  const subscriptionId = before.length === 2 ? before[0]! : target.subscriptionId;
  if (before.length === 0) return scopeId(target);
  if (before.length === 1 && target.resourceGroup === '') return `/subscriptions/${before[0]!}`;
  return scopeId({ ...target, subscriptionId, resourceGroup: resourceGroup ?? target.resourceGroup });
};

function extensionId(args: readonly Json[]): Result {
  const [base, ...rest] = args;
  const parts = split(rest);
  if (typeof base !== 'string' || parts?.before.length !== 0) return noId('extensionResourceId');
  return wovenId(base.replace(/\/$/, ''), parts.type, parts.names) ?? noId('extensionResourceId');
}

/** Functions that make ids, by name in lower case. */
export const resourceIdFunctions: ReadonlyMap<string, ContextFunction> = new Map<string, ContextFunction>([
  ['resourceid', { least: 2, most: 128, call: call('resourceId', 2, groupBase) }],
  [
    'subscriptionresourceid',
    {
      least: 2,
      most: 128,
      call: call('subscriptionResourceId', 1, ([id], { target }) => `/subscriptions/${id ?? target.subscriptionId}`),
    },
  ],
  ['tenantresourceid', { least: 2, most: 128, call: call('tenantResourceId', 0, () => '') }],
  [
    'managementgroupresourceid',
    {
      least: 2,
      most: 128,
      call: call('managementGroupResourceId', 1, ([id], { target }) =>
        scopeId({ ...target, subscriptionId: '', resourceGroup: '', managementGroup: id ?? target.managementGroup }),
      ),
    },
  ],
  ['extensionresourceid', { least: 3, most: 128, call: extensionId }],
]);
