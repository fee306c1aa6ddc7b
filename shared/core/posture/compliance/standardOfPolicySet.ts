import { Rejected } from '../../../model/rejected';
import { type Standard, type StandardControl, standardSchema } from '../../../model/standard';
import type { PolicySetDefinitionProperties } from '../../../model/policy';

export interface ImportedPolicySet {
  id?: string;
  properties: PolicySetDefinitionProperties;
  /** Guids or ids of definitions that people have to attest: members of effect Manual. */
  manual?: ReadonlySet<string>;
}

/**
 * An initiative as a standard: its groups become controls, its members what judges them. Members that are in no group make one
 * control of their own. A group without members is for people. Throws Rejected.
 */
export function standardOfPolicySet(name: string, { id, properties, manual = new Set() }: ImportedPolicySet): Standard {
  const groups = (properties.policyDefinitionGroups ?? []).flatMap((group) => {
    const { name: groupName } = group;
    return typeof groupName === 'string' ? [{ groupName, title: titleOf(group, groupName) }] : [];
  });
  const members = new Map<string, { groupName: string; ids: string[] }>();
  for (const { policyDefinitionId, groupNames } of properties.policyDefinitions) {
    for (const groupName of groupNames?.length ? groupNames : [ungrouped]) {
      const group = members.get(groupName.toLowerCase()) ?? { groupName, ids: [] };
      members.set(groupName.toLowerCase(), group);
      group.ids.push(policyDefinitionId);
    }
  }
  const declared = new Set(groups.map(({ groupName }) => groupName.toLowerCase()));
  const undeclared = [...members].flatMap(([key, { groupName }]) => (declared.has(key) ? [] : [groupName]));
  const all = [...groups, ...undeclared.map((groupName) => ({ groupName, title: groupName }))];
  const prefix = commonPrefix(all.map(({ groupName }) => groupName));
  const controls = all.map(({ groupName, title }): StandardControl => {
    const ids = [...new Set(members.get(groupName.toLowerCase())?.ids)];
    const judged = ids.filter((one) => !manual.has(one.toLowerCase()) && !manual.has(lastOf(one)));
    return {
      name: segmentOf(groupName.slice(prefix.length)),
      title: title.slice(0, 512),
      ...(judged.length === 0 ? { manual: true } : { policyDefinitionIds: judged }),
    };
  });
  const version = properties.metadata?.['version'];
  return checked({
    name,
    displayName: (properties.displayName || name).slice(0, 256),
    version: (typeof version === 'string' && version) || '1.0.0',
    description: properties.description ?? '',
    ...(id !== undefined && { policySetDefinitionId: id }),
    controls: distinct(controls),
  });
}

const ungrouped = 'Ungrouped';
const lastOf = (id: string): string => id.toLowerCase().split('/').at(-1)!;

const titleOf = (group: Record<string, unknown>, otherwise: string): string =>
  [group['displayName'], group['description'], otherwise].find(
    (text): text is string => typeof text === 'string' && text !== '',
  )!;

/** Groups of Microsoft's initiatives begin with the name of the standard: `PCI_DSS_v4.0.1_1.2.1`. */
function commonPrefix(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  if (rest.length === 0) return '';
  let end = 0;
  while (end < first.length && rest.every((name) => name[end] === first[end])) end += 1;
  const shared = first.slice(0, end);
  return shared.slice(0, shared.lastIndexOf('_') + 1);
}

/** What an id may hold: every other character becomes a hyphen. */
function segmentOf(name: string): string {
  const segment = name
    .replace(/[^\w.() -]/g, '-')
    .replace(/^ +/, '')
    .slice(0, 120);
  return segment === '' ? ungrouped : segment;
}

/** Two groups whose names differ only in what ids cannot hold stay two controls. */
function distinct(controls: StandardControl[]): StandardControl[] {
  const seen = new Map<string, number>();
  return controls.map((control) => {
    const key = control.name.toLowerCase();
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? control : { ...control, name: `${control.name}-${times}` };
  });
}

function checked(standard: Standard): Standard {
  const parsed = standardSchema.safeParse(standard);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new Rejected('UnusableInitiative', `The initiative makes no standard: ${path.join('.')} ${message}`);
}
