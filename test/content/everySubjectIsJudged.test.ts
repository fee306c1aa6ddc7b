import { recommendations } from '../../content/recommendations.generated';
import { judgeResources } from '../../shared/core/posture/judgeResources';
import type { RecommendationCase } from '../../shared/core/posture/recommendation';
import { documentOf } from '../core/posture/posture.samples';

/**
 * What the catalogue must be able to find, by the recommendations that find it. Each is shown once where all is well and once
 * where it is not: the cases named here, of the recommendation itself.
 */
const subjects: Record<string, { key: string; well: string; wrong: string }[]> = {
  'missing updates': [
    { key: 'machine/systemUpdates', well: 'nothing is pending', wrong: 'an update of security' },
    { key: 'machine/systemUpdates', well: 'Update Manager found none', wrong: 'Update Manager found some' },
  ],
  'misconfigured operating system': [
    { key: 'linux/passwordPolicy', well: 'all as expected', wrong: 'empty passwords' },
    {
      key: 'linux/kernelHardening',
      well: 'every setting is as expected',
      wrong: 'the memory layout is not random',
    },
  ],
  'endpoint protection': [
    {
      key: 'machine/endpointProtectionInstalled',
      well: 'Microsoft Defender on Linux',
      wrong: 'nothing on Linux',
    },
    {
      key: 'machine/endpointProtectionInstalled',
      well: 'Microsoft Defender on Windows',
      wrong: 'nothing on Windows',
    },
    {
      key: 'machine/endpointProtectionHealthy',
      well: 'the process of the product runs',
      wrong: 'installed, but stopped',
    },
  ],
  'virtual machines exposed to the Internet': [
    { key: 'network/internetFacingMachine', well: 'a group at the subnet', wrong: 'no group' },
    { key: 'network/machineManagementPorts', well: 'SSH from one network', wrong: 'SSH from anywhere' },
  ],
  'missing encryption': [
    { key: 'machine/linuxDiskEncryption', well: 'encrypted at host', wrong: 'neither' },
    { key: 'machine/windowsDiskEncryption', well: 'Azure Disk Encryption', wrong: 'neither' },
    { key: 'compute/encryptionAtHost', well: 'enabled', wrong: 'disabled' },
  ],
  'deviation from a baseline': [
    {
      key: 'machine/linuxBaseline',
      well: 'guest configuration is content',
      wrong: 'guest configuration is not',
    },
    { key: 'machine/windowsBaseline', well: 'no rule failed', wrong: 'rules failed' },
  ],
  'missing web application firewall': [
    { key: 'network/applicationGatewayWaf', well: 'with a policy', wrong: 'a tier without it' },
    { key: 'network/frontDoorWaf', well: 'every endpoint has a policy', wrong: 'an endpoint has none' },
  ],
  'network security groups that allow too much': [
    { key: 'network/permissiveGroup', well: 'single ports', wrong: 'all ports' },
    { key: 'network/machineAllPorts', well: 'a web server', wrong: 'all ports' },
    { key: 'network/managementPorts', well: 'SSH from one network', wrong: 'RDP in a list of ranges' },
  ],
  'secure transfer to storage': [{ key: 'storage/secureTransfer', well: 'HTTPS only', wrong: 'plain HTTP accepted' }],
};

const verdictOf = (key: string, one: RecommendationCase | undefined): string | undefined => {
  const recommendation = recommendations.find((each) => each.key === key);
  if (!recommendation || !one) return undefined;
  const documents = [one.resource, ...(one.related ?? [])].map((resource) => documentOf(resource));
  const judged = judgeResources(documents, [recommendation], new Map(), new Date('2026-11-21T12:00:00Z'));
  return judged.find(({ document }) => document.resource === one.resource)?.judgement.verdicts[key]?.code;
};

describe.each(Object.entries(subjects))('%s', (_subject, judged) => {
  test.each(judged)('$key is content with "$well" and finds "$wrong"', ({ key, well, wrong }) => {
    const { cases = [] } = recommendations.find((each) => each.key === key) ?? {};
    const named = (name: string) => cases.find((one) => one.name === name);
    expect(verdictOf(key, named(well))).toBe('Healthy');
    expect(verdictOf(key, named(wrong))).toBe('Unhealthy');
  });
});

test('freshness is 8 hours for endpoint protection and 48 for settings of operating systems', () => {
  const hours = (keys: string[]) => keys.map((key) => recommendations.find((one) => one.key === key)?.freshnessHours);
  expect(
    hours([
      'machine/endpointProtectionInstalled',
      'machine/endpointProtectionHealthy',
      'compute/scaleSetEndpointProtection',
    ]),
  ).toEqual([8, 8, 8]);
  expect(
    hours(['machine/linuxBaseline', 'machine/windowsBaseline', 'linux/passwordPolicy', 'machine/applicationControl']),
  ).toEqual([48, 48, 48, 48]);
});
