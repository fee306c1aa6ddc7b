// Drives the unmodified @azure/arm-security client against the endpoint it is given, and prints what each step answered.
const { SecurityCenter } = require('@azure/arm-security');

const { endpoint, token, subscriptionId, standard, control } = JSON.parse(process.argv[2]);
const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3600_000 }) };
const client = new SecurityCenter(credential, subscriptionId, { endpoint, retryOptions: { maxRetries: 0 } });

async function all(iterator) {
  const rows = [];
  for await (const row of iterator) rows.push(row);
  return rows;
}

const { regulatoryComplianceStandards: standards } = client;
const { regulatoryComplianceControls: controls, regulatoryComplianceAssessments: assessments } = client;

const steps = {
  standards: () => all(standards.list()),
  standard: () => standards.get(standard),
  controls: () => all(controls.list(standard)),
  failed: () => all(controls.list(standard, { filter: "properties/state eq 'Failed'" })),
  control: () => controls.get(standard, control),
  assessments: () => all(assessments.list(standard, control)),
  assessment: (done) => assessments.get(standard, control, done.assessments[0].name),
  missing: () => standards.get('SOC-TSP'),
};

void (async () => {
  const done = {};
  for (const [name, step] of Object.entries(steps)) {
    done[name] = await step(done).catch((error) => ({ failed: error.statusCode ?? error.message, code: error.code }));
  }
  console.log(JSON.stringify(done));
})();
