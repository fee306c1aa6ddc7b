import fc from 'fast-check';
import { ambiguousPriority, internetAccess } from '../../../../shared/core/posture/checks/nsg';
import { byType, resourceGraph } from '../../../../shared/core/posture/resourceGraph';
import { inboundRules } from '../../../../shared/core/posture/checks/securityRules';
import type { Resource } from '../../../../shared/model/resource';

const groupId =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n';
const ruleType = 'Microsoft.Network/networkSecurityGroups/securityRules';

const group = (properties: Record<string, unknown>): Resource => ({
  id: groupId,
  name: 'n',
  type: 'Microsoft.Network/networkSecurityGroups',
  properties,
});

const allowAll = {
  direction: 'Inbound',
  access: 'Allow',
  priority: 500,
  protocol: '*',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
};
type Fields = Record<string, unknown>;
const rule = (fields: Fields, name = 'r'): Resource => ({
  id: `${groupId}/securityRules/${name}`,
  name,
  type: ruleType,
  properties: { ...allowAll, ...fields },
});

const readings = (nested: Resource[] | undefined, children: Resource[] = []) => {
  const judged = group(nested ? { securityRules: nested } : {});
  return inboundRules(judged, resourceGraph(judged, byType([judged, ...children])));
};

const read = (nested: Resource[] | undefined, children: Resource[] = []) => {
  const rules = readings(nested, children);
  if (typeof rules === 'string') throw new Error(rules);
  return rules;
};

/** What happens to port 22 over TCP, with rules in order of priority unless they say otherwise. */
function access(...rules: Fields[]): string {
  const [ordered] = read(rules.map((fields, at) => rule({ priority: 100 + at, ...fields }, `r${at}`)));
  return internetAccess(ordered!, 22, 'tcp').access;
}

const deny = { access: 'Deny' };

describe('internetAccess', () => {
  test.each([
    ['no rule at all', [], 'deny'],
    ['everything allowed', [{}], 'allow'],
    ['the port alone', [{ destinationPortRange: '22' }], 'allow'],
    ['another port', [{ destinationPortRange: '443' }], 'deny'],
    ['a range around the port', [{ destinationPortRange: '20-25' }], 'allow'],
    ['a range that ends before it', [{ destinationPortRange: '1-21' }], 'deny'],
    ['the plural field', [{ destinationPortRange: undefined, destinationPortRanges: ['443', '22'] }], 'allow'],
    ['both fields', [{ destinationPortRange: '443', destinationPortRanges: ['22'] }], 'allow'],
    ['an empty singular beside the plural', [{ destinationPortRange: '', destinationPortRanges: ['22'] }], 'allow'],
    ['words in another case', [{ direction: 'INBOUND', access: 'ALLOW', protocol: 'TCP' }], 'allow'],
    ['UDP only', [{ protocol: 'Udp' }], 'deny'],
    ['TCP only', [{ protocol: 'Tcp' }], 'allow'],
    ['ICMP only', [{ protocol: 'Icmp' }], 'deny'],
    ['outbound', [{ direction: 'Outbound' }], 'deny'],
    ['the tag Internet', [{ sourceAddressPrefix: 'Internet' }], 'allow'],
    ['the word Any', [{ sourceAddressPrefix: 'Any' }], 'allow'],
    ['all of IPv4', [{ sourceAddressPrefix: '0.0.0.0/0' }], 'allow'],
    ['all of IPv6', [{ sourceAddressPrefix: '::/0' }], 'allow'],
    [
      'all of IPv4 in halves',
      [{ sourceAddressPrefix: '', sourceAddressPrefixes: ['0.0.0.0/1', '128.0.0.0/1'] }],
      'allow',
    ],
    ['one network', [{ sourceAddressPrefix: '203.0.113.0/24' }], 'deny'],
    ['one address', [{ sourceAddressPrefix: '203.0.113.7' }], 'deny'],
    [
      'any source hidden in a list',
      [{ sourceAddressPrefix: '', sourceAddressPrefixes: ['203.0.113.0/24', '*'] }],
      'allow',
    ],
    [
      'all private ranges',
      [
        {
          sourceAddressPrefix: '',
          sourceAddressPrefixes: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
        },
      ],
      'deny',
    ],
    ['the virtual network', [{ sourceAddressPrefix: 'VirtualNetwork' }], 'deny'],
    ['another service tag', [{ sourceAddressPrefix: 'AzureLoadBalancer' }], 'deny'],
    [
      'an application security group',
      [{ sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [{ id: `${groupId}/asg` }] }],
      'deny',
    ],
    ['denied first', [deny, {}], 'deny'],
    ['allowed first', [{}, deny], 'allow'],
    ['the lower number first, wherever it stands', [{ priority: 300 }, { ...deny, priority: 200 }], 'deny'],
    ['denied for the tag Internet', [{ ...deny, sourceAddressPrefix: 'Internet' }, {}], 'deny'],
    ['denied for one network only', [{ ...deny, sourceAddressPrefix: '203.0.113.0/24' }, {}], 'allow'],
    ['denied for IPv4 only', [{ ...deny, sourceAddressPrefix: '0.0.0.0/0' }, {}], 'allow'],
    [
      'denied for both families',
      [{ ...deny, sourceAddressPrefix: '', sourceAddressPrefixes: ['0.0.0.0/0', '::/0'] }, {}],
      'deny',
    ],
    ['denied for another port', [{ ...deny, destinationPortRange: '443' }, {}], 'allow'],
    ['denied over UDP', [{ ...deny, protocol: 'Udp' }, {}], 'allow'],
    ['denied for one destination', [{ ...deny, destinationAddressPrefix: '10.0.0.4' }, {}], 'allow'],
    [
      'denied and allowed for the same destination',
      [{ ...deny, destinationAddressPrefix: '10.0.0.4' }, { destinationAddressPrefix: '10.0.0.4' }],
      'deny',
    ],
    [
      'denied for the network of the destination',
      [{ ...deny, destinationAddressPrefix: '10.0.0.0/24' }, { destinationAddressPrefix: '10.0.0.4' }],
      'deny',
    ],
    [
      'denied for the virtual network as destination',
      [{ ...deny, destinationAddressPrefix: 'VirtualNetwork' }, {}],
      'deny',
    ],
    ['denied for the lower source ports', [{ ...deny, sourcePortRange: '0-1023' }, {}], 'allow'],
    ['denied for the upper source ports', [{ ...deny, sourcePortRange: '1024-65535' }, {}], 'allow'],
  ] as [string, Fields[], string][])('%s: %#', (_name, rules, expected) => {
    expect(access(...rules)).toBe(expected);
  });

  test('names the rule that lets it in', () => {
    const [rules] = read([rule({ priority: 300 }, 'Later'), rule({ priority: 200 }, 'Sooner')]);
    expect(internetAccess(rules!, 22, 'tcp')).toEqual({ access: 'allow', rule: 'sooner' });
  });
});

