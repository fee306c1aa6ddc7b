import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { createIngest, type IngestSummary } from '../../shared/flows/ingestTelemetry';
import { memoryPorts } from '../doubles/memoryPorts';
import { batchOf, messagesOf, storedEvents, units } from '../flows/support/ingestWorld';

/** Recorded telemetry beside the checkout, which is no part of the project: without it these tests are skipped. */
const folder = join(__dirname, '../../../shared/telemetry');
const here = existsSync(folder);
if (!here) console.warn(`Recorded telemetry is not at ${folder}: its tests are skipped`);

/** Nothing that a sender sends: labels, what other tools made of the records, lists of indicators. */
const noTelemetry = /^MANIFEST\.md$|\.labels\.ndjson$|\.golden$|^ti\//;

/** Files by pattern, the sources that must read them, and how many of their records no source can know. */
const wanted: [RegExp, string[], number?][] = [
  [/^aws\/(?:asff_|securityhub)/, ['securityHubFinding']],
  [/^aws\/cloudtrail_/, ['cloudTrail']],
  [/^aws\/guardduty/, ['guardDuty']],
  [/^aws\/(?:s3_server_access|vpcdns|vpcflow)/, ['awsFlow']],
  [/^azure\/azure_monitor_activity/, ['azureActivity', 'storageLogs', 'aksAudit']],
  [/^azure\/entra_/, ['entraAudit', 'entraSignIn']],
  [/^azure\/graph_security_alert/, ['defenderForEndpointAlert']],
  [/^azure\/keyvault/, ['keyVault']],
  [/^azure\/la_auditlogs/, ['entraAudit']],
  [/^azure\/(?:la_officeactivity|m365_exchange)/, ['officeActivity']],
  // one row without table, channel and log
  [/(?:la_securityevent_|la_data_export_securityevent)/, ['windowsProcess', 'logAnalyticsRows']],
  [/^azure\/la_vmconnection/, ['logAnalyticsRows']],
  [/(?:m365d_hunting|defender_xdr)/, ['defenderXdr']],
  [/^azure\/nsg_flow/, ['nsgFlow']],
  [/^azure\/vnet_flow/, ['vnetFlow']],
  [/^cef\//, ['cef']],
  [/^eventhub_envelopes\/azure_activity/, ['azureActivity']],
  [/^eventhub_envelopes\/derived_activity/, ['azureActivity', 'storageLogs', 'aksAudit']],
  // one body is cut
  [/^eventhub_envelopes\/wire_shapes/, ['azureActivity', 'azureResourceLog', 'cloudTrail', 'syslog3164', 'syslog5424']],
  [/^falco\//, ['falco']],
  [/^gcp\/audit/, ['gcpAudit']],
  [/^gcp\/scc\//, ['gcpFinding']],
  [/^kubernetes\//, ['kubernetesAudit']],
  // a line whose whole text is `type=UNKNOWN[1329] msg=?`
  [/^linux\/auditd_auparse\/audit-rhel7/, ['auditd'], 1],
  [/^linux\/auditd_/, ['auditd']],
  [/^linux\/la_syslog_auoms/, ['auoms']],
  [/^ocsf\//, ['ocsf']],
  [/^osquery\//, ['osquery']],
  [/^other\/okta/, ['okta']],
  [/^posture\/aws_resources/, ['awsResource']],
  [/^posture\/azure_security_center/, ['defenderForCloudExport']],
  [/^syslog\/rfc3164/, ['syslog3164']],
  [/^syslog\//, ['syslog5424']],
  [/^vuln\/aws_inspector2/, ['inspector2']],
  [/^vuln\/ms_defender/, ['defenderVulnerability']],
  [/^vuln\/qualys/, ['qualys']],
  [/^vuln\/(?:nessus|tenable)/, ['tenable']],
  [/^vuln\/trivy/, ['trivy']],
  [/^windows\//, ['windowsProcess']],
];

const files = here
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
      .filter((name) => !noTelemetry.test(name))
      .sort()
  : [];

/** A file as its sender puts it on the hub: as one body where that is what it is. */
function bodiesOf(name: string): Buffer[] {
  const bytes = readFileSync(join(folder, name));
  const lines = () => bytes.toString().trim().split('\n');
  if (name.endsWith('.yaml')) {
    const { tests } = parseYaml(bytes.toString()) as { tests: Record<string, string> };
    return Object.values(tests).map((text) => Buffer.from(text));
  }
  if (name.endsWith('wire_shapes.ndjson')) {
    return lines().map((line) => Buffer.from((JSON.parse(line) as { bodyBase64: string }).bodyBase64, 'base64'));
  }
  return name.endsWith('derived_activity_batches.ndjson') ? lines().map((line) => Buffer.from(line)) : [bytes];
}

interface Row {
  file: string;
  summary: IngestSummary;
  bySource: Record<string, number>;
  reasons: string[];
}

async function replay(file: string): Promise<Row> {
  const world = memoryPorts();
  const summary = await createIngest(world.ports, units)(batchOf(messagesOf(bodiesOf(file), Date.now())));
  const bySource: Record<string, number> = {};
  for (const { source } of await storedEvents(world.pages)) bySource[source] = (bySource[source] ?? 0) + 1;
  expect(world.pages.reduce((sum, { records }) => sum + records, 0)).toBe(summary.stored);
  expect(world.quarantine.size).toBe(summary.quarantined);
  const reasons = Array.from(world.quarantine.values(), ({ code, reason }) => `${code}: ${reason}`);
  return { file, summary, bySource, reasons };
}

const short = (file: string): string => file.replace(/218007301253_CloudTrail_us-east-1_/, '');

function line({ file, summary, bySource, reasons }: Row): string {
  const found = Object.entries(bySource).map(([source, count]) => `${source} ${count}`);
  const numbers = [summary.received, summary.stored, summary.duplicates, summary.quarantined];
  const cells = numbers.map((value) => String(value).padStart(11)).join('');
  return `${short(file).padEnd(72)}${cells}  ${found.join(', ').padEnd(44)} ${reasons[0] ?? ''}`.trimEnd();
}

(here ? describe : describe.skip)('recorded telemetry', () => {
  const rows: Row[] = [];

  afterAll(() => {
    const head = ['records', 'stored', 'duplicate', 'quarantined'].map((name) => name.padStart(11)).join('');
    const title = `${'file'.padEnd(72)}${head}  ${'source and events'.padEnd(44)} reason`;
    process.stdout.write(`\n${[title, ...rows.map(line)].join('\n')}\n`);
  });

  it.each(files)('%s is read by its own source, and all of it is accounted for', async (file) => {
    const row = await replay(file);
    rows.push(row);
    const { received, stored, duplicates, quarantined } = row.summary;
    expect(stored + duplicates + quarantined).toBe(received);
    expect(received).toBeGreaterThan(0);

    const [, sources, unknown = 0] = wanted.find(([pattern]) => pattern.test(file)) ?? [];
    expect([file, sources]).toEqual([file, expect.any(Array)]);
    const { generic = 0, ...own } = row.bySource;
    expect(generic).toBe(unknown);
    expect(Object.keys(own).filter((source) => !sources!.includes(source))).toEqual([]);
    expect(Object.keys(own)).not.toHaveLength(0);
    const codes = row.reasons.map((reason) => reason.split(':', 1)[0]);
    expect(codes).toEqual(file.endsWith('wire_shapes.ndjson') ? ['NotJson'] : []);
  });
});
