targetScope = 'subscription'

@minLength(1)
@maxLength(32)
@description('Name of the azd environment: part of the name of the resource group, tag of all resources.')
param environmentName string

@description('Region of all resources.')
param location string

@secure()
@description('Key ring that seals secrets, `id:base64[,id:base64...]`, AES-256, newest first. infra/hooks/secretsKey.mjs makes it once.')
param secretsKey string

@description('Object id of the person who deploys and may then grant roles in the API (writes container settings). Empty: nobody.')
param operatorPrincipalId string = ''

@description('Highest request units per second that the database scales to; it idles at a tenth.')
@minValue(1000)
param cosmosMaxThroughput int = 4000

@description('Event Hubs throughput units to begin with (1 MB/s or 1,000 events/s in, twice that out), and the most it may grow to.')
@minValue(1)
@maxValue(40)
param throughputUnits int = 1

@minValue(1)
@maxValue(40)
param maximumThroughputUnits int = 4

@description('Most instances each group of functions may scale to.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Days that logs and metrics are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs a day after which Log Analytics stops taking more; -1 for no cap.')
param logDailyCapGb int = 5

@description('Seconds that telemetry may wait on its hub before the alert rule on its lag fires.')
@minValue(60)
param lagAlertSeconds int = 900

@description('Gives the app the role that Azure Functions documents for its storage on the whole account, not on each container.')
param hostStorageRoleOnAccount bool = false

@description('Address ranges or host names that automations may call although they are private, joined by commas.')
param allowedPrivateTargets string = ''

@description('Largest record in bytes that is taken in; larger ones go to quarantine.')
@minValue(1024)
@maxValue(1048576)
param maxRecordBytes int = 262144

@description('Attempts after which a delivery is parked.')
@minValue(1)
@maxValue(50)
param maxDeliveryAttempts int = 8

@description('Reads the resources of every subscription that the identity sees; it becomes Reader of the one it is deployed into.')
param inventory bool = true

@description('Whether quick fixes may change resources. The identity also needs a role there: docs/quick-fixes.md.')
param quickFixes bool = false

var readerRole = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
var definitions = loadJsonContent('containers.json')
var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  name: 'identity'
  params: { name: 'id-skywarden-${token}', location: location, tags: tags }
}

@description('Other subscriptions, or a management group above them, are added by hand: docs/operate.md.')
resource inventoryRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (inventory) {
  name: guid(subscription().id, 'id-skywarden-${token}', readerRole)
  properties: {
    principalId: identity.outputs.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readerRole)
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    workspaceName: 'log-skywarden-${token}'
    applicationInsightsName: 'appi-skywarden-${token}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
    lagAlertSeconds: lagAlertSeconds
    appPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  name: 'storage'
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    hostRoleOnAccount: hostStorageRoleOnAccount
  }
}

module cosmos 'modules/cosmos.bicep' = {
  scope: group
  name: 'cosmos'
  params: {
    name: 'cosmos-skywarden-${token}'
    location: location
    tags: tags
    database: definitions.database
    containers: definitions.containers
    maxThroughput: cosmosMaxThroughput
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
  }
}

module eventHubs 'modules/eventHubs.bicep' = {
  scope: group
  name: 'eventHubs'
  params: {
    name: 'evhns-skywarden-${token}'
    location: location
    tags: tags
    throughputUnits: throughputUnits
    maximumThroughputUnits: maximumThroughputUnits
    appPrincipalId: identity.outputs.principalId
  }
}

module keyVault 'modules/keyVault.bicep' = {
  scope: group
  name: 'keyVault'
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    secretsKey: secretsKey
    appPrincipalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module functions 'modules/functions.bicep' = {
  scope: group
  name: 'functions'
  params: {
    name: 'func-skywarden-${token}'
    planName: 'plan-skywarden-${token}'
    location: location
    tags: tags
    serviceName: 'api'
    identity: identity.outputs.identity
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    storage: storage.outputs.endpoints
    cosmos: { accountEndpoint: cosmos.outputs.endpoint, database: definitions.database }
    eventHubs: eventHubs.outputs.hubs
    keyRingUri: keyVault.outputs.keyRingUri
    allowedPrivateTargets: allowedPrivateTargets
    maxRecordBytes: maxRecordBytes
    maxDeliveryAttempts: maxDeliveryAttempts
    inventory: inventory
    quickFixes: quickFixes
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_TENANT_ID string = tenant().tenantId
output SKYWARDEN_API_URL string = functions.outputs.url
output SKYWARDEN_FUNCTION_APP string = functions.outputs.name
output SKYWARDEN_KEY_VAULT string = keyVault.outputs.name
output SKYWARDEN_COSMOS_ENDPOINT string = cosmos.outputs.endpoint
output SKYWARDEN_COSMOS_DATABASE string = definitions.database
output SKYWARDEN_EVENT_HUBS_NAMESPACE string = eventHubs.outputs.hubs.fullyQualifiedNamespace
output SKYWARDEN_EXPORT_HUB_ID string = eventHubs.outputs.exportHubId
output SKYWARDEN_LOG_WORKSPACE string = monitoring.outputs.workspaceName
@description('Gives a person or application a role in the API; put their object id in.')
output SKYWARDEN_GRANT_ROLE_COMMAND string = 'node infra/hooks/grantRole.mjs --principal OBJECT_ID --role Reader --scope /subscriptions/${subscription().subscriptionId}'
@description('Lets a machine send telemetry; put the object id of its managed identity in.')
output SKYWARDEN_ALLOW_SENDER_COMMAND string = 'az role assignment create --assignee-object-id OBJECT_ID --assignee-principal-type ServicePrincipal --role "Azure Event Hubs Data Sender" --scope ${eventHubs.outputs.telemetryHubId}'
@description('Lets the inventory read more: put in a subscription, or a management group as /providers/Microsoft.Management/managementGroups/ID.')
output SKYWARDEN_ALLOW_INVENTORY_COMMAND string = 'az role assignment create --assignee-object-id ${identity.outputs.principalId} --assignee-principal-type ServicePrincipal --role Reader --scope SCOPE'
@description('Lets a SIEM read the export hub; put the object id of its application in.')
output SKYWARDEN_ALLOW_READER_COMMAND string = 'az role assignment create --assignee-object-id OBJECT_ID --assignee-principal-type ServicePrincipal --role "Azure Event Hubs Data Receiver" --scope ${eventHubs.outputs.exportHubId}'
