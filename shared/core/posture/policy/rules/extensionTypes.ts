/**
 * Types in lower case that are attached to the resource they are about: `{resource id}/providers/{type}/{name}`. Their
 * records are looked for there and nowhere else.
 */
const attached: ReadonlySet<string> = new Set([
  'microsoft.advisor/recommendations',
  'microsoft.authorization/locks',
  'microsoft.automanage/configurationprofileassignments',
  'microsoft.chaos/targets',
  'microsoft.containerservice/fleetmemberships',
  'microsoft.customproviders/associations',
  'microsoft.dataprotection/backupinstances',
  'microsoft.eventgrid/eventsubscriptions',
  'microsoft.guestconfiguration/guestconfigurationassignments',
  'microsoft.hybridconnectivity/endpoints',
  'microsoft.insights/datacollectionruleassociations',
  'microsoft.insights/diagnosticsettings',
  'microsoft.kubernetesconfiguration/extensions',
  'microsoft.kubernetesconfiguration/fluxconfigurations',
  'microsoft.kubernetesconfiguration/sourcecontrolconfigurations',
  'microsoft.maintenance/applyupdates',
  'microsoft.maintenance/configurationassignments',
  'microsoft.recoveryservices/backupprotecteditems',
  'microsoft.resources/links',
  'microsoft.security/advancedthreatprotectionsettings',
  'microsoft.security/assessments',
  'microsoft.security/defenderforstoragesettings',
  'microsoft.security/devicesecuritygroups',
  'microsoft.security/servervulnerabilityassessments',
  'microsoft.security/sqlvulnerabilityassessments',
]);

/** Defender plans exist for subscriptions and, as extensions, for single resources. */
const plans = 'microsoft.security/pricings';

export const isAttached = (type: string, ofSubscription: boolean): boolean =>
  attached.has(type) || (type === plans && !ofSubscription);
