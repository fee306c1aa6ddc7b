import { writeFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { recommendations } from '../../content/recommendations.generated';
import { evaluateTemplate } from '../../shared/core/posture/template/evaluateTemplate';
import { judgeByPolicies } from '../../shared/core/posture/template/judgeByPolicies';
import { judgeByRecommendations } from '../../shared/core/posture/template/judgeByRecommendations';
import { type PlacedFinding, type PlacedNote, sarifLog } from '../../shared/core/posture/template/sarifLog';
import type { TemplateJudgement } from '../../shared/core/posture/template/templateFinding';
import { Rejected } from '../../shared/model/rejected';
import { version } from '../../package.json';
import type { Command } from '../command';
import { readOptions } from '../readOptions';
import { readPolicies } from '../assess/readPolicies';
import { deploymentTarget } from '../validate/deploymentTarget';
import { findingTable } from '../validate/findingTable';
import { readDeploymentParameters, readTemplate, type ReadTemplate } from '../validate/readTemplates';
import { templateFiles } from '../validate/templateFiles';

const usage = `Usage: skywarden validate FILE|DIR... [options]
  FILE|DIR                    ARM templates (.json), Bicep files (.bicep, .bicepparam: with the Bicep CLI), or folders of them
  --parameters FILE           values for the parameters of the template: ARM's parameters file, {"name": {"value": ...}} or .bicepparam
  --scope ID                  where it will be deployed: /subscriptions/ID/resourceGroups/NAME, /subscriptions/ID, ...
  --location NAME             location of that resource group or deployment
  --definitions FILE|DIR      also judge by these Azure Policy definitions
  --initiative NAME           only by the members of this initiative among them
  --policy-parameters FILE    {"name": {"value": ...}} for the definitions, as in an assignment
  --format table|json|sarif   table unless told
  --out FILE                  write there instead of printing
  --fail-on high|medium|low|unknown|none   the least that fails: low unless told; unknown also what could not be judged
Exit code: 0 nothing at or above the bar, 1 findings, 2 wrong input.`;

export const command: Command = {
  name: 'validate',
  operands: 'FILE...',
  summary: 'judge ARM templates and Bicep files before they are deployed',
  run: (args) => validateCommand(args),
};

const formats = ['table', 'json', 'sarif'] as const;
const bars = { none: 0, high: 1, medium: 2, low: 3, unknown: 4 } as const;
const weights = { High: 1, Medium: 2, Low: 3 } as const;

interface Surroundings {
  env: NodeJS.ProcessEnv;
  folder: string;
  now: Date;
  print: (text: string) => void;
}

function surroundings(): Surroundings {
  return { env: process.env, folder: process.cwd(), now: new Date(), print: console.log };
}

/** Answers the exit code. Throws Rejected for wrong input. */
export async function validateCommand(args: string[], around: Surroundings = surroundings()): Promise<number> {
  const { values, positionals } = parsed(args);
  if (values.help) {
    around.print(usage);
    return 0;
  }
  const format = oneOf(values.format, formats, '--format');
  const bar = oneOf(values['fail-on'], Object.keys(bars) as (keyof typeof bars)[], '--fail-on');
  if (positionals.length === 0) throw new Rejected('NoTemplate', usage);

  const given = await readDeploymentParameters(values.parameters, around.env);
  const policies = await readPolicies(values.definitions, values.initiative, values['policy-parameters']);
  for (const note of policies.notes) console.error(note);
  const findings: PlacedFinding[] = [];
  const notes: PlacedNote[] = [];
  const counts = { healthy: 0, unhealthy: 0, unknown: 0, notApplicable: 0 };
  let judged = 0;
  for (const { file, found } of templateFiles(positionals)) {
    const read = await readTemplate(file, found, around.env);
    if (!read) continue;
    judged += 1;
    const target = deploymentTarget(read.template, values.scope, values.location);
    const parameters = new Map([...read.parameters, ...given]);
    const evaluated = evaluateTemplate(read.template, { target, deploymentName: 'validate', parameters });
    const options = { now: around.now.toISOString(), target, describe: policies.describe };
    take(read, judgeByRecommendations(evaluated.resources, recommendations));
    take(read, judgeByPolicies(evaluated.resources, policies.policies, options));
    for (const { message, path } of evaluated.notes) {
      notes.push({ file: shown(read.file), region: read.regionOf(path), message });
    }
  }
  if (judged === 0) throw new Rejected('NoTemplate', `There is no template in ${positionals.join(', ')}`);

  const text =
    format === 'table'
      ? findingTable(findings, notes, counts)
      : JSON.stringify(
          format === 'sarif' ? sarifLog(findings, notes, version) : report(findings, notes, counts),
          null,
          2,
        );
  if (values.out === undefined) around.print(text);
  else await written(values.out, `${text}\n`);
  return findings.some(({ code, rule }) => (code === 'Unknown' ? 4 : weights[rule.severity]) <= bars[bar]) ? 1 : 0;

  function take(read: ReadTemplate, judgement: TemplateJudgement): void {
    for (const finding of judgement.findings) {
      findings.push({ ...finding, file: shown(read.file), region: read.placeOf(finding.resource) });
    }
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += judgement.counts[key];
  }

  function shown(file: string): string {
    return relative(around.folder, file).split(sep).join('/');
  }
}

const parsed = (args: string[]) =>
  readOptions(
    {
      args,
      allowPositionals: true,
      options: {
        parameters: { type: 'string' },
        scope: { type: 'string' },
        location: { type: 'string' },
        definitions: { type: 'string' },
        initiative: { type: 'string' },
        'policy-parameters': { type: 'string' },
        format: { type: 'string', default: 'table' },
        out: { type: 'string' },
        'fail-on': { type: 'string', default: 'low' },
        help: { type: 'boolean', default: false },
      },
    },
    usage,
  );

function oneOf<Choice extends string>(value: string, choices: readonly Choice[], option: string): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new Rejected('InvalidArguments', `${option} is one of ${choices.join(', ')}, not '${value}'`);
  return found;
}

async function written(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new Rejected('FileUnwritable', `${file} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

/** For programs: one object per finding. */
function report(findings: readonly PlacedFinding[], notes: readonly PlacedNote[], counts: TemplateJudgement['counts']) {
  return {
    findings: findings.map(({ rule, code, cause, message, resource, file, region }) => ({
      file,
      line: region.startLine,
      column: region.startColumn,
      rule: rule.id,
      kind: rule.kind,
      title: rule.title,
      severity: rule.severity,
      code,
      cause,
      message,
      resource: resource.id,
      type: resource.type,
    })),
    notes: notes.map(({ file, region, message }) => ({ file, line: region.startLine, message })),
    counts,
  };
}
