import type { Doubt } from '../policy/doubt';
import type { Result } from '../policy/frame';

/** Where a deployment goes. Texts may be known in part; empty means that it goes to no such thing. */
export interface DeploymentTarget {
  tenantId: string;
  managementGroup: string;
  subscriptionId: string;
  resourceGroup: string;
  /** Of the resource group, else of the deployment. */
  location: string;
}

/** A function that a template defines. */
export interface UserFunction {
  /** Names in lower case. */
  parameters: readonly string[];
  /** In a scope that holds the arguments. */
  evaluate(scope: TemplateScope): Result;
}

/** What an expression of a template may look at. */
export interface TemplateScope {
  /** Undefined for a name that the template does not have. Names without case. */
  parameter(name: string): Result | undefined;
  variable(name: string): Result | undefined;
  userFunctions: ReadonlyMap<string, UserFunction>;
  /** Where this deployment goes: what `resourceGroup()` and its like answer. */
  target: DeploymentTarget;
  deploymentName: string;
  /** Current turn of each loop around by name in lower case; that of the resource also has the name ''. */
  loops: ReadonlyMap<string, number | Doubt>;
  /** Variables of lambdas around, by name in lower case. */
  locals: ReadonlyMap<string, Result>;
  /** Id of the resource with that symbolic name. */
  symbolId(name: string): string | undefined;
  /** False once the template has taken more work than any real one: what is left then fails. */
  spend: (work: number) => boolean;
  /** The parameter whose default value this is: only there `newGuid()` and `utcNow()` exist. */
  defaultOf: string | undefined;
}
