import { savePolicyExemption } from '../../flows/policies/saveAssignments';
import { removePolicy } from '../../flows/policies/storePolicy';
import { exemptedScope } from '../exemptedScope';
import type { Noun } from '../noun';
import { policyRoutes } from '../policyRoutes';

export const noun: Noun = {
  type: 'policyExemptions',
  surface: 'Microsoft.Authorization',
  apiVersions: 'any',
  routes: policyRoutes({
    type: 'policyExemptions',
    kind: 'policyExemption',
    words: ['the policy exemption', 'policy exemptions, with those that are inherited and those of what lies below'],
    permission: 'exempt',
    isOfTenant: false,
    alwaysCreated: false,
    maxRows: 250,
    check: ({ caller }, properties) => {
      const scope = exemptedScope(properties);
      if (scope !== undefined) caller.require('exempt', scope);
    },
    save: savePolicyExemption,
    remove: removePolicy,
  }),
};
