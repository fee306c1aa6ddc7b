import type { Json, JsonObject } from '../../../model/json';
import { isObject } from '../policy/coerce';
import { Doubt, isDoubt } from '../policy/doubt';
import { evaluateJson } from './evaluate';
import { truth } from './functions/lazyFunctions';
import { loopTurns } from './loopTurns';
import { memberOf, objectOf, textOf } from './member';
import { deployNested } from './nestedDeployment';
import { isPartlyKnown } from './partlyKnown';
import { nameOf, placeResource } from './placeResource';
import type { TemplateOptions } from './evaluateTemplate';
import type { TemplateNote, TemplatePath, TemplateResource } from './templateResource';
import type { DeploymentTarget, TemplateScope } from './templateScope';
import { workOfResource } from './workLimit';

/** A template at its place in the file, with what its expressions see and where its resources go. */
export interface Deployment {
  template: JsonObject;
  path: TemplatePath;
  scope: TemplateScope;
  placing: DeploymentTarget;
  depth: number;
  /** Where the template became too large to go on. */
  limited: TemplatePath[];
  note: (kind: TemplateNote['kind'], message: string, path: TemplatePath) => void;
  symbolId: (name: string) => string | undefined;
  open: (template: JsonObject, options: TemplateOptions, path: TemplatePath, outer: OuterDeployment) => Deployment;
}

/** What a deployment shares with those nested in it. */
export type OuterDeployment = Pick<Deployment, 'note' | 'limited'> & { spend: TemplateScope['spend'] };

interface Listed {
  json: JsonObject;
  path: TemplatePath;
  symbol: string | undefined;
}

/** What a child takes from the resource around it. */
interface Parent {
  type: string;
  name: string;
}

/** Members of a resource that only the deployment looks at. */
const ofDeployment = new Set([
  'condition',
  'copy',
  'comments',
  'dependson',
  'resources',
  'metadata',
  'scope',
  'existing',
]);

