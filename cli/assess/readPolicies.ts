import { existsSync } from 'node:fs';
import type { CompiledPolicy } from '../../shared/core/posture/policy/compileDefinition';
import { looseMembers } from '../../shared/core/posture/policy/conditions/members';
import { readDefinition } from '../../shared/core/posture/policy/definition';
import { builtInAliases } from '../../shared/core/posture/policy/fields/builtInAliases';
import { objectOf, textOf } from '../../shared/core/posture/template/member';
import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { keepRepeatedKeys } from './keepRepeatedKeys';
import { jsonFiles, readDocuments } from './readDocuments';
import { readParameters } from './readParameters';
import { selectPolicies } from './selectPolicies';

interface Description {
  title: string;
  description: string;
}

interface ReadPolicies {
  policies: CompiledPolicy[];
  describe: (policy: CompiledPolicy) => Description;
  /** What a reader should know, for the error output. */
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
  for (const file of jsonFiles(path)) {
    // Not spread: a list may be longer than a call has room for arguments.
    for (const row of await readDocuments(file, keepRepeatedKeys)) rows.push(row);
  }
  const options = { aliases: builtInAliases() };
  const { policies, notes } = selectPolicies(rows, initiative, await readParameters(parameters), options);
  let texts: Map<string, Description> | undefined;
  const describe = ({ definitionId }: CompiledPolicy): Description => {
    texts ??= new Map(rows.map(described));
    return texts.get(definitionId) ?? titled(definitionId);
  };
  return { policies, notes, describe };
}

const titled = (id: string): Description => ({ title: id.split('/').at(-1) ?? id, description: '' });

function described(row: JsonObject): [string, Description] {
  const { id, displayName } = readDefinition(row);
  const outer = looseMembers(row);
  const inner = objectOf(outer.get('properties'));
  const description = textOf((inner ? looseMembers(inner) : outer).get('description'));
  return [id, { title: displayName || titled(id).title, description }];
}
