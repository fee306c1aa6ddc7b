/** Plans of Defender for Cloud, with the sub-plans that each has and what has replaced a deprecated one. */
export const plans = {
  VirtualMachines: { subPlans: ['P1', 'P2'] },
  SqlServers: {},
  AppServices: {},
  StorageAccounts: { subPlans: ['DefenderForStorageV2', 'PerStorageAccount', 'PerTransaction'] },
  SqlServerVirtualMachines: {},
  KubernetesService: { replacedBy: ['Containers'] },
  ContainerRegistry: { replacedBy: ['Containers'] },
  KeyVaults: { subPlans: ['PerKeyVault', 'PerTransaction'] },
  Dns: {},
  Arm: { subPlans: ['PerApiCall', 'PerSubscription'] },
  OpenSourceRelationalDatabases: {},
  Containers: {},
  CosmosDbs: {},
  CloudPosture: {},
  Api: { subPlans: ['P1', 'P2', 'P3', 'P4', 'P5'] },
  AI: {},
} as const satisfies Record<string, { subPlans?: readonly string[]; replacedBy?: readonly string[] }>;

export type PlanName = keyof typeof plans;
export const planNames = Object.keys(plans) as PlanName[];

/** The plan of a name, whatever its case. */
export const planNamed = (text: string): PlanName | undefined =>
  planNames.find((name) => name.toLowerCase() === text.toLowerCase());

export const pricingTiers = ['Free', 'Standard'] as const;
type PricingTier = (typeof pricingTiers)[number];

/** How a subscription has set one plan. */
export interface PlanState {
  pricingTier: PricingTier;
  subPlan?: string;
  extensions?: { name: string; isEnabled: 'True' | 'False'; additionalExtensionProperties?: Record<string, string> }[];
  enforce?: 'True' | 'False';
  /** When it was last switched on (ISO). */
  enabledAt?: string;
  /** When it was switched on for the first time (ISO): the trial runs from then on and never again. */
  trialFrom?: string;
}

export type PlanStates = Partial<Record<PlanName, PlanState>>;
