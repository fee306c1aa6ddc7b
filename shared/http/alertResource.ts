import { alertUri } from '../core/alert/alertUri';
import { alertLinks } from '../core/alert/alertLinks';
import { confidenceProperties } from '../core/alert/confidenceProperties';
import { supportingEvidence } from '../core/alert/evidence';
import type { Alert } from '../model/alert';
import { groupScopeOf } from './resourceScope';

/** Members and states that `2022-01-01` added. */
const newest = '2022-01-01';

/**
 * `Microsoft.Security/Locations/alerts` on the wire. Older versions know no InProgress: what is being worked on is not
 * closed, so they read Active. `alertUri` leads to the alert's page of this deployment, in the segments Microsoft uses.
 */
export function alertResource(alert: Alert, apiVersion: string, publicUrl: string): object {
  const scope = groupScopeOf(alert.resourceId);
  const isNewest = apiVersion === newest;
  const evidence = isNewest ? supportingEvidence(alert) : undefined;
  return {
    id: `${scope}/providers/Microsoft.Security/locations/${alert.location}/alerts/${alert.name}`,
    name: alert.name,
    type: 'Microsoft.Security/Locations/alerts',
    properties: {
      version: apiVersion,
      alertType: alert.alertType,
      systemAlertId: alert.name,
      productComponentName: alert.productComponentName,
      alertDisplayName: alert.alertDisplayName,
      description: alert.description,
      severity: alert.severity,
      intent: alert.intent,
      startTimeUtc: alert.startTimeUtc,
      endTimeUtc: alert.endTimeUtc,
      timeGeneratedUtc: alert.timeGeneratedUtc,
      processingEndTimeUtc: alert.processingEndTimeUtc,
      resourceIdentifiers: [{ type: 'AzureResource', azureResourceId: alert.resourceId }],
      remediationSteps: alert.remediationSteps,
      vendorName: alert.foreign?.vendorName ?? 'Skywarden',
      productName: alert.foreign?.productName ?? 'Microsoft Defender for Cloud',
      status: alert.status === 'InProgress' && !isNewest ? 'Active' : alert.status,
      extendedLinks: alertLinks(alert),
      alertUri: alertUri(publicUrl, alert),
      entities: alert.entities,
      isIncident: alert.isIncident,
      correlationKey: alert.correlationKey,
      extendedProperties: { ...alert.extendedProperties, ...confidenceProperties(alert) },
      compromisedEntity: alert.compromisedEntity,
      ...(isNewest && { techniques: alert.techniques, subTechniques: alert.subTechniques }),
      ...(evidence && { supportingEvidence: evidence }),
    },
  };
}
