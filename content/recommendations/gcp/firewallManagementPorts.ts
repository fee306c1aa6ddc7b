import { tcpManagementPorts } from '../../../shared/core/posture/checks/managementPorts';
import { anyCaseAt, anyCaseFlag, anyCaseList } from '../../../shared/core/posture/checks/anyCase';
import {
  healthy,
  notApplicable,
  type Recommendation,
  unhealthy,
  unknown,
} from '../../../shared/core/posture/recommendation';
import type { Resource } from '../../../shared/model/resource';

const everywhere = new Set(['0.0.0.0/0', '::/0']);

/** Management ports of one entry of `allowed`; one without ports allows all. Undefined when it cannot be read. */
function opened(allowed: unknown): readonly number[] | undefined {
  const protocol = anyCaseAt(allowed, 'IPProtocol');
  if (typeof protocol !== 'string') return undefined;
  if (!['tcp', '6', 'all'].includes(protocol.toLowerCase())) return [];
  const ranges = anyCaseAt(allowed, 'ports');
  if (ranges === undefined || (Array.isArray(ranges) && ranges.length === 0)) return tcpManagementPorts;
  if (!Array.isArray(ranges)) return undefined;
  const read = ranges.map((range) => (typeof range === 'string' ? /^(\d+)(?:-(\d+))?$/.exec(range) : null));
  if (read.includes(null)) return undefined;
  return tcpManagementPorts.filter((port) =>
    read.some((range) => Number(range![1]) <= port && port <= Number(range![2] ?? range![1])),
  );
}

const rule = (properties: Resource['properties']): Resource => ({
  id: '//compute.googleapis.com/projects/shop/global/firewalls/admin',
  name: 'admin',
  type: 'compute.googleapis.com/Firewall',
  properties: { direction: 'INGRESS', disabled: false, ...properties },
});
const ssh = [{ IPProtocol: 'tcp', ports: ['22'] }];

export const recommendation: Recommendation = {
  key: 'gcp/firewallManagementPorts',
  assessmentKey: '55eaca0c-21b4-5321-a688-22059931718e',
  metadata: {
    displayName: 'VPC firewall rules should not open management ports to the Internet',
    description:
      'This rule lets the whole Internet reach SSH, RDP or WinRM of the instances it applies to. Scanners find such a port within minutes and try stolen and guessed passwords on it.',
    severity: 'High',
    userImpact: 'High',
    implementationEffort: 'Low',
    categories: ['Networking'],
    threats: ['accountBreach', 'elevationOfPrivilege'],
    remediationDescription:
      'Limit the sources of the rule or remove it: gcloud compute firewall-rules update <rule> --source-ranges=203.0.113.0/24. Use TCP forwarding of Identity-Aware Proxy to administer instances.',
    controls: ['secureManagementPorts'],
  },
  freshnessHours: 24,
  appliesTo: ['compute.googleapis.com/Firewall'],
  judge({ properties }) {
    const direction = anyCaseAt(properties, 'direction');
    if (direction === 'EGRESS') return notApplicable('OutboundRule', 'The rule is about outgoing traffic.');
    if (direction !== 'INGRESS')
      return unknown('PropertyMissing', 'The snapshot does not tell the direction of the rule.');
    if (anyCaseFlag(properties, 'disabled') === true) return notApplicable('RuleDisabled', 'The rule is switched off.');
    const allowed = anyCaseList(properties, 'allowed');
    if (!allowed) {
      return anyCaseList(properties, 'denied')
        ? notApplicable('DenyingRule', 'The rule denies.')
        : unknown('PropertyMissing', 'The snapshot does not tell what the rule allows.');
    }
    const listOf = (name: string): unknown[] => anyCaseList(properties, name) ?? [];
    const ranges = listOf('sourceRanges');
    const sources = [...ranges, ...listOf('sourceTags'), ...listOf('sourceServiceAccounts')];
    // Without any of them a rule is open to all; Google then writes the range itself.
    if (sources.length === 0) return unknown('PropertyMissing', 'The snapshot does not tell the sources of the rule.');
    if (sources.some((source) => typeof source !== 'string'))
      return unknown('RulesUnreadable', 'The sources of the rule cannot be read.');
    if (!ranges.some((range) => everywhere.has(String(range)))) return healthy();
    const read = allowed.map(opened);
    const open = [...new Set(read.flatMap((found) => found ?? []))];
    if (open.length > 0) return unhealthy('OpenToInternet', `Open to the Internet: ${open.join(', ')}.`);
    return read.includes(undefined) ? unknown('RulesUnreadable', 'What the rule allows cannot be read.') : healthy();
  },
  cases: [
    {
      name: 'a web server',
      resource: rule({ sourceRanges: ['0.0.0.0/0'], allowed: [{ IPProtocol: 'tcp', ports: ['80', '443'] }] }),
      expect: 'Healthy',
    },
    {
      name: 'SSH from one network',
      resource: rule({ sourceRanges: ['203.0.113.0/24'], allowed: ssh }),
      expect: 'Healthy',
    },
    { name: 'SSH from anywhere', resource: rule({ sourceRanges: ['0.0.0.0/0'], allowed: ssh }), expect: 'Unhealthy' },
    {
      name: 'all protocols from anywhere',
      resource: rule({ sourceRanges: ['::/0'], allowed: [{ IPProtocol: 'all' }] }),
      expect: 'Unhealthy',
    },
    {
      name: 'a list without ports',
      resource: rule({ sourceRanges: ['0.0.0.0/0'], allowed: [{ IPProtocol: 'tcp', ports: [] }] }),
      expect: 'Unhealthy',
    },
    {
      name: 'switched off',
      resource: rule({ sourceRanges: ['0.0.0.0/0'], allowed: ssh, disabled: true }),
      expect: 'NotApplicable',
    },
    { name: 'SSH from a tag', resource: rule({ sourceTags: ['bastion'], allowed: ssh }), expect: 'Healthy' },
    { name: 'a list without sources', resource: rule({ sourceRanges: [], allowed: ssh }), expect: 'Unknown' },
    { name: 'sources not in the snapshot', resource: rule({ allowed: ssh }), expect: 'Unknown' },
  ],
};
