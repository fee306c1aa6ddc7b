// Drives what @azure/arm-security, unmodified, knows of suppression rules, plans and sample alerts; a process of its own so that
// NODE_EXTRA_CA_CERTS counts. Prints what each step answered as one JSON object.
const { SecurityCenter } = require('@azure/arm-security');

const { endpoint, token, subscriptionId } = JSON.parse(process.argv[2]);
const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3600_000 }) };
const client = new SecurityCenter(credential, subscriptionId, { endpoint, retryOptions: { maxRetries: 0 } });

async function all(iterator) {
  const rows = [];
  for await (const row of iterator) rows.push(row);
  return rows;
}

const rule = {
  alertType: 'IpAnomaly',
  expirationDateUtc: new Date('2030-12-01T19:50:47.083Z'),
  reason: 'FalsePositive',
  state: 'Enabled',
  comment: 'Test VM',
  suppressionAlertsScope: {
    allOf: [
      { field: 'entities.ip.address', in: ['203.0.113.195', '203.0.113.56'] },
      { field: 'entities.process.commandline', contains: 'POWERSHELL.EXE' },
    ],
  },
};

const rules = client.alertsSuppressionRules;
const steps = {
  missingRule: async () => rules.get('dismissIpAnomalyAlerts'),
  createRule: async () => rules.update('dismissIpAnomalyAlerts', rule),
  replaceRule: async () => rules.update('dismissIpAnomalyAlerts', { ...rule, state: 'Disabled' }),
  rule: async () => rules.get('dismissIpAnomalyAlerts'),
  otherRule: async () => rules.update('quiet', { alertType: '*', reason: 'Noise', state: 'Enabled' }),
  rules: async () => all(rules.list()),
  rulesOfType: async () => all(rules.list({ alertType: 'ipanomaly' })),
  deleteRule: async () => rules.delete('quiet'),
  deleteAgain: async () => rules.delete('quiet'),
  plans: async () => client.pricings.list(),
  switchOff: async () => client.pricings.update('VirtualMachines', { pricingTier: 'Free' }),
  plan: async () => client.pricings.get('VirtualMachines'),
  switchOn: async () => client.pricings.update('virtualmachines', { pricingTier: 'standard', subPlan: 'P1' }),
  wrongSubPlan: async () => client.pricings.update('Dns', { pricingTier: 'Standard', subPlan: 'P1' }),
  wrongTier: async () => client.pricings.update('Dns', { pricingTier: 'Gold' }),
  missingPlan: async () => client.pricings.get('Unheard'),
  simulate: async () =>
    client.alerts.simulate('centralus', { properties: { kind: 'Bundles', bundles: ['VirtualMachines', 'DNS'] } }),
  samples: async () => all(client.alerts.list()),
  wrongBundle: async () =>
    client.alerts.simulate('centralus', { properties: { kind: 'Bundles', bundles: ['Unheard'] } }),
};

void (async () => {
  const done = {};
  for (const [name, step] of Object.entries(steps)) {
    done[name] = await step().catch((error) => ({ failed: error.statusCode ?? error.message, code: error.code }));
  }
  console.log(JSON.stringify(done));
})();
