import type { Json, JsonObject } from '../../shared/model/json';
import { pick, readAzureRecord } from '../../shared/core/ingest/azure/azureRecord';
import { flowEvents, type FlowLine } from '../../shared/core/ingest/azure/flowEvents';
import { readVnetTuple } from '../../shared/core/ingest/azure/flowTuple';
import { field, isObject, textField } from '../../shared/core/ingest/field';
import type { Source } from '../../shared/core/ingest/source';

const envelope = [
  'time',
  'category',
  'operationName',
  'flowLogVersion',
  'flowLogGUID',
  'flowLogResourceID',
  'targetResourceID',
  'macAddress',
];

/** Flow logs of virtual networks, version 4, from a hub or from the blob PT1H.json: an event per tuple. */
export const source: Source = {
  id: 'vnetFlow',
  order: 20,
  keys: ['category'],
  recognises: (raw) => typeof raw === 'object' && textField(raw, 'category').toLowerCase() === 'flowlogflowevent',
  normalise: ([raw], context) => {
    const { record, resourceId } = readAzureRecord(raw!, context);
    const target = textField(record, 'targetResourceID') || resourceId;
    const log = {
      source: 'vnetFlow',
      record,
      resourceId: target,
      envelope: pick(record, envelope),
      lines: linesOf(record),
    };
    return flowEvents({ ...log, readTuple: readVnetTuple }, context);
  },
  samples: [
    {
      name: 'a flow goes on, another is denied',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:01:00.1234567Z',
            flowLogVersion: 4,
            flowLogGUID: '00000000-0000-0000-0000-0000000000f1',
            macAddress: '000D3AF87856',
            category: 'FlowLogFlowEvent',
            flowLogResourceID:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/NW/PROVIDERS/MICROSOFT.NETWORK/NETWORKWATCHERS/W/FLOWLOGS/F',
            targetResourceID:
              '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet',
            operationName: 'FlowLogFlowEvent',
            flowRecords: {
              flows: [
                {
                  aclID:
                    '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg',
                  flowGroups: [
                    {
                      rule: 'DefaultRule_AllowInternetOutBound',
                      flowTuples: ['1795248000447,10.0.0.4,203.0.113.5,123,123,17,O,C,NX,4,360,4,528'],
                    },
                    {
                      rule: 'DefaultRule_DenyAllInBound',
                      flowTuples: ['1795248001000,198.51.100.7,10.0.0.4,4711,22,6,I,D,NX,0,0,0,0'],
                    },
                  ],
                },
              ],
            },
          },
        ],
      }),
      expect: [
        {
          source: 'vnetFlow',
          time: '2026-11-21T08:00:00.447Z',
          resourceId:
            '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet',
          logSource: { product: 'azure', service: 'vnetflow', category: 'firewall' },
        },
        {
          source: 'vnetFlow',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'ip', address: '198.51.100.7' },
            { type: 'ip', address: '10.0.0.4' },
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet',
            },
          ],
        },
      ],
    },
    {
      name: 'a flow over IPv6 begins, counters empty',
      body: '{"time":"2026-11-21T08:01:00Z","category":"FlowLogFlowEvent","flowRecords":{"flows":[{"aclID":"unspecified","flowGroups":[{"rule":"unspecified","flowTuples":["1795248002000,2001:db8::4,2001:db8::5,1,443,6,O,B,NX,,,,"]}]}]}}',
      expect: [
        {
          source: 'vnetFlow',
          time: '2026-11-21T08:00:02.000Z',
          entities: [
            { type: 'ip', address: '2001:db8::4' },
            { type: 'ip', address: '2001:db8::5' },
          ],
        },
      ],
    },
    {
      name: 'a line that is none, and a log without time and flows',
      body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"FlowLogFlowEvent","flowRecords":{"flows":[{"flowGroups":[{"flowTuples":["a,b",7]},null]}]}},{"category":"FlowLogFlowEvent","flowRecords":[]}]}',
      expect: [
        { source: 'vnetFlow', time: '2026-11-21T08:01:00.000Z', entities: [] },
        { source: 'vnetFlow', timeOrigin: 'enqueued' },
      ],
    },
  ],
};

const objectsIn = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function linesOf(record: JsonObject): FlowLine[] {
  const flowRecords = field(record, 'flowRecords');
  if (!isObject(flowRecords)) return [];
  return objectsIn(field(flowRecords, 'flows')).flatMap((acl) =>
    objectsIn(field(acl, 'flowGroups')).flatMap((group) => {
      const tuples = field(group, 'flowTuples');
      const about = { aclID: textField(acl, 'aclID'), rule: textField(group, 'rule') };
      return (Array.isArray(tuples) ? tuples : [])
        .filter((text): text is string => typeof text === 'string')
        .map((text) => ({ text, about }));
    }),
  );
}
