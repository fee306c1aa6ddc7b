import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '../../content/sources.generated';
import { decode } from '../../shared/core/ingest/decode';
import { normalise, sortSources } from '../../shared/core/ingest/normalise';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';
import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';

/** Recorded telemetry beside the checkout, which is no part of the project: without it these tests are skipped. */
const folder = join(__dirname, '../../../shared/telemetry');
const here = existsSync(folder);
if (!here) console.warn(`Recorded telemetry is not at ${folder}: its tests are skipped`);
const given = here ? describe : describe.skip;

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7' };
const sorted = sortSources(sources);

function read(name: string) {
  const decoded = decode(readFileSync(join(folder, name)));
  const { events, rejected } = normalise(decoded.records, context, sorted);
  return {
    records: decoded.records.length,
    events: events.map(({ event }) => event),
    rejected: [...decoded.rejected, ...rejected],
  };
}

function countBySource(events: TelemetryEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { source } of events) counts[source] = (counts[source] ?? 0) + 1;
  return counts;
}

const lines = (name: string): JsonObject[] =>
  readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);

/** File, records, and the events that each source made of them. */
const table: [string, number, Record<string, number>][] = [
  ['azure/azure_monitor_activity.ndjson', 147, { azureActivity: 122, aksAudit: 17, storageLogs: 8 }],
  ['azure/entra_signin_audit.ndjson', 29, { entraSignIn: 13, entraAudit: 16 }],
  ['azure/graph_security_alert_v2.ndjson', 4, { defenderForEndpointAlert: 4 }],
  ['azure/keyvault_auditevent_records.json', 1, { keyVault: 1 }],
  ['azure/la_auditlogs_goldensaml.ndjson', 4, { entraAudit: 4 }],
  ['azure/la_officeactivity_goldensaml.ndjson', 1, { officeActivity: 1 }],
  // one row came without its table, log and channel
  ['azure/la_securityevent_goldensaml.ndjson', 38, { windowsProcess: 37, logAnalyticsRows: 1 }],
  ['azure/la_vmconnection_log4shell.ndjson', 5, { logAnalyticsRows: 5 }],
  ['azure/m365_exchange_audit.ndjson', 10, { officeActivity: 10 }],
  ['azure/m365d_hunting_goldensaml.ndjson', 9, { defenderXdr: 9 }],
  ['azure/nsg_flow_v2_records.json', 8, { nsgFlow: 153 }],
  ['azure/vnet_flow_v4_records.json', 8, { vnetFlow: 166 }],
  ['eventhub_envelopes/azure_activity_records.json', 1, { azureActivity: 1 }],
  ['eventhub_envelopes/derived_defender_xdr_streaming.json', 9, { defenderXdr: 9 }],
  ['eventhub_envelopes/derived_la_data_export_securityevent.json', 38, { windowsProcess: 37, logAnalyticsRows: 1 }],
];

/** Records that a file holds twice, which is one event: equal ones, and an audit event joined with each of its targets. */
const repeated: Record<string, number> = {
  'azure/azure_monitor_activity.ndjson': 1,
  'azure/la_auditlogs_goldensaml.ndjson': 1,
  // variations of one record under its id, as tests of rules write them
  'azure/entra_signin_audit.ndjson': 7,
  'azure/vnet_flow_v4_records.json': 83,
};

