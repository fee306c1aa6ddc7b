import type { Json, JsonObject } from '../../shared/model/json';
import { resourceSchema, type Resource } from '../../shared/model/resource';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { azureResources } from '../../shared/core/ingest/azure/azureEntities';
import { firstTime, named } from '../../shared/core/ingest/azure/azureRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { field, isObject, textField } from '../../shared/core/ingest/field';
import { observedAt } from '../../shared/core/ingest/recordTime';
import { redactSignatures } from '../../shared/core/ingest/redact';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** The service of each type that continuous export sends beside alerts. */
const services: [RegExp, string][] = [
  [/^microsoft\.security\/assessments$/i, 'assessments'],
  [/^microsoft\.security\/(?:assessments\/)?subassessments$/i, 'subassessments'],
  [/^microsoft\.security\/securescores$/i, 'securescores'],
  [/^microsoft\.security\/securescores\/securescorecontrols$/i, 'securescorecontrols'],
  [/^microsoft\.security\/regulatorycompliancestandards(?:\/[^/]+)*\/regulatorycomplianceassessments$/i, 'compliance'],
];

/** Judgements that Microsoft Defender for Cloud exports: assessments, findings, scores, compliance, and its CSV of recommendations. */
export const source: Source = {
  id: 'defenderForCloudExport',
  order: 30,
  keys: ['type', 'recommendationid'],
  recognises: (raw) =>
    typeof raw === 'object' && (isRow(raw) || (serviceOf(raw) !== undefined && textField(raw, 'id') !== '')),
  normalise: ([raw], context) => [read(asExported(raw as JsonObject), context)],
  samples: [
    {
      name: 'an assessment has changed',
      body: JSON.stringify({
        assessmentEventDataEnrichment: { action: 'Insert', apiVersion: '2019-01-01', isSnapshot: false },
        tenantId: '00000000-0000-0000-0000-00000000000a',
        type: 'Microsoft.Security/assessments',
        id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1/providers/Microsoft.Security/assessments/00000000-0000-0000-0000-0000000000a5',
        name: '00000000-0000-0000-0000-0000000000a5',
        properties: {
          resourceDetails: {
            source: 'Azure',
            id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1',
          },
          displayName: 'Secure transfer should be enabled',
          status: { code: 'Unhealthy', statusChangeDate: '2026-11-21T08:00:00.1234567Z' },
          metadata: { severity: 'High' },
        },
      }),
      expect: [
        {
          source: 'defenderForCloudExport',
          time: '2026-11-21T08:00:00.123Z',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1',
          logSource: { product: 'azure', service: 'assessments' },
          entities: [
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1',
            },
          ],
        },
      ],
    },
    {
      name: 'a finding in PascalCase and a score',
      body: '[{"Type":"Microsoft.Security/assessments/subAssessments","Id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1/providers/Microsoft.Security/assessments/a/subAssessments/b","Properties":{"DisplayName":"x","TimeGenerated":"2026-11-21T08:00:01Z","Status":{"Code":"Unhealthy","Severity":"High"}}},{"type":"Microsoft.Security/secureScores","id":"/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Security/secureScores/ascScore","name":"ascScore","properties":{"score":{"max":50,"current":25}}}]',
      expect: [
        {
          source: 'defenderForCloudExport',
          time: '2026-11-21T08:00:01.000Z',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1',
          logSource: { product: 'azure', service: 'subassessments' },
        },
        {
          source: 'defenderForCloudExport',
          timeOrigin: 'enqueued',
          logSource: { product: 'azure', service: 'securescores' },
        },
      ],
    },
    {
      name: 'the CSV of recommendations, as it is downloaded',
      body: '\ufeff"exportedTimestamp","subscriptionId","resourceType","resourceName","resourceId","recommendationId","recommendationName","recommendationDisplayName","severity","state","statusChangeDate","controls"\n"2026-11-21T08:00:00.250Z","00000000-0000-0000-0000-000000000001","storageaccounts","a1","/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.storage/storageaccounts/a1","/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.storage/storageaccounts/a1/providers/Microsoft.Security/assessments/00000000-0000-0000-0000-0000000000a5","00000000-0000-0000-0000-0000000000a5","Secure transfer should be enabled","High","Unhealthy","2026-11-20T08:00:00Z","Encrypt data, in transit"\n',
      expect: [
        {
          source: 'defenderForCloudExport',
          time: '2026-11-21T08:00:00.250Z',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.storage/storageaccounts/a1',
          logSource: { product: 'azure', service: 'assessments' },
        },
      ],
    },
    {
      name: 'a compliance state without time and with wrong types',
      body: '{"type":"Microsoft.Security/regulatoryComplianceStandards/regulatoryComplianceControls/regulatoryComplianceAssessments","id":"/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Security/regulatoryComplianceStandards/s/regulatoryComplianceControls/c/regulatoryComplianceAssessments/a","properties":["failed"]}',
      expect: [
        {
          source: 'defenderForCloudExport',
          timeOrigin: 'enqueued',
          logSource: { product: 'azure', service: 'compliance' },
        },
      ],
    },
  ],
};

