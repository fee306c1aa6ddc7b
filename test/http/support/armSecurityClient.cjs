// Drives the unmodified @azure/arm-security client against the endpoint it is given, in a process of its own so that
// NODE_EXTRA_CA_CERTS counts, and prints what each step answered as one JSON object.
const { SecurityCenter } = require('@azure/arm-security');

const { endpoint, token, subscriptionId, group, resourceId, assessmentName, machineId, findingsName } = JSON.parse(
  process.argv[2],
);
const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3600_000 }) };
const client = new SecurityCenter(credential, subscriptionId, { endpoint, retryOptions: { maxRetries: 0 } });

async function all(iterator) {
  const rows = [];
  for await (const row of iterator) rows.push(row);
  return rows;
}

const automation = {
  location: 'centralus',
  scopes: [{ scopePath: `/subscriptions/${subscriptionId}` }],
  sources: [
    {
      eventSource: 'Alerts',
      ruleSets: [
        { rules: [{ propertyJPath: 'Severity', propertyType: 'String', expectedValue: 'high', operator: 'Equals' }] },
      ],
    },
  ],
  actions: [
    { actionType: 'LogicApp', logicAppResourceId: `${resourceId}/w`, uri: 'https://prod.example.com/?sig=TOPSECRET' },
  ],
};

const steps = {
  alerts: async () => all(client.alerts.list()),
  alertsOfGroup: async () => all(client.alerts.listByResourceGroup(group)),
  alertsByRegion: async (done) => {
    return [
      await all(client.alerts.listSubscriptionLevelByRegion('centralus')),
      await all(client.alerts.listResourceGroupLevelByRegion('centralus', group)),
      done.alerts.length,
    ];
  },
  alert: async (done) => client.alerts.getSubscriptionLevel('centralus', done.alerts[0].name),
  alertOfGroup: async (done) => client.alerts.getResourceGroupLevel('centralus', done.alerts[0].name, group),
  dismiss: async (done) => {
    await client.alerts.updateSubscriptionLevelStateToDismiss('centralus', done.alerts[0].name);
    return (await client.alerts.getSubscriptionLevel('centralus', done.alerts[0].name)).status;
  },
  resolve: async (done) => {
    await client.alerts.updateResourceGroupLevelStateToResolve('centralus', done.alerts[0].name, group);
    return (await client.alerts.getSubscriptionLevel('centralus', done.alerts[0].name)).status;
  },
  activate: async (done) => {
    await client.alerts.updateResourceGroupLevelStateToActivate('centralus', done.alerts[0].name, group);
    return (await client.alerts.getSubscriptionLevel('centralus', done.alerts[0].name)).status;
  },
  assessments: async () => all(client.assessments.list(`/subscriptions/${subscriptionId}`)),
  assessment: async () => client.assessments.get(resourceId, assessmentName, { expand: 'metadata' }),
  subAssessments: async () => all(client.subAssessments.list(machineId, findingsName)),
  subAssessment: async () => client.subAssessments.get(machineId, findingsName, 'qualys-1'),
  allSubAssessments: async () => all(client.subAssessments.listAll(`/subscriptions/${subscriptionId}`)),
  autoProvisioning: async () => [
    await client.autoProvisioningSettings.create('default', { autoProvision: 'On' }),
    await client.autoProvisioningSettings.get('default'),
    ...(await all(client.autoProvisioningSettings.list())),
  ],
  metadata: async () => all(client.assessmentsMetadata.list()),
  metadataInSubscription: async () => client.assessmentsMetadata.getInSubscription(assessmentName),
  scores: async () => all(client.secureScores.list()),
  score: async () => client.secureScores.get('ascScore'),
  controls: async () => all(client.secureScoreControls.list({ expand: 'definition' })),
  controlsOfScore: async () => all(client.secureScoreControls.listBySecureScore('ascScore')),
  definitions: async () => all(client.secureScoreControlDefinitions.list()),
  createAutomation: async () => client.automations.createOrUpdate(group, 'notify', automation),
  updateAutomation: async (done) =>
    client.automations.createOrUpdate(group, 'notify', {
      ...automation,
      etag: done.createAutomation.etag,
      description: 'changed',
      actions: [{ actionType: 'LogicApp', logicAppResourceId: `${resourceId}/w` }],
    }),
  staleAutomation: async (done) =>
    client.automations.createOrUpdate(group, 'notify', { ...automation, etag: done.createAutomation.etag }),
  validateAutomation: async () => client.automations.validate(group, 'notify', automation),
  automation: async () => client.automations.get(group, 'notify'),
  automations: async () => [
    ...(await all(client.automations.list())),
    ...(await all(client.automations.listByResourceGroup(group))),
  ],
  deleteAutomation: async () => client.automations.delete(group, 'notify'),
  missingAutomation: async () => client.automations.get(group, 'notify'),
  locations: async () => all(client.locations.list()),
  operations: async () => all(client.operations.list()),
};

void (async () => {
  const done = {};
  for (const [name, step] of Object.entries(steps)) {
    done[name] = await step(done).catch((error) => ({ failed: error.statusCode ?? error.message, code: error.code }));
  }
  console.log(JSON.stringify(done));
})();
