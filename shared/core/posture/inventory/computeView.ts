import type { Judgement, KeptVerdict, VerdictCode } from '../../../model/judgement';

/** What the compute view lists: machines in Azure, machines that Azure knows by Arc, and instances of other clouds. */
export const computeTypes = [
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Compute/virtualMachineScaleSets',
  'Microsoft.ClassicCompute/virtualMachines',
  'Microsoft.HybridCompute/machines',
  'AWS::EC2::Instance',
  'compute.googleapis.com/Instance',
];

interface RecommendationSet {
  displayName: string;
  keys: readonly string[];
}

/** Columns of the compute view. What stands in none of them is in `other`. */
export const recommendationSets = {
  agent: { displayName: 'Agent', keys: ['machine/agentInstalled'] },
  systemUpdates: {
    displayName: 'System updates',
    keys: ['machine/systemUpdates', 'machine/periodicUpdateChecks', 'compute/scaleSetUpdates'],
  },
  endpointProtection: {
    displayName: 'Endpoint protection',
    keys: [
      'machine/endpointProtectionInstalled',
      'machine/endpointProtectionHealthy',
      'machine/applicationControl',
      'compute/scaleSetEndpointProtection',
    ],
  },
  vulnerabilities: {
    displayName: 'Vulnerabilities',
    keys: ['machine/vulnerabilityScanner', 'machine/vulnerabilityFindings'],
  },
  osConfiguration: {
    displayName: 'OS configuration',
    keys: [
      'machine/linuxBaseline',
      'machine/windowsBaseline',
      'machine/windowsProtocols',
      'machine/containerHostSecure',
      'machine/unmanagedContainerHost',
      'machine/guestConfigurationExtension',
      'machine/guestConfigurationIdentity',
      'linux/exposedListeners',
      'linux/kernelHardening',
      'linux/passwordPolicy',
      'linux/privilegedAccounts',
      'linux/sshKeyAuthentication',
      'aws/instanceMetadata',
    ],
  },
  diskEncryption: {
    displayName: 'Disk encryption',
    keys: ['machine/linuxDiskEncryption', 'machine/windowsDiskEncryption', 'compute/encryptionAtHost'],
  },
  networkExposure: {
    displayName: 'Network exposure',
    keys: [
      'network/internetFacingMachine',
      'network/machineAllPorts',
      'network/machineManagementPorts',
      'network/ipForwarding',
    ],
  },
  justInTime: { displayName: 'Just-in-time access', keys: ['network/justInTimeAccess'] },
  other: { displayName: 'Other', keys: [] },
} satisfies Record<string, RecommendationSet>;

export type SetName = keyof typeof recommendationSets;
export const setNames = Object.keys(recommendationSets) as SetName[];

/** `NotJudged`: no recommendation of the set is about such a machine, or it was not judged yet. */
export const cellStates = ['Unhealthy', 'Unknown', 'Healthy', 'NotApplicable', 'NotJudged'] as const;
export type CellState = (typeof cellStates)[number];

export interface Cell {
  state: CellState;
  /** Recommendations of the set by verdict. */
  unhealthy: number;
  unknown: number;
  total: number;
  /** The verdict that the state comes of, with the most severe recommendation. */
  worst: { key: string; verdict: KeptVerdict } | undefined;
}

const setOf = new Map<string, SetName>(
  setNames.flatMap((name) => recommendationSets[name].keys.map((key) => [key, name] as const)),
);

const order: Record<VerdictCode, number> = { Unhealthy: 0, Unknown: 1, Healthy: 2, NotApplicable: 3 };

/** One row of the compute view. `rankOf` tells how severe a recommendation is, the most severe first; undefined leaves it out. */
export function computeCells(
  judgement: Judgement | undefined,
  rankOf: (key: string) => number | undefined,
): Record<SetName, Cell> {
  const verdicts = Object.entries(judgement?.verdicts ?? {}).flatMap(([key, verdict]) => {
    const rank = rankOf(key);
    return rank === undefined ? [] : [{ key, verdict, rank }];
  });
  verdicts.sort((a, b) => order[a.verdict.code] - order[b.verdict.code] || a.rank - b.rank || (a.key < b.key ? -1 : 1));
  const cellOf = (name: SetName): Cell => {
    const own = verdicts.filter(({ key }) => (setOf.get(key) ?? 'other') === name);
    const count = (code: VerdictCode): number => own.filter(({ verdict }) => verdict.code === code).length;
    const [first] = own;
    return {
      state: first?.verdict.code ?? 'NotJudged',
      unhealthy: count('Unhealthy'),
      unknown: count('Unknown'),
      total: own.length,
      worst: first && { key: first.key, verdict: first.verdict },
    };
  };
  return Object.fromEntries(setNames.map((name) => [name, cellOf(name)])) as Record<SetName, Cell>;
}
