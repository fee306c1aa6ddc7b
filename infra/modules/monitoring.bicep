param workspaceName string
param applicationInsightsName string
param location string
param tags object
param retentionDays int
param dailyCapGb int
param appPrincipalId string
param lagAlertSeconds int

var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { disableLocalAuth: true }
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

// Lag is the alarm for all that stops ingest: the hub is the buffer, and it is bounded. Notifications are added where they are wanted.
resource lagAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'telemetry-lag'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Skywarden: telemetry lag'
    description: 'Telemetry waits on the hub: something that ingest depends on is down or too small.'
    severity: 1
    enabled: true
    scopes: [workspace.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    // The table is there with the first metric only.
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == "skywarden.ingest.lag.duration" | summarize Lag = max(Max) by bin(TimeGenerated, 5m)'
          metricMeasureColumn: 'Lag'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: lagAlertSeconds
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
  }
}

resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: applicationInsights
  name: guid(applicationInsights.id, appPrincipalId, monitoringMetricsPublisher)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

output workspaceId string = workspace.id
output workspaceName string = workspace.name
output connectionString string = applicationInsights.properties.ConnectionString