describe('inboundRules', () => {
  test('reads child resources like nested rules', () => {
    const [rules] = read(undefined, [rule({ destinationPortRange: '22' })]);
    expect(internetAccess(rules!, 22, 'tcp').access).toBe('allow');
  });

  test('a rule known twice is read both ways', () => {
    const both = read([rule({ access: 'Deny' }, 'ssh')], [rule({}, 'SSH')]);
    expect(both.map((rules) => internetAccess(rules, 22, 'tcp').access)).toEqual(['deny', 'allow']);
  });

  test.each([
    ['no rules', undefined, 'properties.securityRules is missing'],
    ['no direction', { direction: undefined }, 'Rule r has no readable direction'],
    ['no access', { access: 'Maybe' }, 'Rule r has no readable access'],
    ['priority as text', { priority: '100' }, 'Rule r has no readable priority'],
    ['no protocol', { protocol: '' }, 'Rule r has no readable protocol'],
    ['a protocol that nobody knows', { protocol: 'Sctp' }, 'Rule r has no readable protocol'],
    ['no source', { sourceAddressPrefix: undefined }, 'Rule r has no readable source'],
    ['a broken source', { sourceAddressPrefix: '192.0.2.0/40' }, 'Rule r has no readable source'],
    ['no destination', { destinationAddressPrefix: null }, 'Rule r has no readable destination'],
    ['no ports', { destinationPortRange: undefined }, 'Rule r has no readable ports'],
    ['a port as number', { destinationPortRange: 22 }, 'Rule r has no readable ports'],
    ['a port too high', { destinationPortRange: '65536' }, 'Rule r has no readable ports'],
    ['a range the wrong way', { destinationPortRange: '23-22' }, 'Rule r has no readable ports'],
    ['ports not in a list', { destinationPortRanges: '22' }, 'Rule r has no readable ports'],
  ] as [string, Fields | undefined, string][])('cannot read: %s', (_name, fields, reason) => {
    expect(readings(fields && [rule(fields)])).toBe(reason);
  });

  test('outbound rules need not be readable', () => {
    expect(readings([rule({ direction: 'Outbound', destinationPortRange: 22 })])).toEqual([[], []]);
  });
});

describe('ambiguousPriority', () => {
  const both = (priority: number) => read([rule({ priority: 100 }, 'a'), rule({ priority, access: 'Deny' }, 'b')])[0]!;

  test('two rules of one priority that disagree have no effective decision', () => {
    expect(ambiguousPriority(both(100))).toBe(100);
  });

  test('different priorities are clear', () => {
    expect(ambiguousPriority(both(101))).toBeUndefined();
  });
});

