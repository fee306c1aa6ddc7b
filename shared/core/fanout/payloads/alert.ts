import type { Alert } from '../../../model/alert';
import type { Json, JsonObject } from '../../../model/json';
import { parseResourceId } from '../../../model/resourceId';
import { alertLinks } from '../../alert/alertLinks';
import { alertUri } from '../../alert/alertUri';
import { confidenceOf } from '../../alert/confidence';
import { confidenceProperties } from '../../alert/confidenceProperties';
import { withReferences } from '../references';

export interface PayloadContext {
  tenantId: string;
  workspaceId: string;
  /** Where people reach this deployment, without a trailing slash. */
  publicUrl: string;
}

/**
 * The alert as Defender for Cloud puts it on an Event Hub or posts it to a Logic App (PascalCase), with the fields of the
 * published SecurityAlert schema beside those of captured events. `Status` is `New` where REST says Active; `Version`
 * starts with `3.`, which Microsoft's own automation policies match on.
 */
export function alertPayload(alert: Alert, { tenantId, workspaceId, publicUrl }: PayloadContext): JsonObject {
  const { subscriptionId, type } = parseResourceId(alert.resourceId);
  const lists = withReferences({
    ResourceIdentifiers: [
      { azureResourceId: alert.resourceId, type: 'AzureResource', azureResourceTenantId: tenantId },
    ],
    Entities: (alert.entities as JsonObject[]).map(withAsset),
  });
  const confidence = confidenceOf(alert);
  const links = alertLinks(alert);
  return {
    Version: '3.0',
    VendorName: alert.foreign?.vendorName ?? 'Skywarden',
    ProductName: alert.foreign?.productName ?? 'Microsoft Defender for Cloud',
    AlertType: alert.alertType,
    AlertDisplayName: alert.alertDisplayName,
    Description: alert.description,
    StartTimeUtc: alert.startTimeUtc,
    EndTimeUtc: alert.endTimeUtc,
    TimeGenerated: alert.timeGeneratedUtc,
    ProcessingEndTime: alert.processingEndTimeUtc,
    Severity: alert.severity,
    ReportedSeverity: alert.severity,
    Status: alert.status === 'Active' ? 'New' : alert.status,
    ProviderAlertStatus: null,
    ConfidenceLevel: confidence.level,
    ConfidenceScore: confidence.score,
    ConfidenceReasons: confidence.reasons,
    IsIncident: alert.isIncident,
    SystemAlertId: alert.name,
    CorrelationKey: alert.correlationKey,
    Intent: alert.intent,
    AzureResourceId: alert.resourceId,
    AzureResourceSubscriptionId: subscriptionId,
    WorkspaceId: workspaceId,
    WorkspaceSubscriptionId: '',
    WorkspaceResourceGroup: '',
    AgentId: '',
    CompromisedEntity: alert.compromisedEntity,
    RemediationSteps: alert.remediationSteps,
    ExtendedLinks: links.length > 0 ? links : null,
    AlertUri: alertUri(publicUrl, alert),
    Techniques: alert.techniques,
    SubTechniques: alert.subTechniques,
    ...lists,
    ExtendedProperties: {
      ...alert.extendedProperties,
      ...confidenceProperties(alert),
      resourceType: type,
      EffectiveAzureResourceId: alert.resourceId,
      EffectiveSubscriptionId: subscriptionId,
      CompromisedEntity: alert.compromisedEntity,
      ProductComponentName: alert.productComponentName,
    },
  };
}

/** Entities that can be what was attacked, as opposed to what was met on the way. */
const assetTypes = new Set(['host', 'azure-resource']);

/** Event entities say of themselves, and of those in them, whether they are assets. */
function withAsset(entity: JsonObject): JsonObject {
  const members = Object.entries(entity).map(([name, value]) => [name, isEntity(value) ? withAsset(value) : value]);
  return { ...Object.fromEntries(members), asset: typeof entity.type === 'string' && assetTypes.has(entity.type) };
}

const isEntity = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.type === 'string';
