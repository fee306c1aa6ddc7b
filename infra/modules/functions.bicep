param name string
param planName string
param location string
param tags object
param serviceName string
param identity { id: string, clientId: string }
param maximumInstanceCount int
param instanceMemoryMB int
param applicationInsightsConnectionString string
param storage { blob: string, queue: string, deployments: string }
param cosmos { accountEndpoint: string, database: string }
param eventHubs { fullyQualifiedNamespace: string, telemetry: string, signals: string }
param keyRingUri string
param allowedPrivateTargets string
param maxRecordBytes int
param maxDeliveryAttempts int
param inventory bool
param quickFixes bool

var tenantId = tenant().tenantId
var login = environment().authentication.loginEndpoint
// A token names its audience as the client asked for it, with or without the last slash.
var audiences = flatten(map(
  environment().authentication.audiences,
  audience => [audience, endsWith(audience, '/') ? take(audience, length(audience) - 1) : '${audience}/']
))

var logAnalyticsEndpoints = {
  AzureCloud: 'https://api.loganalytics.io'
  AzureUSGovernment: 'https://api.loganalytics.us'
  AzureChinaCloud: 'https://api.loganalytics.azure.cn'
}

var graphEndpoints = {
  AzureCloud: 'https://graph.microsoft.com'
  AzureUSGovernment: 'https://graph.microsoft.us'
  AzureChinaCloud: 'https://microsoftgraph.chinacloudapi.cn'
}

// What shared/config.ts reads, and what the Functions host reads for itself. No setting holds a secret.
var settings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
  AZURE_CLIENT_ID: identity.clientId

  // The host looks for the connection STORAGE under AzureWebJobsStorage first, without regard to case: both say the same.
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.clientId
  AzureWebJobsStorage__blobServiceUri: storage.blob
  AzureWebJobsStorage__queueServiceUri: storage.queue
  STORAGE__credential: 'managedidentity'
  STORAGE__clientId: identity.clientId
  STORAGE__blobServiceUri: storage.blob
  STORAGE__queueServiceUri: storage.queue

  EVENT_HUBS__credential: 'managedidentity'
  EVENT_HUBS__clientId: identity.clientId
  EVENT_HUBS__fullyQualifiedNamespace: eventHubs.fullyQualifiedNamespace
  TELEMETRY_HUB: eventHubs.telemetry
  SIGNALS_HUB: eventHubs.signals

  COSMOS__credential: 'managedidentity'
  COSMOS__clientId: identity.clientId
  COSMOS__accountEndpoint: cosmos.accountEndpoint
  COSMOS_DATABASE: cosmos.database

  SECRETS_KEY: '@Microsoft.KeyVault(SecretUri=${keyRingUri})'
  TENANT_ID: tenantId
  HOME_SUBSCRIPTION_ID: subscription().subscriptionId
  HOME_LOCATION: location
  PUBLIC_URL: 'https://${name}.azurewebsites.net'
  // The issuer of v2 tokens stands first: clients learn the sign-in address from it. v1 tokens are those of the Azure CLI.
  TOKEN_ISSUERS: '${login}${tenantId}/v2.0,https://sts.windows.net/${tenantId}/'
  TOKEN_AUDIENCES: join(audiences, ',')
  TOKEN_JWKS_URI: '${login}${tenantId}/discovery/v2.0/keys'
  ALLOWED_PRIVATE_TARGETS: allowedPrivateTargets
  LOG_ANALYTICS_ENDPOINT: logAnalyticsEndpoints[environment().name]
  INVENTORY: inventory ? 'on' : 'off'
  QUICK_FIXES: quickFixes ? 'on' : 'off'
  ARM_ENDPOINT: environment().resourceManager
  GRAPH_ENDPOINT: graphEndpoints[environment().name]
  MAX_RECORD_BYTES: string(maxRecordBytes)
  MAX_DELIVERY_ATTEMPTS: string(maxDeliveryAttempts)
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: toObject([identity.id], id => id, id => {}) }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      runtime: { name: 'node', version: '22' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: storage.deployments
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: { maximumInstanceCount: maximumInstanceCount, instanceMemoryMB: instanceMemoryMB }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: map(items(settings), setting => { name: setting.key, value: setting.value })
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
    dependsOn: [ftp]
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
