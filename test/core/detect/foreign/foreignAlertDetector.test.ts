import { createForeignAlertDetector } from '../../../../shared/core/detect/foreign/foreignAlertDetector';
import { foreignIntent } from '../../../../shared/core/detect/foreign/foreignIntent';
import { foreignStatus } from '../../../../shared/core/detect/foreign/foreignStatus';
import { createRuleGuard } from '../../../../shared/core/detect/ruleGuard';
import type { JsonObject } from '../../../../shared/model/json';
import type { TelemetryEvent } from '../../../../shared/model/telemetryEvent';
import { eventsOf } from '../../../content/eventsOf';

const detector = createForeignAlertDetector(createRuleGuard({ now: () => 0 }));
const find = (...bodies: object[]) => detector.observe(eventsOf(bodies.map((body) => JSON.stringify(body))));

const machine =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1';

const defender = (more: JsonObject = {}): JsonObject => ({
  VendorName: 'Microsoft',
  ProductName: 'Microsoft Defender for Cloud',
  AlertType: 'VM_Example',
  AlertDisplayName: 'Something bad',
  Description: 'It happened.',
  StartTimeUtc: '2026-11-21T08:00:00.123Z',
  EndTimeUtc: '2026-11-21T08:05:00Z',
  TimeGenerated: '2026-11-21T08:06:00Z',
  Severity: 'Medium',
  Status: 'New',
  SystemAlertId: '2516000000000000000_00000000-0000-0000-0000-0000000000d1',
  Intent: 'Persistence, CredentialAccess',
  Techniques: ['T1059.001 - PowerShell', 'T1105'],
  AzureResourceId: machine,
  CompromisedEntity: 'vm-1',
  RemediationSteps: ['Look', 'Act'],
  AlertUri: 'https://portal.example.com/alert/1',
  ExtendedProperties: { ProductComponentName: 'VirtualMachines', attempts: '7' },
  Entities: [{ $id: '2', Address: '203.0.113.5', Type: 'ip' }],
  ...more,
});

it('keeps all that Defender for Cloud says of its alert', () => {
  expect(find(defender())).toMatchObject([
    {
      identity: 'microsoft|2516000000000000000_00000000-0000-0000-0000-0000000000d1',
      rule: {
        alertType: 'VM_Example',
        displayName: 'Something bad',
        description: 'It happened.',
        severity: 'Medium',
        intent: 'Persistence',
        techniques: ['T1059.001', 'T1105'],
        productComponentName: 'VirtualMachines',
        remediationSteps: ['Look', 'Act'],
      },
      foreign: {
        id: '2516000000000000000_00000000-0000-0000-0000-0000000000d1',
        productName: 'Microsoft Defender for Cloud',
        vendorName: 'Microsoft',
        status: 'Active',
        startTime: '2026-11-21T08:00:00.123Z',
        endTime: '2026-11-21T08:05:00.000Z',
        updatedAt: '2026-11-21T08:06:00.000Z',
        link: 'https://portal.example.com/alert/1',
      },
      resourceId: machine,
      compromisedEntity: 'vm-1',
      entities: expect.arrayContaining([{ type: 'ip', address: '203.0.113.5' }]),
      extendedProperties: { attempts: '7', 'Status at the sender': 'New' },
    },
  ]);
});

const graphAlert = (more: object): object => ({
  id: 'g1',
  title: 'Something bad',
  severity: 'medium',
  status: 'new',
  serviceSource: 'microsoftDefenderForIdentity',
  createdDateTime: '2026-11-21T08:06:00Z',
  ...more,
});

it.each<[string, object, string]>([
  ['a false alert', { classification: 'falsePositive', determination: 'notMalicious' }, 'Dismissed'],
  ['an exercise', { status: 'inProgress', classification: 'informationalExpectedActivity' }, 'Dismissed'],
  ['a real one', { classification: 'truePositive' }, 'Active'],
  ['neither yet', { classification: 'unknown' }, 'Active'],
])('an alert that a person judged to be %s comes in as such', (_name, more, status) => {
  expect(find(graphAlert(more))).toMatchObject([{ foreign: { status } }]);
});

it('an alert of Graph that Defender for Cloud raised has the identity of that alert', () => {
  const graph = {
    id: 'dc1',
    providerAlertId: defender()['SystemAlertId'],
    title: 'Something bad',
    severity: 'medium',
    status: 'resolved',
    serviceSource: 'microsoftDefenderForCloud',
    createdDateTime: '2026-11-21T08:06:00Z',
    lastUpdateDateTime: '2026-11-21T09:00:00Z',
  };
  const [own, told] = find(defender(), graph);
  expect(told!.identity).toBe(own!.identity);
  expect(told!.foreign).toMatchObject({ status: 'Resolved', productName: 'Microsoft Defender for Cloud' });
});

