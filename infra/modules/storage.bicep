param name string
param location string
param tags object
param appPrincipalId string

@description('The documented role of the Functions host on its whole account, where it refuses to live with roles on each container.')
param hostRoleOnAccount bool

type blobContainer = {
  name: string
  @description('Days after its last write that a blob is deleted; null keeps it, because its number is bounded by itself.')
  deleteAfterDays: int?
  role: 'owner' | 'contributor'
}

var roles = {
  owner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
  contributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor
  queue: '974c5e8b-45b9-4653-ba55-5f855dd0fb88' // Storage Queue Data Contributor
}

// The app never makes a container or queue. How long things stay is stated here only; docs/operate.md repeats it.
var containers blobContainer[] = [
  { name: 'quarantine', deleteAfterDays: 31, role: 'contributor' }
  // Each workspace says how long it keeps its archive, and the app deletes by that: this is the bound for the longest of them.
  { name: 'archive', deleteAfterDays: 731, role: 'contributor' }
  { name: 'snapshots', deleteAfterDays: 31, role: 'contributor' }
  // Uploaded lists are written once and count for years; the app removes what a feed no longer holds.
  { name: 'intel', deleteAfterDays: null, role: 'contributor' }
  // What users wrote: the app takes no more than a bounded number of files.
  { name: 'rules', deleteAfterDays: null, role: 'contributor' }
  { name: 'dedupe', deleteAfterDays: 7, role: 'contributor' }
  { name: 'deployments', deleteAfterDays: null, role: 'contributor' }
  { name: 'azure-webjobs-hosts', deleteAfterDays: null, role: 'owner' }
  { name: 'azure-webjobs-eventhub', deleteAfterDays: null, role: 'owner' }
  { name: 'azure-webjobs-secrets', deleteAfterDays: null, role: 'owner' }
]
var queues = ['deliveries', 'work']
// The host moves a message that failed too often here.
var poisonQueues = map(queues, queue => '${queue}-poison')

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }
  }

  resource queueService 'queueServices' = {
    name: 'default'
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    dependsOn: [blobs]
    properties: {
      policy: {
        rules: [
          for container in filter(containers, container => container.deleteAfterDays != null): {
            name: 'expire-${container.name}'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob', 'appendBlob'], prefixMatch: ['${container.name}/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: container.deleteAfterDays! } } }
            }
          }
        ]
      }
    }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in containers: {
    parent: account::blobs
    name: container.name
    properties: { publicAccess: 'None' }
  }
]

resource messageQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [
  for queue in concat(queues, poisonQueues): {
    parent: account::queueService
    name: queue
  }
]

resource containerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, at) in containers: {
    scope: blobContainers[at]
    name: guid(blobContainers[at].id, appPrincipalId, roles[container.role])
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[container.role])
    }
  }
]

resource queueRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, at) in concat(queues, poisonQueues): {
    scope: messageQueues[at]
    name: guid(messageQueues[at].id, appPrincipalId, roles.queue)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.queue)
    }
  }
]

resource accountRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hostRoleOnAccount) {
  scope: account
  name: guid(account.id, appPrincipalId, roles.owner)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.owner)
  }
}

@description('URLs of the services, and of the container that holds the deployed package.')
output endpoints { blob: string, queue: string, deployments: string } = {
  blob: account.properties.primaryEndpoints.blob
  queue: account.properties.primaryEndpoints.queue
  deployments: '${account.properties.primaryEndpoints.blob}deployments'
}
