import { balancerType, internetReach } from '../../../../shared/core/posture/checks/internetReach';
import { sampleResource, sampleSubscription } from '../../../../shared/core/posture/checks/sampleResource';
import { byType, resourceGraph } from '../../../../shared/core/posture/resourceGraph';
import type { Resource } from '../../../../shared/model/resource';

const { id } = sampleResource(balancerType, {});
const outer = { id: `${id}/frontendIPConfigurations/outer`, properties: { publicIPAddress: { id: '/address' } } };
const prefix = { id: `${id}/frontendIPConfigurations/prefix`, properties: { publicIPPrefix: { id: '/prefix' } } };
const inner = { id: `${id}/frontendIPConfigurations/inner`, properties: { subnet: { id: '/subnet' } } };
const pool = { id: `${id}/backendAddressPools/pool` };
const ssh = { id: `${id}/inboundNatRules/ssh` };

const rule = (frontend: { id: string }, more: object) => ({
  id: `${id}/loadBalancingRules/one`,
  properties: { frontendIPConfiguration: { id: frontend.id }, backendAddressPools: [pool], protocol: 'Tcp', ...more },
});
const natRule = (frontend: { id: string }) => ({
  ...ssh,
  properties: { frontendIPConfiguration: { id: frontend.id }, protocol: 'Tcp', frontendPort: 50_000, backendPort: 22 },
});
const balancer = (loadBalancingRules: object[], inboundNatRules: object[] = []) =>
  sampleResource(balancerType, {
    frontendIPConfigurations: [outer, prefix, inner],
    loadBalancingRules,
    inboundNatRules,
  });

const reachOf = (properties: object, ...beside: Resource[]) =>
  internetReach([{ properties }], resourceGraph(sampleSubscription, byType([sampleSubscription, ...beside])));
const inPool = { loadBalancerBackendAddressPools: [{ id: pool.id.toUpperCase() }] };
const byRule = { loadBalancerInboundNatRules: [ssh] };
const every = { from: 0, to: 65_535 };

test('an address of its own opens every port, whatever the load balancer', () => {
  expect(reachOf({ ...inPool, publicIPAddress: { id: '/address' } })).toEqual({ tcp: [every], udp: [every] });
});

test('a rule for one machine opens its port only where the load balancer is public', () => {
  expect(reachOf(byRule, balancer([], [natRule(inner)]))).toEqual({ tcp: [], udp: [] });
  expect(reachOf(byRule, balancer([], [natRule(outer)]))).toEqual({ tcp: [{ from: 22, to: 22 }], udp: [] });
});

test('of a pool the rules that lead there from a public address count', () => {
  const rules = [
    rule(inner, { backendPort: 80 }),
    rule(prefix, { backendPort: 443 }),
    rule(outer, { backendPort: 443 }),
  ];
  const reach = { tcp: [{ from: 443, to: 443 }], udp: [] };
  expect(reachOf(inPool, balancer(rules))).toEqual(reach);
  const ofMany = rule(outer, { backendAddressPools: undefined, backendAddressPool: pool, backendPort: 443 });
  expect(reachOf(inPool, balancer([], [ofMany]))).toEqual(reach);
  const elsewhere = rule(outer, { backendAddressPools: [{ id: `${id}/backendAddressPools/other` }], backendPort: 443 });
  expect(reachOf(inPool, balancer([elsewhere]))).toEqual({ tcp: [], udp: [] });
});

test('with a floating address it is the port of the frontend, and port 0 or all protocols are every port', () => {
  const floating = rule(outer, { protocol: 'Udp', enableFloatingIP: true, frontendPort: 53, backendPort: 5353 });
  expect(reachOf(inPool, balancer([floating]))).toEqual({ tcp: [], udp: [{ from: 53, to: 53 }] });
  const some = rule(outer, { backendPort: 22 });
  const all = rule(outer, { protocol: 'All', backendPort: 0 });
  expect(reachOf(inPool, balancer([some, all, some]))).toEqual({ tcp: [every], udp: [every] });
  expect(reachOf(inPool, balancer([rule(outer, { backendPort: 0 })]))).toEqual({ tcp: [every], udp: [] });
});

test.each([
  ['no load balancer', []],
  ['one without rules', [sampleResource(balancerType, { frontendIPConfigurations: [outer] })]],
  ['a frontend that is not there', [balancer([rule({ id: '/other' }, { backendPort: 22 })])]],
  ['a rule without a port', [balancer([rule(outer, {})])]],
  ['another protocol', [balancer([rule(outer, { protocol: 'Quic', backendPort: 22 })])]],
])('with %s it is not clear', (_name, beside) => {
  expect(reachOf(inPool, ...beside)).toEqual({ tcp: [], udp: [], unclear: expect.stringContaining('load balancer') });
});

test('a rule that the interface names and the load balancer does not have is not clear', () => {
  expect(reachOf(byRule, balancer([])).unclear).toBeDefined();
});
