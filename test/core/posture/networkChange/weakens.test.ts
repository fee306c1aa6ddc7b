import type { JsonObject } from '../../../../shared/model/json';
import type { NetworkKind } from '../../../../shared/core/posture/networkChange/networkType';
import { normalForm } from '../../../../shared/core/posture/networkChange/normalForm';
import { weakens } from '../../../../shared/core/posture/networkChange/weakens';
import { group, office, provider, rule, ssh, web } from './networkSamples';

const reasons = (kind: NetworkKind, before: JsonObject | null, after: JsonObject | null) =>
  weakens(
    kind,
    before && normalForm({ properties: before }),
    after && normalForm({ properties: after }),
  ).weakenings.map(({ reason, severity }) => `${reason} ${severity}`);

describe('a network security group', () => {
  const judged = (before: JsonObject[], after: JsonObject[]) =>
    reasons('securityGroup', { securityRules: before }, { securityRules: after });
  const denyAll = rule('deny', {
    access: 'Deny',
    protocol: '*',
    destinationPortRange: '*',
    sourceAddressPrefix: '*',
    priority: 150,
  });
  const ports = (destinationPortRanges: string[], more: JsonObject = {}) =>
    rule('apps', { destinationPortRange: '', destinationPortRanges, sourceAddressPrefix: '*', ...more });

  it.each<[string, JsonObject[], JsonObject[], string[]]>([
    ['SSH from one network to everybody', [ssh(office)], [ssh('*')], ['OpenedToInternet High']],
    [
      'everybody, as two halves',
      [ssh(office)],
      [rule('ssh', { destinationPortRange: '22', sourceAddressPrefixes: ['0.0.0.0/1', '128.0.0.0/1'] })],
      ['OpenedToInternet High'],
    ],
    ['a range that holds RDP', [web], [web, ports(['8080', '3000-4000'])], ['OpenedToInternet High']],
    ['the web', [], [web], ['OpenedToInternet Medium']],
    [
      'everybody by service tag, UDP',
      [],
      [ports(['53'], { protocol: 'Udp', sourceAddressPrefix: 'Internet' })],
      ['OpenedToInternet Medium'],
    ],
    [
      'a denial that goes, with an allow behind it',
      [denyAll, ssh('*')],
      [ssh('*')],
      ['OpenedToInternet High', 'DenyRemoved Low'],
    ],
    [
      'an allow put before the denial',
      [denyAll],
      [denyAll, rule('ssh', { destinationPortRange: '22', sourceAddressPrefix: '*', priority: 120 })],
      ['OpenedToInternet High'],
    ],
    ['a denial with nothing behind it', [denyAll], [], ['DenyRemoved Low']],
    [
      'a denial narrowed',
      [denyAll],
      [{ ...denyAll, properties: { ...(denyAll['properties'] as JsonObject), protocol: 'Udp' } }],
      ['DenyRemoved Low'],
    ],
    ['a known network that grows', [ssh(office)], [ssh('203.0.112.0/22')], ['AllowWidened Low']],
    ['a known network for SSH', [], [ssh(office)], ['AllowAdded Informational']],
    ['a denial put over everything', [ssh('*')], [ssh('*'), denyAll], []],
    ['everybody to one network', [ssh('*')], [ssh(office)], []],
    [
      'an allow behind a denial',
      [denyAll],
      [denyAll, rule('ssh', { destinationPortRange: '22', sourceAddressPrefix: '*', priority: 400 })],
      ['AllowAdded Informational'],
    ],
    ['a private network', [], [ssh('192.0.2.0/24'), ssh('10.0.0.0/8')].slice(1), []],
    ['the same rule under another name', [ssh(office)], [{ ...ssh(office), name: 'admin' }], []],
    [
      'a description',
      [ssh(office)],
      [{ ...ssh(office), properties: { ...(ssh(office)['properties'] as JsonObject), description: 'x' } }],
      [],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(judged(before, after)).toEqual(expected);
  });

  it('names ports and rule, one range for ports that meet the same rules', () => {
    const [before, after] = [[ssh(office)], [ssh(office), ports(['8000-8100'])]].map((rules) =>
      normalForm(group(rules)),
    );
    expect(weakens('securityGroup', before!, after!).weakenings[0]!.detail).toBe(
      'The Internet now reaches 8000-8100/tcp (rule apps).',
    );
  });

  it('outbound: a denial that goes', () => {
    const out = rule('out', {
      access: 'Deny',
      direction: 'Outbound',
      destinationPortRange: '*',
      sourceAddressPrefix: '*',
      destinationAddressPrefix: 'Internet',
    });
    expect(judged([out], [])).toEqual(['OutboundDenyRemoved Low']);
  });

  it('no longer guards a subnet', () => {
    const guarded = { securityRules: [web], subnets: [{ id: `${provider}/virtualNetworks/v/subnets/front` }] };
    expect(reasons('securityGroup', guarded, { securityRules: [web] })).toEqual(['FilterDetached Medium']);
  });

  it('a rule that cannot be read is not judged, and says so', () => {
    const odd = rule('odd', { destinationPortRange: 'http', sourceAddressPrefix: '*' });
    const [before, after] = [[web], [web, odd]].map((rules) => normalForm(group(rules)));
    expect(weakens('securityGroup', before!, after!)).toEqual({
      weakenings: [],
      notJudged: 'Rule odd has no readable ports',
    });
  });

  it('a new group weakens nothing', () => {
    expect(reasons('securityGroup', null, { securityRules: [ssh('*')] })).toEqual([]);
  });

  it('judges a thousand rules with ports of their own', () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      rule(`r${at}`, {
        destinationPortRange: `${at * 7}-${at * 7 + 3}`,
        sourceAddressPrefix: '198.51.100.7',
        priority: 100 + at,
      }),
    );
    expect(judged(many, [...many, ssh('*')])).toEqual(['OpenedToInternet High']);
  });
});

