import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readJsonSource, type Region } from '../../shared/core/posture/template/jsonSource';
import { memberOf, objectOf, textOf } from '../../shared/core/posture/template/member';
import { type GivenParameters, givenParameters } from '../../shared/core/posture/template/templateParameters';
import type { TemplatePath, TemplateResource } from '../../shared/core/posture/template/templateResource';
import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import { compileBicep } from './bicepCli';
import { bicepPlaces } from './bicepPlaces';

/** A template with the parameters that come with it, and where things stand in the file that people edit. */
export interface ReadTemplate {
  file: string;
  template: JsonObject;
  parameters: GivenParameters;
  placeOf: (resource: Pick<TemplateResource, 'symbol' | 'type' | 'apiVersion' | 'path'>) => Region;
  regionOf: (path: TemplatePath) => Region;
}

/** What `bicep build-params --stdout` prints. */
const builtParameters = z.looseObject({ parametersJson: z.string(), templateJson: z.string().optional() });

const none: GivenParameters = new Map();
const top: Region = { startLine: 1, startColumn: 1, endLine: 1 };

/** ARM parameters: a file of deployment parameters, or `{name: {value}}`; values are taken as they are. */
function parametersIn(value: Json, file: string): GivenParameters {
  const object = objectOf(value);
  const inner = object && (objectOf(memberOf(object, 'parameters')) ?? object);
  const fits =
    inner &&
    Object.entries(inner).every(([key, one]) => /^(?:\$schema|contentVersion|metadata)$/i.test(key) || objectOf(one));
  if (!fits)
    throw new Rejected('InvalidParameters', `${file} is no object {"name": {"value": ...}} nor a file of parameters`);
  return givenParameters(inner, (json) => json);
}

export async function readDeploymentParameters(
  file: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<GivenParameters> {
  if (file === undefined) return none;
  if (!file.toLowerCase().endsWith('.bicepparam'))
    return parametersIn(readJsonSource(await textOfFile(file), file).value, file);
  const { parametersJson } = built(await compileBicep(file, env), file);
  return parametersIn(readJsonSource(parametersJson, file).value, file);
}

/** Undefined for JSON in a folder that is no template. Throws Rejected for what cannot be read. */
export async function readTemplate(
  file: string,
  found: boolean,
  env: NodeJS.ProcessEnv,
): Promise<ReadTemplate | undefined> {
  if (file.toLowerCase().endsWith('.bicepparam')) return readBuiltParameters(file, env);
  if (file.toLowerCase().endsWith('.bicep')) return readBicep(file, await compileBicep(file, env), none);
  const text = await textOfFile(file);
  if (found && !/deploymentTemplate\.json/i.test(text)) return undefined;
  const { value, regionOf } = readJsonSource(text, file);
  const template = templateIn(value);
  if (!template && found) return undefined;
  if (!template) throw new Rejected('InvalidTemplate', `${file} is no ARM template: it has no resources`);
  return { file, template, parameters: none, regionOf, placeOf: ({ path }) => regionOf(path) };
}

function templateIn(value: Json): JsonObject | undefined {
  const template = objectOf(value) ?? {};
  const resources = memberOf(template, 'resources');
  const isTemplate = resources !== undefined && typeof resources === 'object' && resources !== null;
  return isTemplate && !/deploymentParameters/i.test(textOf(memberOf(template, '$schema'))) ? template : undefined;
}

async function readBicep(file: string, compiled: string, parameters: GivenParameters): Promise<ReadTemplate> {
  const template = templateIn(readJsonSource(compiled, file).value);
  if (!template) throw new Rejected('InvalidTemplate', `${file} does not compile to a template with resources`);
  return { file, template, parameters, placeOf: bicepPlaces(await textOfFile(file)), regionOf: () => top };
}

/** A `.bicepparam` names its template: findings stand there. */
async function readBuiltParameters(file: string, env: NodeJS.ProcessEnv): Promise<ReadTemplate> {
  const { parametersJson, templateJson } = built(await compileBicep(file, env), file);
  const named = /^\s*using\s+'([^']+\.bicep)'/m.exec(await textOfFile(file))?.[1];
  if (templateJson === undefined || named === undefined) {
    throw new Rejected('InvalidParameters', `${file} uses no Bicep file of its own: its template is not at hand`);
  }
  const parameters = parametersIn(readJsonSource(parametersJson, file).value, file);
  return readBicep(resolve(dirname(file), named), templateJson, parameters);
}

function built(output: string, file: string): z.infer<typeof builtParameters> {
  const read = builtParameters.safeParse(readJsonSource(output, file).value);
  if (!read.success) throw new Rejected('BicepFailed', `bicep build-params made nothing of ${file} that can be read`);
  return read.data;
}

async function textOfFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Rejected('FileUnreadable', `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