given('recorded files of Azure and Microsoft senders', () => {
  it.each(table)('%s: %i records', (name, records, bySource) => {
    const found = read(name);
    expect([found.rejected, found.records, countBySource(found.events)]).toEqual([[], records, bySource]);
    const ids = new Set(found.events.map(({ id }) => id));
    expect(found.events.length - ids.size).toBe(repeated[name] ?? 0);
  });

  it.each(table)('%s: each event says itself when it was', (name) => {
    const untimed = read(name).events.filter(({ timeOrigin }) => timeOrigin !== 'record');
    // the rule tests that azure_monitor_activity was taken from left the time out of some records
    expect(untimed.length).toBe(name.endsWith('azure_monitor_activity.ndjson') ? untimed.length : 0);
  });

  it('batches of the activity log hold nothing that is not known', () => {
    for (const line of lines('eventhub_envelopes/derived_activity_batches.ndjson')) {
      const { records } = decode(Buffer.from(JSON.stringify(line)));
      const { events, rejected } = normalise(records, context, sorted);
      expect([rejected, countBySource(events.map(({ event }) => event)).generic]).toEqual([[], undefined]);
    }
  });

  it('the bodies of the wire shapes are of Azure and AWS senders', () => {
    const shapes = lines('eventhub_envelopes/wire_shapes.ndjson');
    const unknown = shapes.filter(({ bodyBase64 }) => {
      const { records } = decode(Buffer.from(bodyBase64 as string, 'base64'));
      const { events } = normalise(records, context, sorted);
      return events.some(({ event }) => event.source === 'generic');
    });
    expect(unknown.map(({ shape }) => shape)).toEqual([]);
  });
});

const named = (entities: Entity[], type: Entity['type']): Entity[] => entities.filter((entity) => entity.type === type);

given('what the records are known to be about', () => {
  const byLine = (name: string) => {
    const { events } = read(`azure/${name}.ndjson`);
    const labels = lines(`azure/${name}.labels.ndjson`);
    expect(labels).toHaveLength(events.length);
    return labels.map(({ rule, expected }, at) => ({ rule: rule as string, expected, event: events[at]! }));
  };

  it('sign-ins are those that rules for sign-ins were written for', () => {
    const entra = byLine('entra_signin_audit').filter(({ expected }) => expected === true);
    const signIns = entra.filter(({ event }) => event.source === 'entraSignIn').map(({ rule }) => rule);
    expect(signIns.sort()).toEqual([
      'Azure.Audit.DeviceCodeBrokerClient',
      'Azure.Audit.ExcessiveAccountLockouts',
      'Azure.Audit.HighRiskSignIn',
      'Azure.Audit.LegacyAuth',
      'Azure.Audit.MultipleProtectionAlerts',
      'Standard.SignInFromRogueState',
    ]);
  });

  it('a lockout is told by the error code of its sign-in', () => {
    const lockouts = byLine('entra_signin_audit').filter(({ rule }) => rule.endsWith('ExcessiveAccountLockouts'));
    const codes = lockouts.map(({ expected, event }) => [expected, event.fields.resultType === '50053']);
    // the third is one too, but from Microsoft's own network
    expect(codes).toEqual([
      [true, true],
      [false, false],
      [false, true],
    ]);
  });

  it('a log of Kubernetes has the rule of Kubernetes, and names the user', () => {
    const known = byLine('azure_monitor_activity').filter(({ rule }) => rule.startsWith('Kubernetes.'));
    expect(known).toHaveLength(17);
    for (const { event } of known) {
      expect([event.source, named(event.entities, 'account').length]).toEqual(['aksAudit', 1]);
      expect(event.fields).toMatchObject({ verb: expect.any(String), user: { username: expect.any(String) } });
    }
  });

  it('access by signature from outside is told by address and uri, and the signature is gone', () => {
    const shared = byLine('azure_monitor_activity').filter(({ rule }) => rule.endsWith('SASTokenExternalAccess'));
    expect(shared).toHaveLength(5);
    for (const { event } of shared) {
      expect([event.source, named(event.entities, 'ip').length]).toEqual(['storageLogs', 1]);
      expect(JSON.stringify(event)).not.toMatch(/_SIG|SIGNATURE_HERE/);
    }
    const signed = shared.filter(({ expected }) => expected === true).map(({ event }) => event.fields.uri);
    expect(signed).toEqual(signed.map(() => expect.stringContaining('sig=REDACTED')));
  });

  it.each([
    ['azure/entra_signin_audit.ndjson', 'callerIpAddress', 'ip', 'address'],
    ['azure/keyvault_auditevent_records.json', 'callerIpAddress', 'ip', 'address'],
    ['azure/m365_exchange_audit.ndjson', 'clientip', 'ip', 'address'],
  ] as const)('%s: %s is an address of the event', (name, column, type, member) => {
    for (const { fields, entities } of read(name).events) {
      const sent = fields[column];
      if (typeof sent !== 'string') continue;
      expect(named(entities, type).map((entity) => (entity as unknown as JsonObject)[member])).toContain(
        sent.replace(/:\d+$/, ''),
      );
    }
  });

  it('users of Exchange are named with the domain of their principal name', () => {
    for (const { fields, entities } of read('azure/m365_exchange_audit.ndjson').events) {
      const [account] = named(entities, 'account');
      expect(account).toMatchObject({ type: 'account' });
      const { name, upnSuffix } = account as Extract<Entity, { type: 'account' }>;
      expect(`${name}@${upnSuffix}`).toBe(fields.userid);
    }
  });

  it('severity and product of an alert are the sender’s', () => {
    const alerts = read('azure/graph_security_alert_v2.ndjson').events.map(({ fields }) => fields.alert as JsonObject);
    expect(alerts.map(({ productName }) => productName)).toEqual([
      'Microsoft Defender for Identity',
      'Microsoft Defender for Identity',
      'Microsoft Defender for Identity',
      'Microsoft Defender for Cloud',
    ]);
    expect(alerts.map(({ severity, status }) => [severity, status])).toEqual([
      ['Medium', 'new'],
      ['High', 'new'],
      expect.arrayContaining(['resolved']),
      expect.arrayContaining(['Informational']),
    ]);
  });

  it('most of what the flow logs tell was denied on its way in', () => {
    const denied = (name: string) =>
      read(`azure/${name}`).events.filter(
        ({ fields }) => fields.action === 'Deny' && fields.FlowDirection === 'Inbound',
      ).length;
    expect([denied('vnet_flow_v4_records.json'), denied('nsg_flow_v2_records.json')]).toEqual([134, 75]);
  });

  it('a streamed row is the same as the row itself, but for its table', () => {
    const [bare, streamed] = [
      'azure/m365d_hunting_goldensaml.ndjson',
      'eventhub_envelopes/derived_defender_xdr_streaming.json',
    ].map((name) => read(name).events.map(({ time, fields }) => [time, fields.ActionType, fields.ReportId]));
    expect(streamed).toEqual(bare);
  });
});

