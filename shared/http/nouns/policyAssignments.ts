import { savePolicyAssignment } from '../../flows/policies/saveAssignments';
import { removePolicy } from '../../flows/policies/storePolicy';
import type { Noun } from '../noun';
import { policyRoutes } from '../policyRoutes';

export const noun: Noun = {
  type: 'policyAssignments',
  surface: 'Microsoft.Authorization',
  apiVersions: 'any',
  routes: policyRoutes({
    type: 'policyAssignments',
    kind: 'policyAssignment',
    words: ['the policy assignment', 'policy assignments, with those that are inherited'],
    permission: 'managePolicies',
    isOfTenant: false,
    alwaysCreated: true,
    maxRows: 100,
    save: savePolicyAssignment,
    remove: removePolicy,
  }),
};
