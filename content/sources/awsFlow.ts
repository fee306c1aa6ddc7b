import type { Json, JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { readAwsLog, type AwsLogKind } from '../../shared/core/ingest/cloud/awsLogKind';
import { cloudWatchEntries } from '../../shared/core/ingest/cloud/cloudWatchLogs';
import { distinct } from '../../shared/core/ingest/cloud/entityOf';
import { firstText } from '../../shared/core/ingest/cloud/memberAt';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import { timeOr } from '../../shared/core/ingest/recordTime';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

/** A record without one of these members is not ours. */
const marks = ['srcaddr', 'src_addr', 'src-addr', 'query_name', 'bucket', 'logevents'];

/** Network and access logs of AWS: VPC flow logs, Route 53 resolver queries, S3 server access; as lines or JSON, alone or from CloudWatch Logs. */
export const source: Source = {
  id: 'awsFlow',
  order: 100,
  keys: marks,
  text: true,
  recognises: (raw) =>
    (typeof raw === 'string' || hasAny(raw, marks)) &&
    (readAwsLog(raw) !== undefined || (typeof raw === 'object' && entriesOf(raw).length > 0)),
  normalise: ([raw], context) => readAll(raw!, context),
  samples: [
    {
      name: 'a line of a flow log',
      body: '2 000000000001 eni-0123456789abcdef0 203.0.113.8 192.0.2.4 40037 22 6 3 180 1795248000 1795248059 REJECT OK',
      expect: [
        {
          source: 'awsFlow',
          time: '2026-11-21T08:00:59.000Z',
          timeOrigin: 'record',
          resourceId: 'eni-0123456789abcdef0',
          logSource: { product: 'aws', service: 'vpcflow', category: 'firewall' },
          entities: [
            { type: 'ip', address: '203.0.113.8' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
      ],
    },
    {
      name: 'a query to the resolver',
      body: '{"version":"1.100000","account_id":"000000000001","region":"eu-west-1","vpc_id":"vpc-1","query_timestamp":"2026-11-21T08:00:01Z","query_name":"host.example.com.","query_type":"A","query_class":"IN","rcode":"NOERROR","answers":[{"Rdata":"198.51.100.7","Type":"A","Class":"IN"}],"srcaddr":"192.0.2.4","srcport":"40000","transport":"UDP","srcids":{"instance":"i-0123456789abcdef0"}}',
      expect: [
        {
          source: 'awsFlow',
          time: '2026-11-21T08:00:01.000Z',
          logSource: { product: 'aws', service: 'route53resolver', category: 'dns' },
          entities: [
            { type: 'host', hostName: 'i-0123456789abcdef0' },
            { type: 'ip', address: '192.0.2.4' },
            { type: 'dns', domainName: 'host.example.com' },
            { type: 'ip', address: '198.51.100.7' },
          ],
        },
      ],
    },
    {
      name: 'a line of an S3 access log, the signature taken out',
      body:
        'aaaa data [21/Nov/2026' +
        ':08:00:02 +0000] 203.0.113.8 arn:aws:iam::000000000001:user/ann 3E57427F3EXAMPLE REST.GET.OBJECT a%20b.txt "GET /data/a?X-Amz-Signature=abc&x=1 HTTP/1.1" 200 - 113 - 7 - "-" "S3 \\"Console\\"" - id SigV4 ECDHE AuthHeader data.s3.example.com TLSv1.2',
      expect: [
        {
          source: 'awsFlow',
          time: '2026-11-21T08:00:02.000Z',
          resourceId: 'arn:aws:s3:::data',
          logSource: { product: 'aws', service: 's3access' },
          entities: [
            { type: 'account', name: 'arn:aws:iam::000000000001:user/ann' },
            { type: 'ip', address: '203.0.113.8' },
          ],
        },
      ],
    },
    {
      name: 'flows from CloudWatch Logs',
      body: '{"messageType":"DATA_MESSAGE","logGroup":"flows","logStream":"eni","logEvents":[{"id":"1","timestamp":1795248000000,"message":"2 000000000001 eni-1 203.0.113.8 192.0.2.4 1 2 17 1 1 1795248000 1795248001 ACCEPT OK"},{"id":"2","timestamp":1795248000000,"message":"2 000000000001 eni-1 - - - - - - - 1795248000 1795248002 - NODATA"}]}',
      expect: [
        { source: 'awsFlow', time: '2026-11-21T08:00:01.000Z' },
        { source: 'awsFlow', time: '2026-11-21T08:00:02.000Z', entities: [] },
      ],
    },
    {
      name: 'a flow with all fields, and one of a table with other spellings',
      body: '5 000000000001 eni-1 203.0.113.8 192.0.2.4 1 2 6 1 1 1795248000 1795248003 ACCEPT OK vpc-1 subnet-1 - 2 IPv4 203.0.113.8 192.0.2.4 eu-west-1 euw1-az1 - - - - ingress -\n{"interface-id":"eni-1","src_addr":"203.0.113.8","dst_addr":"192.0.2.4","dst_port":"22","end":1795248004}',
      expect: [
        { source: 'awsFlow', time: '2026-11-21T08:00:03.000Z', resourceId: 'eni-1' },
        {
          source: 'awsFlow',
          time: '2026-11-21T08:00:04.000Z',
          resourceId: 'eni-1',
          entities: [
            { type: 'ip', address: '203.0.113.8' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
      ],
    },
    {
      name: 'no time, wrong types',
      body: '{"srcAddr":"null","dstAddr":7,"dstPort":"22"}',
      expect: [{ source: 'awsFlow', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

const entriesOf = (raw: JsonObject) =>
  cloudWatchEntries(raw).flatMap(({ message, timestamp }) => {
    const found = readAwsLog(message);
    return found === undefined ? [] : [{ ...found, timestamp }];
  });

function readAll(raw: RawRecord, context: RecordContext): TelemetryEvent[] {
  const found = readAwsLog(raw);
  if (found !== undefined) return [read(found.kind, found.record, undefined, context)];
  const entries = typeof raw === 'object' ? entriesOf(raw) : [];
  if (entries.length === 0) throw new Rejected('NotAwsLog', 'The record is no VPC flow, resolver or S3 access log');
  return entries.map(({ kind, record, timestamp }, index) =>
    read(kind, record, timestamp, { ...context, position: `${context.position}/${index}` }),
  );
}

function read(kind: AwsLogKind, record: JsonObject, logged: Json | undefined, context: RecordContext): TelemetryEvent {
  const time = timeOr(firstText(record, ...kind.times) || logged, context);
  const names = Object.entries(kind.names).flatMap(([name, own]): [string, Json][] => {
    const value = firstText(record, ...own);
    return value === '' ? [] : [[name, value]];
  });
  return {
    id: recordIdentity('awsFlow', [], record, time, context),
    source: 'awsFlow',
    ...time,
    resourceId: kind.resourceOf(record),
    logSource: kind.logSource,
    entities: distinct(kind.entities(record)),
    fields: { ...(Object.fromEntries(names) as JsonObject), ...redactCredentials(record) },
  };
}