it.each<[string, object, object]>([
  [
    'Defender for Endpoint',
    {
      id: 'da1',
      title: 'Malware',
      severity: 'High',
      status: 'InProgress',
      category: 'Malware',
      alertCreationTime: '2026-11-21T08:01:01Z',
      computerDnsName: 'pc-2',
      machineId: 'm',
    },
    {
      foreign: { productName: 'Microsoft Defender for Endpoint', status: 'InProgress' },
      rule: { severity: 'High' },
      compromisedEntity: 'pc-2',
    },
  ],
  [
    'Microsoft Sentinel, a row of SecurityAlert',
    {
      Type: 'SecurityAlert',
      TimeGenerated: '2026-11-21T08:01:00Z',
      ProductName: 'Azure Sentinel',
      ProviderName: 'ASI Scheduled Alerts',
      VendorName: 'Microsoft',
      SystemAlertId: 's1',
      AlertName: 'A',
      AlertSeverity: 'Low',
    },
    { foreign: { productName: 'Azure Sentinel', vendorName: 'Microsoft' }, rule: { severity: 'Low' } },
  ],
  [
    'GuardDuty',
    {
      schemaVersion: '2.0',
      accountId: '000000000001',
      region: 'eu-west-1',
      id: '0f',
      arn: 'arn:aws:guardduty:eu-west-1:000000000001:detector/d/finding/0f',
      type: 'CryptoCurrency:EC2/BitcoinTool.B',
      severity: 8,
      title: 'Mining',
      service: {
        detectorId: 'd',
        eventFirstSeen: '2026-11-21T08:00:00Z',
        eventLastSeen: '2026-11-21T09:00:00Z',
        count: 4,
      },
      updatedAt: '2026-11-21T09:01:00Z',
      resource: { instanceDetails: { instanceId: 'i-0123456789abcdef0' } },
    },
    {
      foreign: { productName: 'Amazon GuardDuty', vendorName: 'AWS', startTime: '2026-11-21T08:00:00.000Z' },
      rule: { severity: 'High', intent: 'Impact' },
      compromisedEntity: 'i-0123456789abcdef0',
    },
  ],
  [
    'Security Hub with the same finding of GuardDuty',
    {
      SchemaVersion: '2018-10-08',
      Id: 'arn:aws:guardduty:eu-west-1:000000000001:detector/d/finding/0f',
      ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/guardduty',
      Types: ['TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce'],
      UpdatedAt: '2026-11-21T09:00:00Z',
      Severity: { Label: 'CRITICAL' },
      Title: 'x',
      RecordState: 'ARCHIVED',
    },
    {
      identity: 'aws|arn:aws:guardduty:eu-west-1:000000000001:detector/d/finding/0f',
      foreign: { productName: 'Amazon GuardDuty', status: 'Resolved' },
      rule: { severity: 'High', intent: 'InitialAccess' },
    },
  ],
  [
    'Security Command Center',
    {
      finding: {
        name: 'organizations/1/sources/2/findings/3',
        parent: 'organizations/1/sources/2',
        category: 'Malware: Bad Domain',
        findingClass: 'THREAT',
        severity: 'HIGH',
        state: 'INACTIVE',
        eventTime: '2026-11-21T08:00:00Z',
        mitreAttack: { primaryTactic: 'COMMAND_AND_CONTROL', primaryTechniques: ['T1071'] },
        resourceName: '//compute.googleapis.com/projects/p/zones/z/instances/web-1',
      },
    },
    {
      foreign: { productName: 'Google Security Command Center', status: 'Resolved' },
      rule: { intent: 'CommandAndControl', techniques: ['T1071'] },
      compromisedEntity: 'web-1',
    },
  ],
  [
    'Defender XDR, a row of AlertInfo',
    {
      category: 'AdvancedHunting-AlertInfo',
      time: '2026-11-21T09:00:00Z',
      properties: {
        Timestamp: '2026-11-21T08:00:02Z',
        AlertId: 'da7',
        Title: 'x',
        Category: 'LateralMovement',
        Severity: 'High',
        ServiceSource: 'Microsoft Defender for Identity',
        AttackTechniques: '["Pass the Hash (T1550.002)"]',
      },
    },
    {
      identity: 'microsoft|da7',
      foreign: { productName: 'Microsoft Defender for Identity' },
      rule: { intent: 'LateralMovement', techniques: ['T1550.002'] },
    },
  ],
  [
    'OCSF, a detection finding',
    {
      class_uid: 2004,
      time: 1795248001250,
      severity: 'Critical',
      status: 'In Progress',
      metadata: { version: '1.1.0', product: { name: 'Sensor', vendor_name: 'Example' } },
      finding_info: { uid: 'f1', title: 'Bad', attacks: [{ tactic: { uid: 'TA0006' }, technique: { uid: 'T1003' } }] },
      device: { hostname: 'web-1' },
    },
    {
      identity: 'example|f1',
      foreign: { productName: 'Sensor', vendorName: 'Example', status: 'InProgress' },
      rule: { severity: 'High', intent: 'CredentialAccess', techniques: ['T1003'] },
      compromisedEntity: 'web-1',
    },
  ],
])('%s', (_, body, expected) => {
  expect(find(body)).toMatchObject([expected]);
});