describe('a route table', () => {
  const route = (name: string, addressPrefix: string, nextHopType: string, nextHopIpAddress = ''): JsonObject => ({
    name,
    properties: { addressPrefix, nextHopType, nextHopIpAddress },
  });
  const all = route('all', '0.0.0.0/0', 'VirtualAppliance', '10.0.0.4');
  const subnets = [{ id: '/v/subnets/front' }];

  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      'default route to the Internet',
      { routes: [all] },
      { routes: [route('all', '0.0.0.0/0', 'Internet')] },
      ['ApplianceBypassed Medium'],
    ],
    [
      'a more exact route around the appliance',
      { routes: [all] },
      { routes: [all, route('x', '198.51.100.0/24', 'Internet')] },
      ['ApplianceBypassed Medium'],
    ],
    [
      'a route to a service, around the appliance',
      { routes: [all] },
      { routes: [all, route('x', '198.51.100.0/24', 'None')] },
      ['ApplianceBypassed Low'],
    ],
    ['the route is gone', { routes: [all] }, { routes: [] }, ['ApplianceBypassed Medium']],
    [
      'another appliance',
      { routes: [all] },
      { routes: [route('all', '0.0.0.0/0', 'VirtualAppliance', '10.0.0.9')] },
      ['ApplianceChanged Low'],
    ],
    [
      'a hole is opened',
      { routes: [route('x', '198.51.100.0/24', 'None')] },
      { routes: [] },
      ['DroppedRouteOpened Medium'],
    ],
    ['taken from its subnet', { routes: [all], subnets }, { routes: [all] }, ['RoutesDetached Medium']],
    ['an appliance for everything', { routes: [] }, { routes: [all] }, []],
    [
      'a more exact route to the same appliance',
      { routes: [all] },
      { routes: [all, route('x', '198.51.100.0/24', 'VirtualAppliance', '10.0.0.4')] },
      [],
    ],
    ['renamed', { routes: [all] }, { routes: [{ ...all, name: 'default' }] }, []],
  ])('%s', (_, before, after, expected) => {
    expect(reasons('routeTable', before, after)).toEqual(expected);
  });
});

