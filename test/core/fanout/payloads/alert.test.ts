import { alertFromFinding } from '../../../../shared/core/alert/alertFromFinding';
import { incidentAlert } from '../../../../shared/core/alert/incident/incidentAlert';
import { gatheredOf, joined } from '../../../../shared/core/alert/incident/incidentFacts';
import { mergeAlert } from '../../../../shared/core/alert/mergeAlert';
import { sampleBundles } from '../../../../shared/core/alert/samples/sampleBundles';
import { sampleFindings } from '../../../../shared/core/alert/samples/sampleFindings';
import { alertPayload } from '../../../../shared/core/fanout/payloads/alert';
import { finding } from '../../alert/finding';
import { faultsOf } from '../publishedSchema';

const context = {
  tenantId: '00000000-0000-0000-0000-000000000002',
  workspaceId: 'default',
  publicUrl: 'https://skywarden.example.com',
};
const alert = alertFromFinding(finding, { location: 'westeurope', now: '2026-03-02T08:00:05.000Z' });
const payload = alertPayload(alert, context);

/** The 19 fields that Microsoft's published SecurityAlert schema requires. */
const published = [
  'VendorName',
  'AlertType',
  'StartTimeUtc',
  'TimeGenerated',
  'ReportedSeverity',
  'SystemAlertId',
  'AzureResourceId',
  'AzureResourceSubscriptionId',
  'WorkspaceId',
  'WorkspaceSubscriptionId',
  'WorkspaceResourceGroup',
  'AgentId',
  'CompromisedEntity',
  'Intent',
  'AlertDisplayName',
  'Description',
  'RemediationSteps',
  'ExtendedProperties',
  'ResourceIdentifiers',
];
/** What playbooks read. */
const playbooks = ['AlertUri', 'Severity', 'Entities', 'AlertType', 'CompromisedEntity', 'AlertDisplayName'];

test('the payload holds against its published schema', () => {
  expect(faultsOf('securityAlert', payload)).toEqual([]);
});

test('so does one that was merged, was resolved and has nested and repeated entities', () => {
  const host = { type: 'host', hostName: 'vm-1' } as const;
  const process = { type: 'process', commandLine: 'sh', imageFile: { type: 'file', name: 'sh' } } as const;
  const merged = mergeAlert(alert, { ...finding, eventIds: ['event-2'], entities: [host, process] })!;
  expect(faultsOf('securityAlert', alertPayload({ ...merged, status: 'Resolved' }, context))).toEqual([]);
});

test('so do an incident and every sample alert', () => {
  const history = { status: 'Active' as const, timeGeneratedUtc: alert.timeGeneratedUtc, exportedAt: [] };
  const whole = joined(gatheredOf(alert), gatheredOf({ ...alert, guid: 'other', alertType: 'Other' }));
  const incident = alertPayload(incidentAlert(whole, 'westeurope', history), context);
  expect(incident).toMatchObject({ IsIncident: true, ConfidenceReasons: expect.arrayContaining([expect.any(String)]) });
  const samples = Object.values(sampleBundles)
    .flatMap((bundle) => sampleFindings(bundle, { subscriptionId: context.tenantId, run: 'r', time: finding.time }))
    .map((sample) => alertPayload(alertFromFinding(sample, { location: 'westeurope', now: finding.time }), context));
  expect([incident, ...samples].flatMap((one) => faultsOf('securityAlert', one))).toEqual([]);
});

test.each([...published, ...playbooks])('%s is there and not null', (name) => {
  expect(payload[name] ?? null).not.toBeNull();
});

test('an active alert is New, and the version begins with 3., as the stock automations want it', () => {
  expect(payload).toMatchObject({
    Status: 'New',
    Version: '3.0',
    Severity: alert.severity,
    ReportedSeverity: alert.severity,
  });
});

test('the five extended properties of captured events stand beside those of the rule', () => {
  expect(payload.ExtendedProperties).toEqual({
    Attackers: '203.0.113.7',
    'Rule id': finding.rule.id,
    'Confidence score': '0.55',
    'Confidence reasons': 'The rule rates it Medium (+0.50); It names who or where from (+0.05)',
    resourceType: 'microsoft.compute/virtualmachines',
    EffectiveAzureResourceId: alert.resourceId,
    EffectiveSubscriptionId: '00000000-0000-0000-0000-000000000001',
    CompromisedEntity: 'vm-1',
    ProductComponentName: alert.productComponentName,
  });
});

test('the resource and the attacker are told apart', () => {
  expect(payload.ResourceIdentifiers).toEqual([
    { $id: '2', AzureResourceId: alert.resourceId, Type: 'AzureResource', AzureResourceTenantId: context.tenantId },
  ]);
  expect(payload.Entities).toEqual([
    { $id: '3', Type: 'azure-resource', ResourceId: alert.resourceId, Asset: true },
    { $id: '4', Type: 'ip', Address: '203.0.113.7', Asset: false },
  ]);
});

test('the link leads to this deployment and names alert, subscription, group and location', () => {
  expect(payload.AlertUri).toContain('https://skywarden.example.com/');
  expect(payload.AlertUri).toContain(
    `/alertId/${alert.name}/subscriptionId/00000000-0000-0000-0000-000000000001/resourceGroup/rg/referencedFrom/alertDeepLink/location/westeurope`,
  );
});

test.each(Object.keys(payload))('the schema asks for %s', (name) => {
  const { [name]: _, ...rest } = payload;
  expect(faultsOf('securityAlert', rest)).toEqual([expect.stringContaining(name)]);
});
