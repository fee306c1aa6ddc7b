param name string
param location string
param tags object

@description('The one identity of the app. Each service grants it what it needs there, and no more.')
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output principalId string = identity.properties.principalId
output identity { id: string, clientId: string } = { id: identity.id, clientId: identity.properties.clientId }
