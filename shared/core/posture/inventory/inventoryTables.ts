/** A table of Azure Resource Graph, read whole by subscription. `above` also asks for what holds from management groups. */
export interface InventoryTable {
  name: string;
  query: string;
  above?: boolean;
  /** Types of which the table has every resource; of `resources` these are all types that are not named elsewhere. */
  types?: string[];
}

const ofTypes = (table: string, types: string[], above = false): InventoryTable => ({
  name: table,
  query: `${table} | where type in~ (${types.map((type) => `'${type}'`).join(', ')}) | order by id asc`,
  types,
  ...(above && { above }),
});

/** Where the subscription itself and its resource groups are rows: without it nothing else is believed to be complete. */
export const containerTable = 'resourcecontainers';

/** Where what changes is told by `resourcechanges`. */
export const changingTables = ['resources', containerTable];

/**
 * What is read, in this order. The tables and their types are those of Microsoft's "Azure Resource Graph table and resource type
 * reference". Left out on purpose: assessments and scores of Defender for Cloud (Skywarden makes its own), states of Azure
 * Policy, single patches.
 */
export const inventoryTables: readonly InventoryTable[] = [
  ofTypes(containerTable, ['microsoft.resources/subscriptions', 'microsoft.resources/subscriptions/resourcegroups']),
  { name: 'resources', query: 'resources | order by id asc' },
  {
    name: 'authorizationresources',
    query:
      "authorizationresources | where type =~ 'microsoft.authorization/roleassignments' or (type =~ 'microsoft.authorization/roledefinitions' and properties.type =~ 'CustomRole') | order by id asc",
    types: ['microsoft.authorization/roleassignments'],
    above: true,
  },
  ofTypes('policyresources', ['microsoft.authorization/policyassignments', 'microsoft.authorization/policyexemptions']),
  ofTypes('securityresources', ['microsoft.security/pricings']),
  ofTypes('guestconfigurationresources', ['microsoft.guestconfiguration/guestconfigurationassignments']),
  ofTypes('patchassessmentresources', [
    'microsoft.compute/virtualmachines/patchassessmentresults',
    'microsoft.hybridcompute/machines/patchassessmentresults',
  ]),
  ofTypes('insightsresources', ['microsoft.insights/datacollectionruleassociations']),
  {
    ...ofTypes('recoveryservicesresources', [
      'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems',
    ]),
    types: [
      'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems',
      'microsoft.recoveryservices/backupprotecteditems',
    ],
  },
];

/** The source of what a table told. */
export const tableSource = (table: string): string => `inventory/${table}`;
