import { removeDefinition } from '../../flows/policies/removeDefinition';
import { savePolicyDefinition } from '../../flows/policies/saveDefinitions';
import type { Noun } from '../noun';
import { policyRoutes } from '../policyRoutes';

export const noun: Noun = {
  type: 'policyDefinitions',
  surface: 'Microsoft.Authorization',
  apiVersions: 'any',
  routes: policyRoutes({
    type: 'policyDefinitions',
    kind: 'policyDefinition',
    words: ['the policy definition', 'policy definitions, with those that are inherited'],
    permission: 'managePolicies',
    isOfTenant: true,
    alwaysCreated: true,
    maxRows: 250,
    save: savePolicyDefinition,
    remove: removeDefinition,
  }),
};