describe('against a naive reading, packet by packet', () => {
  interface Packet {
    source: string;
    destination: string;
    sourcePort: number;
    port: number;
    protocol: string;
  }

  /** Addresses that a prefix holds, spelled out for the few that the packets below use. */
  const holds: Record<string, (address: string) => boolean> = {
    '*': () => true,
    Any: () => true,
    Internet: (address) => !address.startsWith('10.'),
    VirtualNetwork: (address) => address.startsWith('10.') || address === 'fd00::4',
    AzureLoadBalancer: () => false,
    '0.0.0.0/0': (address) => !address.includes(':'),
    '::/0': (address) => address.includes(':'),
    '203.0.113.0/24': (address) => address.startsWith('203.0.113.'),
    '10.0.0.0/24': (address) => address.startsWith('10.0.0.'),
    '10.0.0.4': (address) => address === '10.0.0.4',
    '10.0.1.5': (address) => address === '10.0.1.5',
  };
  const inPorts = (word: string, port: number) => {
    const [from, to = from] = word.split('-').map(Number);
    return word === '*' || (from! <= port && port <= to!);
  };

  function letsIn(rules: Resource[], packet: Packet): boolean {
    const inOrder = rules.toSorted((a, b) => Number(a.properties.priority) - Number(b.properties.priority));
    const first = inOrder.find(({ properties }) => {
      const field = (name: string) => properties[name] as string[];
      return (
        properties.direction === 'Inbound' &&
        (properties.protocol === '*' || properties.protocol === packet.protocol) &&
        field('sourceAddressPrefixes').some((prefix) => holds[prefix]!(packet.source)) &&
        field('destinationAddressPrefixes').some((prefix) => holds[prefix]!(packet.destination)) &&
        field('sourcePortRanges').some((ports) => inPorts(ports, packet.sourcePort)) &&
        field('destinationPortRanges').some((ports) => inPorts(ports, packet.port))
      );
    });
    return first?.properties.access === 'Allow';
  }

  /** From anywhere on the Internet (not from one known network), to every kind of destination. */
  const packets = (port: number, protocol: string): Packet[] =>
    [
      { source: '192.0.2.1', destinations: ['10.0.0.4', '10.0.0.9', '10.0.1.5', '10.0.2.2'] },
      { source: '2001:db8::1', destinations: ['fd00::4'] },
    ].flatMap(({ source, destinations }) =>
      destinations.flatMap((destination) =>
        [80, 1500, 50_000].map((sourcePort) => ({ source, destination, sourcePort, port, protocol })),
      ),
    );

  const some = (...words: string[]) => fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 2 });
  const oneSource = some(
    '*',
    'Any',
    'Internet',
    '0.0.0.0/0',
    '::/0',
    '203.0.113.0/24',
    'VirtualNetwork',
    'AzureLoadBalancer',
  );
  const fields = fc.record({
    direction: fc.constantFrom('Inbound', 'Inbound', 'Inbound', 'Outbound'),
    access: fc.constantFrom('Allow', 'Deny'),
    protocol: fc.constantFrom('*', 'Tcp', 'Udp'),
    sourceAddressPrefixes: oneSource,
    destinationAddressPrefixes: some('*', 'VirtualNetwork', '10.0.0.0/24', '10.0.0.4', '10.0.1.5'),
    sourcePortRanges: some('*', '*', '1000-2000'),
    destinationPortRanges: some('*', '22', '20-25', '443', '3000-4000'),
  });
  const unset = {
    sourceAddressPrefix: undefined,
    destinationAddressPrefix: undefined,
    sourcePortRange: undefined,
    destinationPortRange: undefined,
  };
  const ruleSet = fc
    .array(fields, { maxLength: 6 })
    .chain((list) =>
      fc
        .shuffledSubarray([101, 102, 103, 104, 105, 106], { minLength: list.length, maxLength: list.length })
        .map((priorities) => list.map((one, at) => rule({ ...unset, ...one, priority: priorities[at] }, `r${at}`))),
    );

  test('the decision is that of the packets', () => {
    fc.assert(
      fc.property(ruleSet, fc.constantFrom(22, 443, 3389), fc.constantFrom('Tcp', 'Udp'), (rules, port, protocol) => {
        const open = packets(port, protocol).some((packet) => letsIn(rules, packet));
        const decided = internetAccess(read(rules)[0]!, port, protocol === 'Tcp' ? 'tcp' : 'udp').access;
        expect(decided).toBe(open ? 'allow' : 'deny');
      }),
      { numRuns: 3000 },
    );
  });
});
