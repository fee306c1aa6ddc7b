import { existsSync } from 'node:fs';
import type { CompiledPolicy } from '../../shared/core/posture/policy/compileDefinition';
import { looseMembers } from '../../shared/core/posture/policy/conditions/members';
import { readDefinition } from '../../shared/core/posture/policy/definition';
import { builtInAliases } from '../../shared/core/posture/policy/fields/builtInAliases';
import { objectOf, textOf } from '../../shared/core/posture/template/member';
import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { keepRepeatedKeys } from '../assess/keepRepeatedKeys';
import { jsonFiles, readDocuments } from '../assess/readDocuments';
import { readParameters } from '../assess/readParameters';
import { selectPolicies } from '../assess/selectPolicies';

export interface ReadPolicies {
  policies: CompiledPolicy[];
  describe: (policy: CompiledPolicy) => { title: string; description: string };
  notes: string[];
}

/** Policies of a file or folder, or the members of one initiative in it; none without. */
export async function readPolicies(
  path: string | undefined,
  initiative: string | undefined,
  parameters: string | undefined,
): Promise<ReadPolicies> {
  if (path === undefined) return { policies: [], describe: ({ definitionId }) => titled(definitionId), notes: [] };
  if (!existsSync(path)) throw new Rejected('FileMissing', `There is no file or folder ${path}`);
  const rows: JsonObject[] = [];
  for (const file of jsonFiles(path)) rows.push(...(await readDocuments(file, keepRepeatedKeys)));
  const options = { aliases: builtInAliases() };
  const { policies, notes } = selectPolicies(rows, initiative, await readParameters(parameters), options);
  const texts = new Map(rows.map((row) => described(row)));
  return { policies, notes, describe: ({ definitionId }) => texts.get(definitionId) ?? titled(definitionId) };
}

const titled = (id: string) => ({ title: id.split('/').at(-1) ?? id, description: '' });

function described(row: JsonObject): [string, { title: string; description: string }] {
  const { id, displayName } = readDefinition(row);
  const outer = looseMembers(row);
  const inner = objectOf(outer.get('properties'));
  const description = textOf((inner ? looseMembers(inner) : outer).get('description'));
  return [id, { title: displayName || titled(id).title, description }];
}
