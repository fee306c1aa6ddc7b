import type { Json, JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { azureResources, hosts } from '../../shared/core/ingest/azure/azureEntities';
import { azureTime, firstTime, named, tableOf } from '../../shared/core/ingest/azure/azureRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { asText, field, isObject, textField } from '../../shared/core/ingest/field';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** Rows of Perf and InsightsMetrics, platform metrics of Azure Monitor, and `{hostName, time, counters: [..]}` of collectors. */
export const source: Source = {
  id: 'performanceCounters',
  order: 60,
  keys: ['countername', 'metricname', 'counters', 'name'],
  recognises: (raw) => typeof raw === 'object' && (isRow(raw) || isMetric(raw) || isReport(raw)),
  normalise: ([raw], context) => read(raw as JsonObject, context),
  samples: [
    {
      name: 'a row of Perf',
      body: '{"records":[{"Type":"Perf","TenantId":"00000000-0000-0000-0000-000000000001","TimeGenerated":"2026-11-21T08:00:00.1234567Z","Computer":"vm-1","ObjectName":"Processor","CounterName":"% Processor Time","InstanceName":"_Total","CounterValue":12.5,"_ResourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-1"}]}',
      expect: [
        {
          source: 'performanceCounters',
          time: '2026-11-21T08:00:00.123Z',
          logSource: { product: 'azure', service: 'performance' },
          entities: [
            {
              type: 'host',
              hostName: 'vm-1',
              azureID:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-1',
            },
          ],
        },
      ],
    },
    {
      name: 'the counters of a collector, each an event',
      body: '{"hostName":"web-1","time":"2026-11-21T08:00:01Z","counters":[{"ObjectName":"Memory","CounterName":"Available MBytes","CounterValue":"512"},{"ObjectName":"Disk","CounterName":"Free Megabytes","InstanceName":"/","CounterValue":900}]}',
      expect: [
        {
          source: 'performanceCounters',
          time: '2026-11-21T08:00:01.000Z',
          entities: [{ type: 'host', hostName: 'web-1' }],
        },
        { source: 'performanceCounters', time: '2026-11-21T08:00:01.000Z' },
      ],
    },
    {
      name: 'a platform metric',
      body: '{"records":[{"count":1,"total":7,"minimum":7,"maximum":7,"average":7,"metricName":"ServiceApiHit","timeGrain":"PT1M","time":"2026-11-21T08:00:00.0000000Z","resourceId":"/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V1"}]}',
      expect: [
        {
          source: 'performanceCounters',
          time: '2026-11-21T08:00:00.000Z',
          entities: [
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V1',
            },
          ],
        },
      ],
    },
    {
      name: 'counters without time, with a value that is none',
      body: '{"ObjectName":"Processor","CounterName":"% Processor Time","CounterValue":"n/a","Computer":7}',
      expect: [{ source: 'performanceCounters', timeOrigin: 'enqueued', entities: [{ type: 'host', hostName: '7' }] }],
    },
  ],
};

const isCounter = (raw: JsonObject): boolean =>
  textField(raw, 'CounterName') !== '' && field(raw, 'CounterValue') !== undefined;
const isRow = (raw: JsonObject): boolean =>
  isCounter(raw) || (tableOf(raw) === 'InsightsMetrics' && textField(raw, 'Name') !== '');
const isMetric = (raw: JsonObject): boolean =>
  textField(raw, 'metricName') !== '' && textField(raw, 'timeGrain') !== '' && textField(raw, 'resourceId') !== '';
const isReport = ({ counters }: JsonObject): boolean =>
  Array.isArray(counters) && counters.length > 0 && counters.every((one) => isObject(one) && isCounter(one));

function read(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  if (isRow(raw) || isMetric(raw) || !Array.isArray(raw.counters)) return [event(raw, context)];
  const { counters, ...about } = raw;
  return counters.map((counter, at) => {
    const own = { ...about, ...(isObject(counter) ? counter : {}) };
    return { ...event(own, context), id: contentId('performanceCounters', raw, `${positionOf(raw, context)}/${at}`) };
  });
}

const positionOf = (raw: JsonObject, context: RecordContext): string =>
  timeOf(raw, context).timeOrigin === 'record' ? '' : context.position;

const timeOf = (raw: JsonObject, context: RecordContext) => {
  const time = azureTime(raw, context);
  return time.timeOrigin === 'record' ? time : firstTime(context, raw.collectedAt);
};

function event(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const resourceId = textField(raw, 'resourceId') || textField(raw, '_ResourceId') || context.resourceId;
  const hostName = textField(raw, 'Computer') || textField(raw, 'hostName');
  return {
    id: contentId('performanceCounters', raw, positionOf(raw, context)),
    source: 'performanceCounters',
    ...timeOf(raw, context),
    resourceId,
    logSource: { product: 'azure', service: 'performance' },
    entities: hostName === '' ? azureResources(resourceId) : hosts(hostName, resourceId),
    fields: { ...raw, ...plainNames(raw) },
  };
}

/** The same four names whoever counts; `value` only where it is a number. */
function plainNames(raw: JsonObject): JsonObject {
  const isInsights = tableOf(raw) === 'InsightsMetrics';
  return named({
    object: textField(raw, 'ObjectName') || (isInsights ? textField(raw, 'Namespace') : ''),
    counter:
      textField(raw, 'CounterName') || textField(raw, 'metricName') || (isInsights ? textField(raw, 'Name') : ''),
    instance: textField(raw, 'InstanceName'),
    value: numberIn(field(raw, 'CounterValue') ?? (isInsights ? field(raw, 'Val') : field(raw, 'average'))),
  });
}

function numberIn(value: Json | undefined): number | undefined {
  const text = asText(value).trim();
  const number = text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