/** Resources of a template as a list, or as an object by symbolic name. */
function listed(json: Json | undefined, path: TemplatePath): Listed[] {
  const entries: [string | number, Json][] = Array.isArray(json)
    ? [...json.entries()]
    : Object.entries(objectOf(json ?? null) ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.flatMap(([key, one]) =>
    isObject(one) ? [{ json: one, path: [...path, key], symbol: typeof key === 'string' ? key : undefined }] : [],
  );
}

export function deployResources(deployment: Deployment): TemplateResource[] {
  const { template, path } = deployment;
  const all = listed(memberOf(template, 'resources'), [...path, 'resources']);
  deployment.symbolId = (name) => {
    const found = all.find(({ symbol }) => symbol?.toLowerCase() === name.toLowerCase());
    if (!found || memberOf(found.json, 'copy') !== undefined) return undefined;
    const placed = place(found, deployment.scope, deployment, undefined);
    return typeof placed === 'string' ? undefined : placed.id;
  };
  const resources: TemplateResource[] = [];
  for (const one of all) {
    resources.push(...deployListed(one, deployment.scope, deployment, undefined, undefined));
  }
  return resources;
}

/** One resource for each turn of its loop, with the children nested in it. */
function deployListed(
  one: Listed,
  scope: TemplateScope,
  deployment: Deployment,
  parent: Parent | undefined,
  around: Doubt | undefined,
): TemplateResource[] {
  if (memberOf(one.json, 'existing') === true) return deployChildren(one, scope, deployment, parent, around);
  const copy = objectOf(memberOf(one.json, 'copy'));
  if (!copy) return deployOne(one, scope, deployment, parent, around);
  const name = textOf(memberOf(copy, 'name')).toLowerCase();
  const turns = loopTurns(evaluateJson(memberOf(copy, 'count') ?? null, scope));
  const within = (turn: number | Doubt): TemplateScope => ({
    ...scope,
    loops: new Map([...scope.loops, ['', turn], [name, turn]]),
  });
  // How many there will be is not known: one stands for all.
  if (isDoubt(turns)) return deployOne(one, within(turns), deployment, parent, around ?? hardened(turns));
  return Array.from({ length: turns }, (_, turn) => within(turn)).flatMap((turn) =>
    deployOne(one, turn, deployment, parent, around),
  );
}

function deployOne(
  one: Listed,
  scope: TemplateScope,
  deployment: Deployment,
  parent: Parent | undefined,
  around: Doubt | undefined,
): TemplateResource[] {
  if (!scope.spend(workOfResource)) {
    if (!deployment.limited.length) deployment.limited.push(one.path);
    return [];
  }
  const condition = memberOf(one.json, 'condition');
  const deployed = condition === undefined ? true : truth(evaluateJson(condition, scope));
  if (deployed === false) return [];
  const maybe = around ?? (isDoubt(deployed) ? hardened(deployed) : undefined);
  const type = typeOf(one.json, scope).toLowerCase();
  if (type === 'microsoft.resources/deployments') {
    return deployNested(one, scope, deployment, deployResources).map((inner) => ({
      ...inner,
      maybe: inner.maybe ?? maybe,
    }));
  }
  const placed = place(one, scope, deployment, parent);
  if (typeof placed === 'string') {
    deployment.note('not-a-resource', placed, one.path);
    return [];
  }
  const own = Object.entries(one.json).filter(([key]) => !ofDeployment.has(key.toLowerCase()));
  const body = evaluateJson(Object.fromEntries(own), scope) as JsonObject;
  const resource: TemplateResource = {
    id: placed.id,
    idDoubt: undefined,
    type: placed.type,
    apiVersion: textOf(memberOf(body, 'apiVersion')),
    body,
    path: one.path,
    symbol: one.symbol,
    maybe,
  };
  return [resource, ...deployChildren(one, scope, deployment, parent, maybe)];
}

function deployChildren(
  one: Listed,
  scope: TemplateScope,
  deployment: Deployment,
  parent: Parent | undefined,
  maybe: Doubt | undefined,
): TemplateResource[] {
  const children = listed(memberOf(one.json, 'resources'), [...one.path, 'resources']);
  if (children.length === 0) return [];
  const placed = place(one, scope, deployment, parent);
  if (typeof placed === 'string') return [];
  return children.flatMap((child) =>
    deployListed(child, scope, deployment, { type: placed.type, name: placed.name }, maybe),
  );
}

/** Mostly literal; empty for one that is not known. */
function typeOf(json: JsonObject, scope: TemplateScope): string {
  const type = evaluateJson(memberOf(json, 'type') ?? null, scope);
  return typeof type === 'string' && !isPartlyKnown(type) ? type : '';
}

/** Where a resource goes, or why that cannot be told. */
function place(
  { json }: Listed,
  scope: TemplateScope,
  { placing }: Deployment,
  parent: Parent | undefined,
): (Parent & { id: string }) | string {
  const written = typeOf(json, scope);
  const beside = !parent || written.toLowerCase().startsWith(`${parent.type.toLowerCase()}/`);
  const type = beside ? written : `${parent.type}/${written}`;
  const parts = beside ? type.split('/').length - 1 : written.split('/').length;
  const own = nameOf(evaluateJson(memberOf(json, 'name') ?? null, scope), parts);
  if (written === '' || own === undefined || own === '') return 'a resource whose type or name is missing or not known';
  const name = beside ? own : `${parent.name}/${own}`;
  const at = memberOf(json, 'scope');
  const attached = at === undefined ? undefined : nameOf(evaluateJson(at, scope), 1);
  const id = placeResource(type, name, placing, attached);
  return id === undefined ? `the name of a ${type} has another number of parts than its type` : { type, name, id };
}

/** Whether a resource is there is no matter of one condition of a rule. */
const hardened = ({ detail }: Doubt): Doubt => new Doubt('not-known-before-deployment', detail);
