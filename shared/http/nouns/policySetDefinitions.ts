import { removeDefinition } from '../../flows/policies/removeDefinition';
import { savePolicySetDefinition } from '../../flows/policies/saveDefinitions';
import type { Noun } from '../noun';
import { policyRoutes } from '../policyRoutes';

export const noun: Noun = {
  type: 'policySetDefinitions',
  surface: 'Microsoft.Authorization',
  apiVersions: 'any',
  routes: policyRoutes({
    type: 'policySetDefinitions',
    kind: 'policySetDefinition',
    words: ['the policy set definition', 'policy set definitions, with those that are inherited'],
    permission: 'managePolicies',
    isOfTenant: true,
    alwaysCreated: false,
    maxRows: 20,
    save: savePolicySetDefinition,
    remove: removeDefinition,
  }),
};
