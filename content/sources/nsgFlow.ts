import type { Json, JsonObject } from '../../shared/model/json';
import { pick, readAzureRecord } from '../../shared/core/ingest/azure/azureRecord';
import { flowEvents, type FlowLine } from '../../shared/core/ingest/azure/flowEvents';
import { readNsgTuple } from '../../shared/core/ingest/azure/flowTuple';
import { field, isObject, textField } from '../../shared/core/ingest/field';
import type { Source } from '../../shared/core/ingest/source';

const envelope = ['time', 'category', 'operationName', 'resourceId', 'systemId', 'macAddress'];

/** Flow logs of network security groups, version 1 and 2, from a hub or from the blob PT1H.json: an event per tuple. */
export const source: Source = {
  id: 'nsgFlow',
  order: 20,
  keys: ['category'],
  recognises: (raw) =>
    typeof raw === 'object' && textField(raw, 'category').toLowerCase() === 'networksecuritygroupflowevent',
  normalise: ([raw], context) => {
    const { record, properties, resourceId } = readAzureRecord(raw!, context);
    const log = { source: 'nsgFlow', record, resourceId, envelope: pick(record, envelope), lines: linesOf(properties) };
    return flowEvents({ ...log, readTuple: readNsgTuple }, context);
  },
  samples: [
    {
      name: 'a flow begins and ends, another is denied',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:01:00.8944384Z',
            systemId: 's-1',
            macAddress: '000D3AF87856',
            category: 'NetworkSecurityGroupFlowEvent',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG',
            operationName: 'NetworkSecurityGroupFlowEvents',
            properties: {
              Version: 2,
              flows: [
                {
                  rule: 'DefaultRule_AllowInternetOutBound',
                  flows: [
                    {
                      mac: '000D3AF87856',
                      flowTuples: [
                        '1795248000,10.0.0.4,203.0.113.5,35620,443,T,O,A,B,,,,',
                        '1795248005,10.0.0.4,203.0.113.5,35620,443,T,O,A,E,9,4817,7,900',
                      ],
                    },
                  ],
                },
                {
                  rule: 'DefaultRule_DenyAllInBound',
                  flows: [
                    { mac: '000D3AF87856', flowTuples: ['1795248010,198.51.100.7,10.0.0.4,4711,22,T,I,D,B,,,,'] },
                  ],
                },
              ],
            },
          },
        ],
      }),
      expect: [
        {
          source: 'nsgFlow',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'azure', service: 'nsgflow', category: 'firewall' },
        },
        { source: 'nsgFlow', time: '2026-11-21T08:00:05.000Z' },
        {
          source: 'nsgFlow',
          time: '2026-11-21T08:00:10.000Z',
          entities: [
            { type: 'ip', address: '198.51.100.7' },
            { type: 'ip', address: '10.0.0.4' },
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG',
            },
          ],
        },
      ],
    },
    {
      name: 'version 1, and records nested in a record',
      body: '{"records":[{"records":[{"time":"2026-11-21T08:01:00Z","category":"NetworkSecurityGroupFlowEvent","properties":{"Version":1,"flows":[{"rule":"r","flows":[{"mac":"m","flowTuples":["1795248000,10.0.0.4,10.0.0.5,1,53,U,O,A"]}]}]}}]}]}',
      expect: [{ source: 'nsgFlow', time: '2026-11-21T08:00:00.000Z' }],
    },
    {
      name: 'a line that is none, and a log without time and flows',
      body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"NetworkSecurityGroupFlowEvent","properties":{"flows":[{"rule":7,"flows":[{"flowTuples":["1795248000,x",null]},"f"]}]}},{"category":"NetworkSecurityGroupFlowEvent","properties":{"flows":"none"}}]}',
      expect: [
        { source: 'nsgFlow', time: '2026-11-21T08:01:00.000Z', entities: [] },
        { source: 'nsgFlow', timeOrigin: 'enqueued' },
      ],
    },
  ],
};

const objectsIn = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const linesOf = (properties: JsonObject): FlowLine[] =>
  objectsIn(field(properties, 'flows')).flatMap((group) =>
    objectsIn(field(group, 'flows')).flatMap((flow) => {
      const tuples = field(flow, 'flowTuples');
      const about = { rule: textField(group, 'rule'), mac: textField(flow, 'mac') };
      return (Array.isArray(tuples) ? tuples : [])
        .filter((text): text is string => typeof text === 'string')
        .map((text) => ({ text, about }));
    }),
  );
