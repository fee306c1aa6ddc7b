const group =
  '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG-7';

/** A flow log of a network security group with one line. `flow`: addresses, ports, protocol, direction, decision, state, counters. */
export const nsgLog = (time: string, flow: string): string =>
  JSON.stringify({
    records: [
      {
        time,
        category: 'NetworkSecurityGroupFlowEvent',
        resourceId: group,
        operationName: 'NetworkSecurityGroupFlowEvents',
        macAddress: '000D3AF87857',
        properties: {
          Version: 2,
          flows: [
            {
              rule: 'UserRule_Allow',
              flows: [{ mac: '000D3AF87857', flowTuples: [`${Math.floor(Date.parse(time) / 1000)},${flow}`] }],
            },
          ],
        },
      },
    ],
  });
