/**
 * What Resource Graph has no rows for, and policies or recommendations read: it is asked of Resource Manager, parent by parent.
 * `path` follows the id of the parent; `list` when it answers a collection. Versions are stable ones of the API reference.
 */
export interface ChildKind {
  key: string;
  parent: string;
  type: string;
  path: string;
  apiVersion: string;
  list: boolean;
  /** Properties that may hold secrets: they are not kept. */
  omit: string[];
}

type Row = [type: string, path: string, apiVersion: string, shape: 'one' | 'list', omit?: string[]];

const subscription = 'Microsoft.Resources/subscriptions';

const children: Record<string, Row[]> = {
  [subscription]: [
    [
      'Microsoft.Security/securityContacts',
      '/providers/Microsoft.Security/securityContacts',
      '2020-01-01-preview',
      'list',
    ],
    [
      'Microsoft.Security/autoProvisioningSettings',
      '/providers/Microsoft.Security/autoProvisioningSettings',
      '2017-08-01-preview',
      'list',
    ],
  ],
  'Microsoft.Storage/storageAccounts': [
    ['Microsoft.Storage/storageAccounts/blobServices', '/blobServices/default', '2023-05-01', 'one'],
    ['Microsoft.Storage/storageAccounts/fileServices', '/fileServices/default', '2023-05-01', 'one'],
  ],
  'Microsoft.Sql/servers': [
    ['Microsoft.Sql/servers/auditingSettings', '/auditingSettings/default', '2021-11-01', 'one'],
    ['Microsoft.Sql/servers/securityAlertPolicies', '/securityAlertPolicies/Default', '2021-11-01', 'one'],
    ['Microsoft.Sql/servers/vulnerabilityAssessments', '/vulnerabilityAssessments/default', '2021-11-01', 'one'],
    ['Microsoft.Sql/servers/sqlVulnerabilityAssessments', '/sqlVulnerabilityAssessments/default', '2023-08-01', 'one'],
    ['Microsoft.Sql/servers/administrators', '/administrators', '2021-11-01', 'list'],
    ['Microsoft.Sql/servers/firewallRules', '/firewallRules', '2021-11-01', 'list'],
    ['Microsoft.Sql/servers/encryptionProtector', '/encryptionProtector/current', '2021-11-01', 'one'],
  ],
  'Microsoft.Sql/servers/databases': [
    [
      'Microsoft.Sql/servers/databases/transparentDataEncryption',
      '/transparentDataEncryption/current',
      '2021-11-01',
      'one',
    ],
  ],
  'Microsoft.Sql/managedInstances': [
    ['Microsoft.Sql/managedInstances/securityAlertPolicies', '/securityAlertPolicies/Default', '2021-11-01', 'one'],
    [
      'Microsoft.Sql/managedInstances/vulnerabilityAssessments',
      '/vulnerabilityAssessments/default',
      '2021-11-01',
      'one',
    ],
    ['Microsoft.Sql/managedInstances/encryptionProtector', '/encryptionProtector/current', '2021-11-01', 'one'],
  ],
  'Microsoft.KeyVault/vaults': [
    ['Microsoft.KeyVault/vaults/keys', '/keys', '2023-07-01', 'list'],
    ['Microsoft.KeyVault/vaults/secrets', '/secrets', '2023-07-01', 'list'],
  ],
  'Microsoft.DBforPostgreSQL/flexibleServers': [
    ['Microsoft.DBforPostgreSQL/flexibleServers/configurations', '/configurations', '2022-12-01', 'list'],
  ],
  'Microsoft.DBforMySQL/flexibleServers': [
    ['Microsoft.DBforMySQL/flexibleServers/configurations', '/configurations', '2021-05-01', 'list'],
  ],
  'Microsoft.Web/sites': [
    ['Microsoft.Web/sites/config', '/config/web', '2022-03-01', 'one'],
    [
      'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
      '/basicPublishingCredentialsPolicies',
      '2022-03-01',
      'list',
    ],
  ],
  'Microsoft.Web/sites/slots': [['Microsoft.Web/sites/slots/config', '/config/web', '2022-03-01', 'one']],
  'Microsoft.Automation/automationAccounts': [
    ['Microsoft.Automation/automationAccounts/variables', '/variables', '2022-08-08', 'list', ['value']],
  ],
  'Microsoft.ApiManagement/service': [
    ['Microsoft.ApiManagement/service/apis', '/apis', '2022-08-01', 'list'],
    ['Microsoft.ApiManagement/service/backends', '/backends', '2022-08-01', 'list'],
    ['Microsoft.ApiManagement/service/namedValues', '/namedValues', '2022-08-01', 'list', ['value']],
    ['Microsoft.ApiManagement/service/subscriptions', '/subscriptions', '2022-08-01', 'list'],
  ],
};

const diagnostics: Row = [
  'Microsoft.Insights/diagnosticSettings',
  '/providers/Microsoft.Insights/diagnosticSettings',
  '2021-05-01-preview',
  'list',
];

/** Types whose logs a policy of the security benchmark asks for. */
const diagnosed = [
  subscription,
  'Microsoft.Batch/batchAccounts',
  'Microsoft.DataLakeStore/accounts',
  'Microsoft.DataLakeAnalytics/accounts',
  'Microsoft.Databricks/workspaces',
  'Microsoft.Devices/IotHubs',
  'Microsoft.EventHub/namespaces',
  'Microsoft.KeyVault/vaults',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.Logic/workflows',
  'Microsoft.MachineLearningServices/workspaces',
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.Search/searchServices',
  'Microsoft.ServiceBus/namespaces',
  'Microsoft.StreamAnalytics/streamingjobs',
  'Microsoft.Web/sites',
];

const kindsOf = (parent: string, rows: readonly Row[]): ChildKind[] =>
  rows.map(([type, path, apiVersion, shape, omit = []]) => ({
    key: `${parent}>${type}`.toLowerCase(),
    parent,
    type,
    path,
    apiVersion,
    list: shape === 'list',
    omit,
  }));

export const childKinds: readonly ChildKind[] = [
  ...Object.entries(children).flatMap(([parent, rows]) => kindsOf(parent, rows)),
  ...diagnosed.flatMap((parent) => kindsOf(parent, [diagnostics])),
];

/** What is asked of a parent of that type, compared without case. */
export const childKindsOf = (parentType: string): ChildKind[] =>
  childKinds.filter(({ parent }) => parent.toLowerCase() === parentType.toLowerCase());

export const childKind = (key: string): ChildKind | undefined => childKinds.find((kind) => kind.key === key);

/** The source of children of one kind. */
export const childSource = ({ type }: ChildKind): string => `inventory/children/${type.toLowerCase()}`;
