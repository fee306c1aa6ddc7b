// Runs the unmodified Microsoft client against the API over TLS and prints what it read as JSON. It is a program of its
// own because Node reads NODE_EXTRA_CA_CERTS only at its start.
const { SecurityCenter } = require('@azure/arm-security');

const [, , endpoint, subscription, token, what] = process.argv;
const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
const client = new SecurityCenter(credential, subscription, { endpoint });

const reads = {
  alerts: () => all(client.alerts.list()),
  assessments: () => all(client.assessments.list(`/subscriptions/${subscription}`)),
  subAssessments: () => all(client.subAssessments.listAll(`/subscriptions/${subscription}`)),
  switchProvisioningOn: async () => [await client.autoProvisioningSettings.create('default', { autoProvision: 'On' })],
  secureScores: () => all(client.secureScores.list()),
  controls: () => all(client.secureScoreControls.list()),
  automations: () => all(client.automations.list()),
  regulatoryComplianceStandards: () => all(client.regulatoryComplianceStandards.list()),
};

async function all(iterator) {
  const rows = [];
  for await (const row of iterator) rows.push(row);
  return rows;
}

reads[what]().then(
  (rows) => process.stdout.write(JSON.stringify(rows)),
  (error) => {
    process.stderr.write(`${error.statusCode ?? ''} ${error.code ?? ''} ${error.message}`);
    process.exitCode = 1;
  },
);
