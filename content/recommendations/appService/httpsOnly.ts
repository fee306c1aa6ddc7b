import { patchProperties } from '../../../shared/core/posture/checks/propertyPatch';
import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import type { Resource } from '../../../shared/model/resource';

const site = (properties: Resource['properties'], kind = 'app,linux'): Resource => ({
  id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Web/sites/shop-front',
  name: 'shop-front',
  type: 'Microsoft.Web/sites',
  location: 'westeurope',
  kind,
  properties,
});

export const recommendation: Recommendation = {
  key: 'appService/httpsOnly',
  assessmentKey: '1b351b29-41ca-6df5-946c-c190a56be5fe',
  metadata: {
    displayName: 'App Service apps should only be accessible over HTTPS',
    description:
      'An app that answers plain HTTP exposes passwords, cookies and content to everyone on the path, and visitors cannot ' +
      'tell the real server from an impostor. "HTTPS Only" redirects every request to HTTPS.',
    severity: 'Medium',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['AppServices'],
    threats: ['dataSpillage', 'accountBreach'],
    remediationDescription:
      'Make sure that every custom domain of the app has a TLS binding, then turn on "HTTPS Only" under Settings > ' +
      'Configuration, or run: az webapp update --name <app> --resource-group <group> --https-only true',
    controls: ['encryptDataInTransit'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/a4af4a39-4135-47fb-b175-47fbdf85311d',
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Web/sites'],
  judge({ kind, properties }) {
    if (kind?.toLowerCase().includes('functionapp')) {
      return notApplicable('FunctionApp', 'Function apps have a recommendation of their own.');
    }
    const httpsOnly = properties['httpsOnly'];
    if (typeof httpsOnly !== 'boolean') {
      return unknown('PropertyMissing', 'The snapshot does not say whether the app is limited to HTTPS.');
    }
    return httpsOnly ? healthy() : unhealthy('PlainHttpAccepted', 'The app answers requests over plain HTTP.');
  },
  quickFix: {
    description: 'Redirects plain HTTP to HTTPS. Clients that do not follow redirects fail from then on.',
    permissions: ['Microsoft.Web/sites/write'],
    requests: (resource) => patchProperties(resource, '2023-12-01', { httpsOnly: true }),
  },
  cases: [
    { name: 'HTTPS only', resource: site({ httpsOnly: true }), expect: 'Healthy' },
    { name: 'plain HTTP accepted', resource: site({ httpsOnly: false }), expect: 'Unhealthy' },
    { name: 'setting not in the snapshot', resource: site({ state: 'Running' }), expect: 'Unknown' },
    { name: 'function app', resource: site({ httpsOnly: false }, 'functionapp,linux'), expect: 'NotApplicable' },
  ],
};