const own = [
  'aksAudit',
  'appGateway',
  'azureFirewall',
  'defenderForCloudAlert',
  'defenderForCloudExport',
  'defenderForEndpointAlert',
  'defenderXdr',
  'entraAudit',
  'entraRisk',
  'entraSignIn',
  'keyVault',
  'nsgFlow',
  'officeActivity',
  'performanceCounters',
  'sqlAudit',
  'storageLogs',
  'vnetFlow',
  'windowsCrash',
  'windowsFacts',
];
const sourceOf = (id: string): Source => sources.find((source) => source.id === id)!;
const event = (id: string, raw: unknown): TelemetryEvent => sourceOf(id).normalise([raw as RawRecord], context)[0]!;

describe.each(own)('%s', (id) => {
  it('takes no record of another sender that is asked later', () => {
    const others = sources.filter((source) => source.id !== id && source.order >= sourceOf(id).order);
    const taken = others.flatMap((other) =>
      other.samples
        .filter(({ body }) => decode(Buffer.from(body)).records.some(({ raw }) => sourceOf(id).recognises(raw)))
        .map(({ name }) => `${other.id}: ${name}`),
    );
    expect(taken).toEqual([]);
  });
});

it.each([
  [
    'a health log of another service',
    { category: 'AuditLogs', resourceId: '/subscriptions/s/x', properties: { a: 1 } },
  ],
  ['an audit of another service', { category: 'AuditEvent', resourceId: '/subscriptions/s/providers/Microsoft.X/y/z' }],
  ['a firewall of another maker', { category: 'FirewallRule', properties: { msg: 'x' } }],
  ['a Type without a time', { Type: 'SigninLogs' }],
  ['an alert of another product', { ProductName: 'Other', SystemAlertId: 'a', AlertType: 'b' }],
  ['event 1001 of another program', { EventID: 1001, Channel: 'Application', SourceName: 'Other' }],
  ['a ticket', { id: 'a', title: 'x', severity: 'low', createdDateTime: '2026-11-21' }],
])('%s is left to others', (_, raw) => {
  expect(own.filter((id) => sourceOf(id).recognises(raw as unknown as RawRecord))).toEqual([]);
});

