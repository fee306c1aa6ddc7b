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

const flow: AwsLogKind = {
  recognises: (record) =>
    memberAt(record, 'srcAddr') !== undefined &&
    memberAt(record, 'dstAddr') !== undefined &&
    has(record, 'dstPort', 'srcPort', 'interfaceId', 'interface_id', 'eniId', 'vpcId', 'logStatus'),
  logSource: { product: 'aws', service: 'vpcflow', category: 'firewall' },
  times: ['end', 'start', 'timestamp', '@timestamp', 'time'],
  names: { src_ip: ['srcAddr'], dst_ip: ['dstAddr'], src_port: ['srcPort'], dst_port: ['dstPort'], action: ['action'] },
  entities: (record) => [
    ...addresses(record, 'srcAddr', 'dstAddr'),
    ...hostOf(firstText(record, 'instanceId', 'instance_id')),
  ],
  resourceOf: (record) => firstText(record, 'interfaceId', 'interface_id', 'eniId'),
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
