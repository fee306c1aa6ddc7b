import { tcpManagementPorts } from '../../../shared/core/posture/checks/managementPorts';
import { anyCaseAt, anyCaseList } from '../../../shared/core/posture/checks/anyCase';
import { sampleAws } from '../../../shared/core/posture/checks/awsCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

const everywhere = new Set(['0.0.0.0/0', '::/0']);

/** A list of ranges holds texts, or objects that each scanner names in its own way. */
const rangesOf = (permission: unknown): unknown[] =>
  ['ipRanges', 'ipv4Ranges', 'ipv6Ranges'].flatMap((name) => anyCaseList(permission, name) ?? []);
const cidrOf = (range: unknown): unknown =>
  typeof range === 'string' ? range : (anyCaseAt(range, 'cidrIp') ?? anyCaseAt(range, 'cidrIpv6'));

/** Management ports of a permission, whoever may use it; undefined when it cannot be read. */
function portsOf(permission: unknown): readonly number[] | undefined {
  const protocol = anyCaseAt(permission, 'ipProtocol');
  if (typeof protocol !== 'string') return undefined;
  if (protocol === '-1') return tcpManagementPorts;
  if (protocol !== 'tcp' && protocol !== '6') return [];
  const [from, to] = [anyCaseAt(permission, 'fromPort'), anyCaseAt(permission, 'toPort')];
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  return tcpManagementPorts.filter((port) => from <= port && port <= to);
}

/** Management ports that a permission opens to everybody; undefined when it cannot be read. */
function opened(permission: unknown): readonly number[] | undefined {
  const reached = portsOf(permission);
  if (!reached || reached.length === 0) return reached;
  const sources = rangesOf(permission).map(cidrOf);
  if (sources.some((source) => typeof source === 'string' && everywhere.has(source))) return reached;
  const others = anyCaseList(permission, 'userIdGroupPairs') ?? [];
  // What a prefix list holds is told elsewhere, and a permission without any source is not whole.
  const isKnown = sources.every((source) => typeof source === 'string') && sources.length + others.length > 0;
  return isKnown && !anyCaseList(permission, 'prefixListIds')?.length ? [] : undefined;
}

const group = (...ipPermissions: object[]) =>
  sampleAws('AWS::EC2::SecurityGroup', 'ec2:eu-west-1:000000000001:security-group/sg-1', {
    groupName: 'web',
    ipPermissions,
  });
const tcp = (fromPort: number, toPort: number, cidrIp: string) => ({
  ipProtocol: 'tcp',
  fromPort,
  toPort,
  ipv4Ranges: [{ cidrIp }],
  ipRanges: [cidrIp],
  ipv6Ranges: [],
});

export const recommendation: Recommendation = {
  key: 'aws/securityGroupManagementPorts',
  assessmentKey: '36171d04-d439-5bca-984f-f5309e0d3fa3',
  metadata: {
    displayName: 'EC2 security groups should not open management ports to the Internet',
    description:
      'The whole Internet reaches SSH, RDP or WinRM of every instance with this security group. Scanners find such a port within minutes and try stolen and guessed passwords on it.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'Low',
    categories: ['Networking'],
    threats: ['accountBreach', 'elevationOfPrivilege'],
    remediationDescription:
      'Remove the named rules or limit their source: aws ec2 revoke-security-group-ingress --group-id <group> --protocol tcp --port 22 --cidr 0.0.0.0/0. Use Session Manager or EC2 Instance Connect Endpoint to administer instances.',
    controls: ['secureManagementPorts'],
  },
  freshnessHours: 24,
  appliesTo: ['AWS::EC2::SecurityGroup'],
  judge({ properties }) {
    const permissions = anyCaseList(properties, 'ipPermissions');
    if (!permissions) return unknown('PropertyMissing', 'The snapshot does not hold the rules of the group.');
    const read = permissions.map(opened);
    const open = [...new Set(read.flatMap((found) => found ?? []))];
    if (open.length > 0) return unhealthy('OpenToInternet', `Open to the Internet: ${open.join(', ')}.`);
    return read.includes(undefined) ? unknown('RulesUnreadable', 'A rule of the group cannot be read.') : healthy();
  },
  cases: [
    { name: 'a web server', resource: group(tcp(443, 443, '0.0.0.0/0')), expect: 'Healthy' },
    { name: 'SSH from one network', resource: group(tcp(22, 22, '203.0.113.0/24')), expect: 'Healthy' },
    { name: 'SSH from anywhere', resource: group(tcp(22, 22, '0.0.0.0/0')), expect: 'Unhealthy' },
    {
      name: 'everything over IPv6, names in Pascal case',
      resource: sampleAws('AWS::EC2::SecurityGroup', 'ec2:eu-west-1:000000000001:security-group/sg-2', {
        IpPermissions: [{ IpProtocol: '-1', IpRanges: null, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
      }),
      expect: 'Unhealthy',
    },
    {
      name: 'SSH from another group',
      resource: group({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, userIdGroupPairs: [{ groupId: 'sg-9' }] }),
      expect: 'Healthy',
    },
    {
      name: 'SSH from a prefix list',
      resource: group({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, prefixListIds: [{ prefixListId: 'pl-1' }] }),
      expect: 'Unknown',
    },
    {
      name: 'SSH from whom the snapshot does not tell',
      resource: group({ ipProtocol: 'tcp', fromPort: 22, toPort: 22 }),
      expect: 'Unknown',
    },
    { name: 'a wide range', resource: group(tcp(1000, 4000, '0.0.0.0/0')), expect: 'Unhealthy' },
    {
      name: 'a rule without ports',
      resource: group({ ipProtocol: 'tcp', ipRanges: ['0.0.0.0/0'] }),
      expect: 'Unknown',
    },
    {
      name: 'rules not in the snapshot',
      resource: sampleAws('AWS::EC2::SecurityGroup', 'ec2:eu-west-1:000000000001:security-group/sg-3', {
        groupName: 'web',
      }),
      expect: 'Unknown',
    },
  ],
};
