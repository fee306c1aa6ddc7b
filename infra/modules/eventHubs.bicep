param name string
param location string
param tags object
param throughputUnits int
param maximumThroughputUnits int
param appPrincipalId string

var roles = {
  receive: 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde' // Azure Event Hubs Data Receiver
  send: '2b629674-e913-4c01-ae53-ef4638d8f975' // Azure Event Hubs Data Sender
}

// Hubs in the order in which their outputs are read below. The functions read as $Default; a SIEM has a group of its own.
var hubs = [
  { name: 'telemetry', partitionCount: 4, consumerGroups: [], app: ['receive', 'send'] }
  { name: 'signals', partitionCount: 4, consumerGroups: [], app: ['receive', 'send'] }
  { name: 'export', partitionCount: 4, consumerGroups: ['siem'], app: ['send'] }
]
var groups = flatten(map(range(0, length(hubs)), at => map(hubs[at].consumerGroups, group => { hub: at, name: group })))
var grants = flatten(map(range(0, length(hubs)), at => map(hubs[at].app, role => { hub: at, role: role })))

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard', capacity: throughputUnits }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    isAutoInflateEnabled: maximumThroughputUnits > throughputUnits
    maximumThroughputUnits: maximumThroughputUnits > throughputUnits ? maximumThroughputUnits : 0
  }
}

// Seven days, the most of this tier: while Cosmos DB is down the hub is the buffer.
resource eventHubs 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = [
  for hub in hubs: {
    parent: namespace
    name: hub.name
    properties: {
      partitionCount: hub.partitionCount
      retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: 168 }
    }
  }
]

resource consumerGroups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for group in groups: {
    parent: eventHubs[group.hub]
    name: group.name
  }
]

resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    scope: eventHubs[grant.hub]
    name: guid(eventHubs[grant.hub].id, appPrincipalId, roles[grant.role])
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

output hubs { fullyQualifiedNamespace: string, telemetry: string, signals: string } = {
  fullyQualifiedNamespace: split(split(namespace.properties.serviceBusEndpoint, '://')[1], ':')[0]
  telemetry: eventHubs[0].name
  signals: eventHubs[1].name
}
output telemetryHubId string = eventHubs[0].id
output exportHubId string = eventHubs[2].id