it.each<[string, object]>([
  [
    'a check of Security Hub',
    {
      SchemaVersion: '2018-10-08',
      Id: 'a',
      ProductArn: 'p',
      Types: ['Software and Configuration Checks'],
      Compliance: { Status: 'FAILED' },
    },
  ],
  [
    'a misconfiguration at Google',
    {
      finding: {
        name: 'n',
        parent: 'organizations/1/sources/2',
        category: 'PUBLIC_BUCKET_ACL',
        findingClass: 'MISCONFIGURATION',
      },
    },
  ],
  [
    'an event of Falco that informs',
    { uuid: 'u', output: 'o', priority: 'Informational', rule: 'r', time: '2026-11-21T08:00:01Z', output_fields: {} },
  ],
  [
    'a check of a scanner in OCSF',
    {
      class_uid: 2004,
      status_code: 'FAIL',
      metadata: { version: '1', product: { name: 'P' } },
      finding_info: { uid: 'f' },
    },
  ],
  ['an alert without id', { ...defender(), SystemAlertId: '' }],
])('%s is no alert', (_, body) => {
  expect(find(body)).toEqual([]);
});

it('events of Falco for one rule and container are one alert an hour, each an occurrence', () => {
  const falco = (uuid: string, time: string) => ({
    uuid,
    output: 'A shell was spawned',
    priority: 'Warning',
    rule: 'Terminal shell in container',
    time,
    output_fields: { 'container.id': 'ab12' },
    tags: ['mitre_execution', 'T1059'],
    hostname: 'node-1',
  });
  const found = find(
    falco('1', '2026-11-21T08:00:01Z'),
    falco('2', '2026-11-21T08:30:01Z'),
    falco('3', '2026-11-21T09:00:01Z'),
  );
  expect(new Set(found.map(({ identity }) => identity)).size).toBe(2);
  expect(found[0]).toMatchObject({
    foreign: { productName: 'Falco', counts: true },
    rule: { severity: 'Medium', intent: 'Execution', techniques: ['T1059'] },
  });
});

it.each<[string, JsonObject]>([
  ['its vendor', { VendorName: 'Skywarden' }],
  ['its vendor, in another spelling', { VendorName: 'SKYWARDEN' }],
  ['its alert type', { AlertType: 'Skywarden_ThreatIntelligenceMatch' }],
  ['the mark of what it took over', { ExtendedProperties: { 'Taken over by': 'Skywarden' } }],
  ['the mark, as text', { ExtendedProperties: '{"Taken over by":"Skywarden"}' }],
])('what Skywarden exported is known by %s', (_, more) => {
  expect(find(defender(more))).toEqual([]);
});

it('a link that is no page of the web is left out', () => {
  expect(find(defender({ AlertUri: 'javascript:alert(1)' }))[0]!.foreign!.link).toBe('');
});

it('takes any garbage without a throw', () => {
  const event = eventsOf([JSON.stringify(defender())])[0]!;
  const values = [null, 7, '', [], {}, [{}], true] as const;
  const alert = event.fields['alert'] as JsonObject;
  const damaged = Object.keys(alert).flatMap((key) =>
    values.map((value): TelemetryEvent => ({
      ...event,
      fields: { ...event.fields, alert: { ...alert, [key]: value as never } },
    })),
  );
  const guard = createRuleGuard({ now: () => 0 });
  createForeignAlertDetector(guard).observe(damaged);
  expect(guard.drain()).toEqual([]);
});

it.each([
  [['Defense Evasion'], 'DefenseEvasion'],
  [['COMMAND_AND_CONTROL'], 'CommandAndControl'],
  [['Reconnaissance'], 'PreAttack'],
  [['Malware', 'Execution'], 'Execution'],
  [['TA0010'], 'Exfiltration'],
  [['constructor'], 'Unknown'],
  [[], 'Unknown'],
])('the tactics %j are the intent %s', (tactics, intent) => {
  expect(foreignIntent(tactics)).toBe(intent);
});

it.each([
  ['New', 'Active'],
  ['newAlert', 'Active'],
  ['In Progress', 'InProgress'],
  ['inProgress', 'InProgress'],
  ['Closed', 'Resolved'],
  ['SUPPRESSED', 'Dismissed'],
  ['', 'Active'],
  ['toString', 'Active'],
])('the state %j is %s', (said, status) => {
  expect(foreignStatus(said)).toBe(status);
});
