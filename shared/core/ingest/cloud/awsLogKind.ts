import type { Entity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import type { LogSource } from '../../../model/telemetryEvent';
import type { RawRecord } from '../source';
import { isAccessOperation, readAccessLine, readFlowLine } from './awsLogLine';
import { accountOf, addressOf, domainOf, hostOf } from './entityOf';
import { firstText, memberAt, objectsAt, textAt } from './memberAt';

/** One of the network and access logs of AWS: how its records are told from others, and what they call things. */
export interface AwsLogKind {
  recognises(record: JsonObject): boolean;
  logSource: LogSource;
  times: string[];
  /** Names of Sigma's categories for the sender's. */
  names: Record<string, string[]>;
  entities(record: JsonObject): Entity[];
  resourceOf(record: JsonObject): string;
}

const has = (record: JsonObject, ...names: string[]): boolean => firstText(record, ...names) !== '';
const addresses = (record: JsonObject, ...names: string[]): Entity[] =>
  names.flatMap((name) => addressOf(memberAt(record, name)));

/** A name of a flow log as AWS and those who load its logs into tables write it: `srcaddr`, `src_addr`, `src-addr`. */
const spelled = (first: string, second: string): string[] => [
  first + second,
  `${first}_${second}`,
  `${first}-${second}`,
];
const from = spelled('src', 'addr');
const to = spelled('dst', 'addr');
const fromPort = spelled('src', 'port');
const toPort = spelled('dst', 'port');
const networkInterface = [...spelled('interface', 'id'), 'eniId'];
const flowMarks = [...fromPort, ...toPort, ...networkInterface, ...spelled('vpc', 'id'), ...spelled('log', 'status')];
const isMember = (record: JsonObject, names: string[]): boolean =>
  names.some((name) => memberAt(record, name) !== undefined);

const flow: AwsLogKind = {
  recognises: (record) => isMember(record, from) && isMember(record, to) && has(record, ...flowMarks),
  logSource: { product: 'aws', service: 'vpcflow', category: 'firewall' },
  times: ['end', 'start', 'timestamp', '@timestamp', 'time'],
  names: { src_ip: from, dst_ip: to, src_port: fromPort, dst_port: toPort, action: ['action'] },
  entities: (record) => [
    ...addresses(record, ...from, ...to),
    ...hostOf(firstText(record, ...spelled('instance', 'id'))),
  ],
  resourceOf: (record) => firstText(record, ...networkInterface),
};

const resolver: AwsLogKind = {
  recognises: (record) => has(record, 'query_name') && has(record, 'vpc_id', 'query_timestamp', 'rcode'),
  logSource: { product: 'aws', service: 'route53resolver', category: 'dns' },
  times: ['query_timestamp'],
  names: { query: ['query_name'], record_type: ['query_type'] },
  entities: (record) => [
    ...hostOf(textAt(record, 'srcids', 'instance')),
    ...addresses(record, 'srcaddr'),
    ...domainOf(textAt(record, 'query_name').replace(/\.$/, '')),
    ...objectsAt(record, 'answers').flatMap((answer) => addressOf(memberAt(answer, 'Rdata'))),
  ],
  resourceOf: (record) => textAt(record, 'vpc_id'),
};

const access: AwsLogKind = {
  recognises: (record) =>
    has(record, 'bucket') &&
    isAccessOperation(textAt(record, 'operation')) &&
    has(record, 'requestid', 'remoteip', 'requesturi'),
  logSource: { product: 'aws', service: 's3access' },
  times: ['time'],
  names: {
    'c-ip': ['remoteip'],
    'sc-status': ['httpstatus'],
    'cs-user-agent': ['useragent'],
    'cs-host': ['hostheader'],
  },
  entities: (record) => [...accountOf(textAt(record, 'requester')), ...addresses(record, 'remoteip')],
  resourceOf: (record) => `arn:aws:s3:::${textAt(record, 'bucket')}`,
};

const kinds = [flow, resolver, access];

/** The record of a line or an object, and which log it is of; undefined for everything else. */
export function readAwsLog(raw: RawRecord): { kind: AwsLogKind; record: JsonObject } | undefined {
  if (typeof raw === 'string') {
    const line = readFlowLine(raw);
    if (line !== undefined) return { kind: flow, record: line };
    const request = readAccessLine(raw);
    return request && { kind: access, record: request };
  }
  const kind = kinds.find((each) => each.recognises(raw));
  return kind && { kind, record: raw };
}
