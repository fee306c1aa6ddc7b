/**
 * Aliases whose path does not follow the rule: the alias, the resource types on which it has that path, and the path. Facts
 * of the resource providers, as Azure/PSRule.Rules.Azure publishes them (data/providers, commit bb5dbd85, MIT).
 */
const vm = 'Microsoft.Compute/virtualMachines';
const scaleSet = 'Microsoft.Compute/virtualMachineScaleSets';
const disk = 'Microsoft.Compute/disks';
const vmImage = 'properties.storageProfile.imageReference';
const scaleSetImage = 'properties.virtualMachineProfile.storageProfile.imageReference';
const diskImage = 'properties.creationData.imageReference.id';
const sql = 'Microsoft.Sql/servers';

type Row = readonly [alias: string, type: string, path: string];

const imageRows = (['Publisher', 'Offer', 'Sku', 'Id'] as const).flatMap((part): Row[] => [
  [`Microsoft.Compute/image${part}`, vm, `${vmImage}.${part}`],
  [`Microsoft.Compute/image${part}`, scaleSet, `${scaleSetImage}.${part}`],
  [`Microsoft.Compute/image${part}`, disk, diskImage],
]);

export const aliasOverrides: readonly Row[] = [
  ...imageRows,
  [`${vm}/imagePublisher`, vm, `${vmImage}.publisher`],
  [`${vm}/imageOffer`, vm, `${vmImage}.offer`],
  [`${vm}/imageSku`, vm, `${vmImage}.sku`],
  [`${vm}/sku.name`, vm, 'properties.hardwareProfile.vmSize'],
  [`${vm}/osDisk.uri`, vm, 'properties.storageProfile.osDisk.vhd.uri'],
  [
    `${scaleSet}/osdisk.vhdContainers`,
    scaleSet,
    'properties.virtualMachineProfile.storageProfile.osDisk.vhdContainers',
  ],
  [`${scaleSet}/osdisk.imageUrl`, scaleSet, 'properties.virtualMachineProfile.storageProfile.osDisk.image.url'],
  [
    `${scaleSet}/upgradePolicy.automaticOSUpgrade`,
    scaleSet,
    'properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade',
  ],
  [
    `${scaleSet}/osProfile.windowsConfiguration`,
    scaleSet,
    'properties.virtualMachineProfile.osProfile.windowsConfiguration',
  ],
  [
    `${scaleSet}/extensionProfile.extensions[*]`,
    scaleSet,
    'properties.virtualMachineProfile.extensionProfile.extensions[*]',
  ],
  [
    `${scaleSet}/extensionProfile.extensions[*].type`,
    scaleSet,
    'properties.virtualMachineProfile.extensionProfile.extensions[*].properties.type',
  ],
  ['Microsoft.HybridCompute/imageOffer', 'Microsoft.HybridCompute/machines', 'properties.osName'],
  [
    'Microsoft.Insights/diagnosticSettings/logs.enabled',
    'Microsoft.Insights/diagnosticSettings',
    'properties.logs[*].enabled',
  ],
  [
    'Microsoft.Insights/diagnosticSettings/metrics.enabled',
    'Microsoft.Insights/diagnosticSettings',
    'properties.metrics[*].enabled',
  ],
  [`${sql}/databases/edition`, `${sql}/databases`, 'sku.tier'],
  [`${sql}/databases/storageAccountType`, `${sql}/databases`, 'properties.requestedBackupStorageRedundancy'],
  [
    'Microsoft.Sql/managedInstances/storageAccountType',
    'Microsoft.Sql/managedInstances',
    'properties.requestedBackupStorageRedundancy',
  ],
  ['Microsoft.Security/securityContacts/email', 'Microsoft.Security/securityContacts', 'properties.emails'],
  [
    'Microsoft.Security/securityContacts/alertNotifications',
    'Microsoft.Security/securityContacts',
    'properties.alertNotifications.state',
  ],
  [
    'Microsoft.Security/securityContacts/alertsToAdmins',
    'Microsoft.Security/securityContacts',
    'properties.notificationsByRole.state',
  ],
  [
    'Microsoft.Web/sites/vnetImagePullEnabled',
    'Microsoft.Web/sites',
    'properties.outboundVnetRouting.imagePullTraffic',
  ],
  [
    'Microsoft.Web/sites/slots/vnetImagePullEnabled',
    'Microsoft.Web/sites/slots',
    'properties.outboundVnetRouting.imagePullTraffic',
  ],
  ['Microsoft.Sql/auditingSettings.state', `${sql}/auditingSettings`, 'properties.state'],
  ['Microsoft.Sql/auditingSettings.state', `${sql}/databases/auditingSettings`, 'properties.state'],
  ['Microsoft.Sql/transparentDataEncryption.status', `${sql}/databases/transparentDataEncryption`, 'properties.status'],
  ['Microsoft.Sql/securityAlertPolicies.state', `${sql}/securityAlertPolicies`, 'properties.state'],
  ['Microsoft.Sql/securityAlertPolicies.state', `${sql}/databases/securityAlertPolicies`, 'properties.state'],
  [
    'Microsoft.StreamAnalytics/streamingjobs/functions[*].binding.Microsoft-MachineLearning-WebService.endpoint',
    'Microsoft.StreamAnalytics/streamingjobs',
    'properties.functions[*].properties.properties.binding.properties.endpoint',
  ],
];