describe('names that rules use', () => {
  it('a sign-in says in words whether it succeeded', () => {
    const signIn = (properties: object) => event('entraSignIn', { category: 'SignInLogs', properties }).fields;
    expect(signIn({ status: { errorCode: 0 } })).toMatchObject({ ResultType: '0', Status: 'Success' });
    expect(signIn({ status: { errorCode: 50074, failureReason: 'MFA' } })).toMatchObject({ Status: 'MFA' });
    expect(signIn({ status: { errorCode: 1 }, riskState: 'atRisk', clientAppUsed: 'POP3' })).toMatchObject({
      Status: 'Failure',
      RiskState: 'atRisk',
      ClientApp: 'POP3',
    });
  });

  it.each([
    ['of whoever acts', { UserId: 'ann@example.com' }, ['@example.com', '.example.com']],
    ['the first one and its namesake', { OrganizationName: 'example.onmicrosoft.com' }, ['@example.com']],
    ['of the mailbox', { Parameters: [{ Name: 'Identity', Value: 'bob@example.org' }] }, ['@example.org']],
  ])('domains within an organisation: %s', (_name, more, endings) => {
    const record = { Operation: 'Set-Mailbox', RecordType: 1, Workload: 'Exchange', ...more };
    expect(event('officeActivity', record).fields.UserDomain).toEqual(expect.arrayContaining(endings));
  });

  it('nobody known is no caller of the activity log', () => {
    const record = { category: 'Administrative', operationName: 'Microsoft.Web/sites/delete', correlationId: 'c' };
    expect(event('azureActivity', record).fields).not.toHaveProperty('Caller');
  });

  it('the category of a directory change is the one within the log', () => {
    const properties = { category: 'RoleManagement', loggedByService: 'PIM', result: 'success' };
    const { fields } = event('entraAudit', { category: 'AuditLogs', operationName: 'Add member', properties });
    expect(fields).toMatchObject({
      category: 'RoleManagement',
      logCategory: 'AuditLogs',
      Status: 'success',
      LoggedByService: 'PIM',
      properties: { message: 'Add member' },
    });
  });

  it('a request has the names of the W3C log, with the query apart', () => {
    const properties = { httpMethod: 'GET', requestUri: '/a?b=1', httpStatus: 404, originalHost: 'www.example.com' };
    expect(event('appGateway', { operationName: 'ApplicationGatewayAccess', properties }).fields).toMatchObject({
      'cs-method': 'GET',
      'cs-uri-stem': '/a',
      'cs-uri-query': 'b=1',
      'cs-host': 'www.example.com',
      'sc-status': 404,
    });
  });

  it('an application rule is a proxy, with the address that was asked for', () => {
    const properties = { Fqdn: 'www.example.com', TargetUrl: 'www.example.com/x', Action: 'Deny' };
    expect(event('azureFirewall', { category: 'AZFWApplicationRule', properties })).toMatchObject({
      logSource: { category: 'proxy' },
      entities: [
        { type: 'dns', domainName: 'www.example.com' },
        { type: 'url', url: 'https://www.example.com/x' },
      ],
      fields: { 'c-uri': 'www.example.com/x', action: 'Deny' },
    });
  });

  it.each([
    ['Exchange', 'exchange'],
    ['SecurityComplianceCenter', 'threat_management'],
    ['AzureActiveDirectory', 'audit'],
    ['constructor', 'audit'],
  ])('workload %s is service %s', (Workload, service) => {
    const audit = event('officeActivity', { Operation: 'x', Workload, RecordType: 1, ResultStatus: 'Succeeded' });
    expect(audit.logSource).toEqual({ product: 'm365', service });
    expect(audit.fields).toMatchObject({ eventSource: Workload, eventName: 'x', status: 'success' });
  });

  it('columns of SQL audit have one spelling, whichever table they come from', () => {
    const tables = [
      { category: 'SQLSecurityAuditEvents', properties: { server_principal_name: 'sa', succeeded: 'true' } },
      {
        Type: 'AzureDiagnostics',
        TimeGenerated: 't',
        Category: 'SQLSecurityAuditEvents',
        server_principal_name_s: 'sa',
      },
      { Type: 'SQLSecurityAuditEvents', TimeGenerated: 't', ServerPrincipalName: 'sa' },
    ];
    expect(tables.map((raw) => event('sqlAudit', raw).fields.server_principal_name)).toEqual(['sa', 'sa', 'sa']);
  });
});