describe('a firewall and its policy', () => {
  const collection = (type: string, rules: JsonObject[], name = 'c'): JsonObject => ({
    name,
    ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
    action: { type },
    priority: 100,
    rules,
  });
  const allow = (more: JsonObject = {}): JsonObject => ({
    name: 'r',
    ruleType: 'NetworkRule',
    ipProtocols: ['TCP'],
    sourceAddresses: ['10.0.0.0/24'],
    destinationAddresses: ['198.51.100.7'],
    destinationPorts: ['443'],
    ...more,
  });
  const of = (...ruleCollections: JsonObject[]): JsonObject => ({ ruleCollections });

  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      'more sources',
      of(collection('Allow', [allow()])),
      of(collection('Allow', [allow({ sourceAddresses: ['10.0.0.0/16'] })])),
      ['AllowWidened Low'],
    ],
    [
      'any destination',
      of(collection('Allow', [allow()])),
      of(collection('Allow', [allow({ destinationAddresses: ['*'] })])),
      ['AllowWidened Medium'],
    ],
    [
      'more ports',
      of(collection('Allow', [allow()])),
      of(collection('Allow', [allow({ destinationPorts: ['440-450'] })])),
      ['AllowWidened Low'],
    ],
    [
      'fewer ports',
      of(collection('Allow', [allow({ destinationPorts: ['440-450'] })])),
      of(collection('Allow', [allow()])),
      [],
    ],
    ['a rule that allows', of(collection('Allow', [])), of(collection('Allow', [allow()])), ['AllowAdded Low']],
    ['a collection that denied', of(collection('Deny', [allow()])), of(), ['DenyRemoved Low']],
    [
      'a collection that denies less',
      of(collection('Deny', [allow({ destinationPorts: ['440-450'] })])),
      of(collection('Deny', [allow()])),
      ['DenyRemoved Low'],
    ],
    [
      'denied and now allowed',
      of(collection('Deny', [allow()])),
      of(collection('Allow', [allow()])),
      ['DenyTurnedAllow Medium'],
    ],
    ['a denial', of(), of(collection('Deny', [allow()])), []],
    [
      'something published',
      of(),
      of({ ...collection('DNAT', [allow()]), ruleCollectionType: 'FirewallPolicyNatRuleCollection' }),
      ['AllowAdded Medium'],
    ],
    [
      'threat intelligence off',
      { threatIntelMode: 'Deny' },
      { threatIntelMode: 'Off' },
      ['ThreatIntelligenceWeakened High'],
    ],
    [
      'threat intelligence only tells',
      { threatIntelMode: 'Deny' },
      { threatIntelMode: 'Alert' },
      ['ThreatIntelligenceWeakened Medium'],
    ],
    ['threat intelligence stops', { threatIntelMode: 'Alert' }, { threatIntelMode: 'Deny' }, []],
    [
      'intrusion detection taken away',
      { intrusionDetection: { mode: 'Deny' } },
      {},
      ['IntrusionDetectionWeakened High'],
    ],
    ['exemptions', {}, { threatIntelWhitelist: { fqdns: ['bad.example.com'] } }, ['ThreatIntelligenceExempted Low']],
    ['no policy', { firewallPolicy: { id: '/p' } }, {}, ['PolicyDetached Medium']],
  ])('%s', (_, before, after, expected) => {
    expect(reasons('firewallPolicy', before, after)).toEqual(expected);
  });

  it('classic rules have their members in properties', () => {
    const classic = (type: string) => ({
      networkRuleCollections: [{ name: 'c', properties: { action: { type }, rules: [allow()] } }],
    });
    expect(reasons('firewall', classic('Deny'), classic('Allow'))).toEqual(['DenyTurnedAllow Medium']);
  });

  it('deleted', () => {
    expect(reasons('firewall', { threatIntelMode: 'Alert' }, null)).toEqual(['FilterDeleted Medium']);
  });
});

describe('a public address', () => {
  const nic = { id: `${provider}/networkInterfaces/nic-1/ipConfigurations/ip` };
  it.each<[string, JsonObject | null, JsonObject | null, string[]]>([
    [
      'attached',
      { ipAddress: '198.51.100.9' },
      { ipAddress: '198.51.100.9', ipConfiguration: nic },
      ['PublicAddressAttached Medium'],
    ],
    ['created', null, { ipAddress: '198.51.100.9' }, ['PublicAddressCreated Low']],
    ['detached', { ipConfiguration: nic }, {}, ['PublicAddressCreated Low'].slice(1)],
    [
      'DDoS protection off',
      { a: 1, ddosSettings: { protectionMode: 'Enabled' } },
      { a: 1 },
      ['DdosProtectionRemoved Low'],
    ],
    ['deleted', { ipConfiguration: nic }, null, []],
  ])('%s', (_, before, after, expected) => {
    expect(reasons('publicAddress', before, after)).toEqual(expected);
  });

  it('says what it is attached to', () => {
    const after = normalForm({ properties: { ipAddress: '198.51.100.9', ipConfiguration: nic } });
    expect(weakens('publicAddress', normalForm({ properties: { a: 1 } }), after).weakenings[0]!.detail).toBe(
      'The public address 198.51.100.9 is attached to nic-1.',
    );
  });
});
