import type { JsonObject } from '../../../model/json';

/** Names of the fields of a VPC flow log in its default format (version 2), in order. */
const flowNames = [
  'version',
  'accountId',
  'interfaceId',
  'srcAddr',
  'dstAddr',
  'srcPort',
  'dstPort',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'logStatus',
];
/** Lines with all fields begin with those of the default format; the rest, of versions 3 and later, is not read. */
const flowLine = /^\d{1,2} (?:\d{12}|unknown) \S{1,64} (?:\S{1,64} ){10}(?:OK|NODATA|SKIPDATA)(?: \S{1,64}){0,26}$/;

/** A line of a VPC flow log that begins as the default format does; `-` (no data) is left out. */
export function readFlowLine(line: string): JsonObject | undefined {
  if (line.length > 1024 || !flowLine.test(line)) return undefined;
  const values = line.split(' ');
  const pairs = flowNames.map((name, at): [string, string] => [name, values[at] ?? '-']);
  return Object.fromEntries(pairs.filter(([, value]) => value !== '-'));
}

const accessNames = [
  'bucketowner',
  'bucket',
  'time',
  'remoteip',
  'requester',
  'requestid',
  'operation',
  'key',
  'requesturi',
  'httpstatus',
  'errorcode',
  'bytessent',
  'objectsize',
  'totaltime',
  'turnaroundtime',
  'referrer',
  'useragent',
  'versionid',
  'hostid',
  'signatureversion',
  'ciphersuite',
  'authenticationtype',
  'hostheader',
  'tlsversion',
];
const accessStart = /^\S{1,128} \S{1,255} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] \S{1,64} \S/;
const part = /\[([^\]]*)\]|"((?:[^"\\]|\\.|"(?! |$))*)"|(\S+)/g;
const operation = /^(?:REST|SOAP|WEBSITE|BATCH|S3)\./;

/** A line of an S3 server access log: parts by spaces, time in brackets, texts in quotes. */
export function readAccessLine(line: string): JsonObject | undefined {
  if (!accessStart.test(line.slice(0, 1024))) return undefined;
  const values = [...line.slice(0, 16_384).matchAll(part)].map(
    ([, time, quoted, bare]) => time ?? quoted ?? bare ?? '-',
  );
  if (!operation.test(values[6] ?? '')) return undefined;
  const pairs = accessNames.map((name, at): [string, string] => [name, values[at] ?? '-']);
  const fields = Object.fromEntries(pairs.filter(([, value]) => value !== '-'));
  return { ...fields, time: isoOrder(fields.time ?? '') };
}

/** `21/Nov/2026:08:00:00 +0000` in the order that times are read in. */
const isoOrder = (text: string): string => text.replace(/^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\S+)/, '$2 $1 $3 $4');

export const isAccessOperation = (text: string): boolean => operation.test(text);
