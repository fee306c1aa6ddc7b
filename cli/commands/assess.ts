import type { CompiledPolicy } from '../../shared/core/posture/policy/compileDefinition';
import type { Reason } from '../../shared/core/posture/policy/doubt';
import { judgeAll } from '../../shared/core/posture/policy/judgeAll';
import type { Judgement } from '../../shared/core/posture/policy/judgement';
import type { PreparedResource } from '../../shared/core/posture/policy/resources/prepare';
import { createWorld } from '../../shared/core/posture/policy/resources/world';
import { Rejected } from '../../shared/model/rejected';
import { readDocuments } from '../assess/readDocuments';
import { readPolicies } from '../assess/readPolicies';
import { readResources } from '../assess/readResources';
import type { Command } from '../command';
import { readOptions } from '../readOptions';

const usage = `Usage: skywarden assess --definitions FILE|DIR --resources FILE [--parameters FILE] [--initiative NAME] [--partial]
  --definitions FILE|DIR  Azure Policy definitions and initiatives: JSON or NDJSON, plain or gzip
  --resources FILE        resources as ARM or Azure Resource Graph gives them: NDJSON, a list, {"value": [...]}; children
                          may be nested as "resources"
  --parameters FILE       {"name": {"value": ...}}, as in an assignment; for all definitions that have such a parameter
  --initiative NAME       judge the members of this initiative (id, name or display name) instead of all definitions
  --partial               a related type without a record was not collected: Unknown instead of not compliant
The files are the whole world. Prints one JSON line for each definition and each resource of a type that its rule names, or
any resource if it names none, in the order of the files: definition, resource, applicable, compliance, effect, reason. Not
applicable: compliance null. A definition that is Disabled prints nothing.`;

/** Printing each line by itself would take longer than judging. */
const linesAtOnce = 1_000;

export const command: Command = {
  name: 'assess',
  summary: 'judge resources against Azure Policy definitions, offline',
  run: (args) => assessCommand(args),
};

/** Judges resources against policy definitions, offline; `print` gets many lines at once. Throws Rejected for wrong use; throws when a file cannot be read. */
export async function assessCommand(args: string[], print: (text: string) => void = console.log): Promise<void> {
  const { values } = readOptions(
    {
      args,
      options: {
        definitions: { type: 'string' },
        resources: { type: 'string' },
        parameters: { type: 'string' },
        initiative: { type: 'string' },
        partial: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    usage,
  );
  if (values.help) return print(usage);
  if (values.definitions === undefined || values.resources === undefined) throw new Rejected('InvalidArguments', usage);
  const { policies, notes } = await readPolicies(values.definitions, values.initiative, values.parameters);
  for (const note of notes) console.error(note);

  const now = new Date().toISOString();
  const worlds = [...readResources(await readDocuments(values.resources)).values()].map((resources) => {
    const types = new Set(resources.map(({ typeLc }) => typeLc));
    const collected = values.partial ? (type: string) => types.has(type) : () => true;
    return createWorld(resources, { now, collected, scopesFromIds: true });
  });
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) print(lines.join('\n'));
    lines = [];
  };
  for (const policy of policies) {
    for (const world of worlds) {
      judgeAll([policy], world, (...pair) => {
        lines.push(lineOf(...pair));
        if (lines.length >= linesAtOnce) flush();
      });
    }
  }
  flush();
}

/** Of these the reason itself names what is at fault in the rule. */
const compileReasons: ReadonlySet<Reason> = new Set<Reason>([
  'unsupported-operator',
  'unsupported-function',
  'unsupported-field',
  'unsupported-syntax',
]);

function lineOf(policy: CompiledPolicy, resource: PreparedResource, { detail, ...judgement }: Judgement): string {
  const { applicable, compliance, effect, reason } = judgement;
  return JSON.stringify({
    definition: policy.definitionId,
    ...(policy.referenceId !== undefined && { reference: policy.referenceId }),
    resource: resource.id || resource.name,
    applicable,
    compliance,
    effect,
    reason: reason !== null && compileReasons.has(reason) && detail !== undefined ? `${reason}: ${detail}` : reason,
    ...(detail !== undefined && { detail }),
  });
}
