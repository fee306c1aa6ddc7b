import type { JsonObject } from '../../shared/model/json';
import type { LogSource, TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accounts, addresses, files, urls } from '../../shared/core/ingest/azure/azureEntities';
import { firstTime, named, tableOf } from '../../shared/core/ingest/azure/azureRecord';
import { contentId, ownId } from '../../shared/core/ingest/contentId';
import { field, isObject, jsonField, textField } from '../../shared/core/ingest/field';
import { redactSignatures } from '../../shared/core/ingest/redact';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Sigma's services by workload; all others are `audit`. */
const services: Record<string, string> = { exchange: 'exchange', securitycompliancecenter: 'threat_management' };
const jsonNames = [
  'Parameters',
  'ExtendedProperties',
  'ModifiedProperties',
  'OperationProperties',
  'Folders',
  'AffectedItems',
];

/** The unified audit log of Microsoft 365: Exchange, SharePoint, Teams, Entra; also rows of the table OfficeActivity. */
export const source: Source = {
  id: 'officeActivity',
  order: 60,
  keys: ['timegenerated', 'recordtype'],
  recognises: (raw) => typeof raw === 'object' && isAudit(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a rule of an inbox is made',
      body: JSON.stringify({
        CreationTime: '2026-11-21T08:00:00',
        Id: '00000000-0000-0000-0000-0000000000e1',
        Operation: 'New-InboxRule',
        OrganizationId: '00000000-0000-0000-0000-00000000000a',
        RecordType: 1,
        ResultStatus: 'True',
        UserKey: 'k',
        UserType: 2,
        Workload: 'Exchange',
        ClientIP: '203.0.113.5:4711',
        ObjectId: 'ann',
        UserId: 'ann@example.com',
        Parameters: [{ Name: 'Name', Value: 'work' }],
      }),
      expect: [
        {
          source: 'officeActivity',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'm365', service: 'exchange' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com' },
            { type: 'ip', address: '203.0.113.5' },
          ],
        },
      ],
    },
    {
      name: 'a file is opened, row of the table',
      body: '{"Type":"OfficeActivity","TimeGenerated":"2026-11-21T08:00:01Z","OfficeWorkload":"SharePoint","Operation":"FileAccessed","RecordType":"6","UserId":"bob@example.com","Client_IPAddress":"2001:db8::7","OfficeObjectId":"https://files.example.com/a.docx","SourceFileName":"a.docx"}',
      expect: [
        {
          source: 'officeActivity',
          time: '2026-11-21T08:00:01.000Z',
          logSource: { product: 'm365', service: 'audit' },
          entities: [
            { type: 'account', name: 'bob', upnSuffix: 'example.com' },
            { type: 'ip', address: '2001:db8::7' },
            { type: 'file', name: 'a.docx' },
            { type: 'url', url: 'https://files.example.com/a.docx' },
          ],
        },
      ],
    },
    {
      name: 'names in lower case, no time, wrong types',
      body: '{"operation":"Set-Mailbox","workload":"Exchange","recordtype":"1","creationtime":null,"userid":{"a":1},"clientip":7,"parameters":"{broken"}',
      expect: [{ source: 'officeActivity', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

function isAudit(raw: JsonObject): boolean {
  if (tableOf(raw) === 'OfficeActivity') return true;
  const workload = textField(raw, 'Workload') || textField(raw, 'OfficeWorkload');
  return workload !== '' && textField(raw, 'Operation') !== '' && textField(raw, 'RecordType') !== '';
}

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const record = redactSignatures(raw);
  for (const name of jsonNames) {
    const opened = jsonField(record[name]);
    if (opened !== undefined) record[name] = opened;
  }
  const id = textField(record, 'Id') || textField(record, 'OfficeId');
  const time = firstTime(context, field(record, 'CreationTime'), record.TimeGenerated);
  const position = time.timeOrigin === 'record' ? '' : context.position;
  const workload = textField(record, 'Workload') || textField(record, 'OfficeWorkload');
  const objectId = textField(record, 'ObjectId') || textField(record, 'OfficeObjectId');
  return {
    id: guid.test(id) ? ownId('officeActivity', id.toLowerCase()) : contentId('officeActivity', raw, position),
    source: 'officeActivity',
    ...time,
    resourceId: context.resourceId,
    logSource: logSourceOf(workload),
    entities: [
      ...accounts(textField(record, 'UserId')),
      ...addresses(
        ...['ClientIP', 'Client_IPAddress', 'ClientIPAddress', 'ActorIpAddress'].map((name) => field(record, name)),
      ),
      ...files('', textField(record, 'SourceFileName')),
      ...urls(objectId),
    ],
    fields: { ...record, ...sigmaNames(record, workload) },
  };
}

const logSourceOf = (workload: string): LogSource => ({
  product: 'm365',
  service: Object.hasOwn(services, workload.toLowerCase()) ? services[workload.toLowerCase()]! : 'audit',
});

const domainOf = (address: string): string => address.split('@')[1] ?? '';

/** Domains of whoever acts and of the mailbox that is changed, the first one of the organisation and its namesake. */
function ownDomains(record: JsonObject): string[] {
  const mailbox = textField(record, 'Operation') === 'Set-Mailbox' ? 'Identity' : 'Mailbox';
  const parameters = field(record, 'Parameters');
  const changed = (Array.isArray(parameters) ? parameters : [])
    .filter(isObject)
    .find((parameter) => textField(parameter, 'Name') === mailbox);
  const first = textField(record, 'OrganizationName').toLowerCase();
  const [, name] = /^([a-z0-9-]+)\.onmicrosoft\.com$/.exec(first) ?? [];
  const said = [textField(record, 'UserId'), changed ? textField(changed, 'Value') : ''].map(domainOf);
  return [...new Set([...said, first, name === undefined ? '' : `${name}.com`])].filter((domain) => domain !== '');
}

function sigmaNames(record: JsonObject, workload: string): JsonObject {
  const result = textField(record, 'ResultStatus');
  const endings = ownDomains(record).flatMap((domain) => [`@${domain}`, `.${domain}`]);
  return named({
    // endings of addresses within the organisation, as far as the record tells its domains
    ...(endings.length > 0 && { UserDomain: endings }),
    Operation: textField(record, 'Operation'),
    Workload: workload,
    ResultStatus: result,
    eventSource: workload,
    eventName: textField(record, 'Operation'),
    status: /^(?:true|succeeded|success|partiallysucceeded)$/i.test(result) ? 'success' : result.toLowerCase(),
  });
}