function serviceOf(raw: JsonObject): string | undefined {
  const type = textField(raw, 'type');
  if (!/^microsoft\.security\//i.test(type)) return undefined;
  return services.find(([pattern]) => pattern.test(type))?.[1];
}

const assessments = 'Microsoft.Security/assessments';

const isRow = (raw: JsonObject): boolean =>
  /\/assessments\//i.test(textField(raw, 'recommendationId')) && textField(raw, 'resourceId').startsWith('/');

/** A row of the CSV says the same as an exported assessment, under other names: those are added. */
function asExported(raw: JsonObject): JsonObject {
  if (!isRow(raw) || serviceOf(raw) !== undefined) return raw;
  return {
    ...raw,
    type: assessments,
    id: textField(raw, 'recommendationId'),
    properties: {
      resourceDetails: { id: textField(raw, 'resourceId') },
      displayName: textField(raw, 'recommendationDisplayName'),
      status: { code: textField(raw, 'state') },
      metadata: { severity: textField(raw, 'severity') },
      timeGenerated: textField(raw, 'exportedTimestamp'),
    },
  };
}

const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const record = redactSignatures(raw);
  const properties = objectIn(field(record, 'properties'));
  const status = objectIn(field(properties, 'status'));
  const metadata = objectIn(field(properties, 'metadata'));
  const times = [
    record.TimeGenerated,
    field(record, 'time'),
    field(properties, 'timeGenerated'),
    field(status, 'statusChangeDate'),
  ];
  const time = firstTime(context, ...times);
  const resourceId = judged(record, properties);
  const finding = serviceOf(record) === 'subassessments' ? findingOf(record, properties) : undefined;
  return {
    id: contentId('defenderForCloudExport', raw, time.timeOrigin === 'record' ? '' : context.position),
    source: 'defenderForCloudExport',
    ...time,
    resourceId,
    logSource: { product: 'azure', service: serviceOf(record) ?? '' },
    entities: azureResources(resourceId),
    fields: {
      ...record,
      ...named({
        displayName: textField(properties, 'displayName'),
        state: textField(status, 'code') || textField(properties, 'state'),
        severity: textField(status, 'severity') || textField(metadata, 'severity'),
      }),
    },
    ...(finding && {
      snapshot: { resource: finding, observedAt: observedAt(time.time, context), source: 'defenderForCloudExport' },
    }),
  };
}

/** A finding stays with the resource that it is about, in the names that ARM gives its members. */
function findingOf(record: JsonObject, properties: JsonObject): Resource | undefined {
  const id = textField(record, 'id');
  const own = (name: string): JsonObject => {
    const value = field(properties, name);
    return value === undefined ? {} : { [name]: value };
  };
  const status = objectIn(field(properties, 'status'));
  const result = resourceSchema.safeParse({
    id,
    name: id.split('/').at(-1),
    type: 'Microsoft.Security/assessments/subAssessments',
    properties: {
      ...['id', 'displayName', 'category', 'impact', 'description', 'remediation', 'resourceDetails', 'additionalData']
        .map(own)
        .reduce((all, one) => ({ ...all, ...one }), {}),
      status: { code: textField(status, 'code'), severity: textField(status, 'severity') },
    },
  });
  return result.success ? result.data : undefined;
}

/** What was judged: named in the details, else what the id is an extension of. */
function judged(record: JsonObject, properties: JsonObject): string {
  const details = objectIn(field(properties, 'resourceDetails'));
  const named = textField(details, 'id');
  return named.startsWith('/') ? named : textField(record, 'id').replace(/\/providers\/microsoft\.security\/.*$/i, '');
}
