import type { JsonObject } from '../../../model/json';
import type { GivenParameters } from './templateParameters';
import { deployResources, type Deployment, type OuterDeployment } from './deployResources';
import { memberOf, objectOf } from './member';
import { scopeOfTemplate } from './scopeOfTemplate';
import { settleResources } from './settleResources';
import type { TemplateNote, TemplatePath, TemplateResource } from './templateResource';
import type { DeploymentTarget } from './templateScope';
import { workLimit } from './workLimit';

export interface TemplateOptions {
  target: DeploymentTarget;
  deploymentName: string;
  parameters: GivenParameters;
}

export interface EvaluatedTemplate {
  resources: TemplateResource[];
  notes: TemplateNote[];
}

/**
 * The resources that an ARM template deploys, as far as they are known before its deployment. Total: what fails to evaluate
 * is a doubt in its place, and a note. The order of keys in objects does not matter; that of lists is theirs.
 */
export function evaluateTemplate(template: JsonObject, options: TemplateOptions): EvaluatedTemplate {
  const notes: TemplateNote[] = [];
  const note = (kind: TemplateNote['kind'], message: string, path: TemplatePath): void => {
    notes.push({ kind, message, path });
  };
  const declared = objectOf(memberOf(template, 'parameters')) ?? {};
  for (const name of options.parameters.keys()) {
    if (memberOf(declared, name) === undefined)
      note('parameter-not-declared', `the template has no parameter '${name}'`, []);
  }
  const limited: TemplatePath[] = [];
  const found = deployResources(deploymentOf(template, options, [], { note, limited, spend: workLimit() }));
  for (const path of limited) note('too-large', 'the template deploys too much: from here on nothing is judged', path);
  return { resources: settleResources(found, note), notes };
}

/** A template with the scope that its expressions see. */
function deploymentOf(
  template: JsonObject,
  { target, deploymentName, parameters }: TemplateOptions,
  path: TemplatePath,
  { note, limited, spend }: OuterDeployment,
): Deployment {
  const deployment: Deployment = {
    template,
    path,
    placing: target,
    note,
    depth: 0,
    limited,
    scope: scopeOfTemplate(template, {
      target,
      deploymentName,
      given: parameters,
      spend,
      symbolId: (name) => deployment.symbolId(name),
      onMissing: (name) =>
        note('parameter-without-value', `parameter '${name}' has no value`, [...path, 'parameters', name]),
    }),
    symbolId: () => undefined,
    open: deploymentOf,
  };
  return deployment;
}
