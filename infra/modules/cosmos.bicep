param name string
param location string
param tags object
param database string

@description('infra/containers.json: id, partitionKey, defaultTtl, indexingPolicy.')
param containers array
param maxThroughput int
param appPrincipalId string
param operatorPrincipalId string

var dataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }

  resource db 'sqlDatabases' = {
    name: database
    properties: {
      resource: { id: database }
      options: { autoscaleSettings: { maxThroughput: maxThroughput } }
    }

    // All containers share the throughput of the database: a quiet one costs nothing.
    resource items 'containers' = [
      for container in containers: {
        name: container.id
        properties: {
          resource: union(
            { id: container.id, partitionKey: container.partitionKey, defaultTtl: container.defaultTtl },
            contains(container, 'indexingPolicy') ? { indexingPolicy: container.indexingPolicy } : {}
          )
        }
      }
    ]
  }

  // SDKs ask for the account's own description before anything else, which a role on the database may not cover.
  resource metadataReader 'sqlRoleDefinitions' = {
    name: guid(account.id, 'metadata reader')
    properties: {
      roleName: 'Skywarden metadata reader'
      type: 'CustomRole'
      assignableScopes: [account.id]
      permissions: [{ dataActions: ['Microsoft.DocumentDB/databaseAccounts/readMetadata'] }]
    }
  }

  resource appReadsMetadata 'sqlRoleAssignments' = {
    name: guid(account.id, appPrincipalId, 'metadata')
    properties: { principalId: appPrincipalId, roleDefinitionId: metadataReader.id, scope: account.id }
  }

  resource appReadsAndWrites 'sqlRoleAssignments' = {
    name: guid(account.id, appPrincipalId, database)
    properties: {
      principalId: appPrincipalId
      roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
      scope: '${account.id}/dbs/${database}'
    }
    dependsOn: [db]
  }

  resource operatorReadsMetadata 'sqlRoleAssignments' = if (!empty(operatorPrincipalId)) {
    name: guid(account.id, operatorPrincipalId, 'metadata')
    properties: { principalId: operatorPrincipalId, roleDefinitionId: metadataReader.id, scope: account.id }
  }

  resource operatorWritesSettings 'sqlRoleAssignments' = if (!empty(operatorPrincipalId)) {
    name: guid(account.id, operatorPrincipalId, 'settings')
    properties: {
      principalId: operatorPrincipalId
      roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
      scope: '${account.id}/dbs/${database}/colls/settings'
    }
    dependsOn: [db::items]
  }
}

output endpoint string = account.properties.documentEndpoint