describe('identity', () => {
  it('a risky user is another event when the risk has changed', () => {
    const user = (riskState: string) =>
      event('entraRisk', { category: 'RiskyUsers', properties: { id: 'u', riskState } }).id;
    expect([user('atRisk') === user('atRisk'), user('atRisk') === user('remediated')]).toEqual([true, false]);
  });

  it('an alert is another event when its state has changed, and the same whatever else a resend says', () => {
    const alert = (extra: object) =>
      event('defenderForCloudAlert', { ProductName: 'Azure Security Center', SystemAlertId: 'a', ...extra }).id;
    expect(alert({ Status: 'New', x: 1 })).toBe(alert({ Status: 'New', x: 2 }));
    expect(alert({ Status: 'Resolved' })).not.toBe(alert({ Status: 'New' }));
  });

  it('a hunting row counts by device, time and report', () => {
    const row = (extra: object) => {
      const properties = { Timestamp: '2026-11-21T08:00:00Z', DeviceId: 'd', ReportId: 1, ...extra };
      return event('defenderXdr', { category: 'AdvancedHunting-DeviceEvents', properties }).id;
    };
    expect([row({ a: 1 }) === row({ a: 2 }), row({}) === row({ DeviceId: 'e' })]).toEqual([true, false]);
  });

  it('the parts of one mail share a report id and are events of their own', () => {
    const part = (Url: string) => {
      const properties = { Timestamp: '2026-11-21T08:00:00Z', ReportId: 'm', Url };
      return event('defenderXdr', { category: 'AdvancedHunting-EmailUrlInfo', properties }).id;
    };
    expect(part('a')).not.toBe(part('b'));
  });

  it('equal records without a time are told apart by their place', () => {
    const raw = { category: 'AuditEvent', resourceId: '/subscriptions/s/providers/Microsoft.KeyVault/vaults/v' };
    const [here, there] = ['0/1', '0/2'].map(
      (position) => sourceOf('keyVault').normalise([raw], { ...context, position })[0]!.id,
    );
    expect(here).not.toBe(there);
  });
});

it('no signature of a shared access URI gets into an event', () => {
  const uri = 'https://a1.blob.core.windows.net/x?sv=1&sig=SECRET%3D';
  const raws: [string, object][] = [
    ['storageLogs', { category: 'StorageRead', uri }],
    ['aksAudit', { category: 'kube-audit', properties: { log: JSON.stringify({ requestURI: uri }) } }],
    [
      'defenderXdr',
      { category: 'AdvancedHunting-X', properties: { RemoteUrl: uri, AdditionalFields: JSON.stringify({ uri }) } },
    ],
    ['officeActivity', { Operation: 'x', Workload: 'y', RecordType: 1, ObjectId: uri }],
    ['logAnalyticsRows', { Type: 'X', TimeGenerated: 't', uri }],
    [
      'defenderForCloudAlert',
      { ProductName: 'Azure Security Center', SystemAlertId: 'a', Entities: [{ Type: 'url', Url: uri }] },
    ],
  ];
  expect(raws.filter(([id, raw]) => JSON.stringify(event(id, raw)).includes('SECRET'))).toEqual([]);
});
