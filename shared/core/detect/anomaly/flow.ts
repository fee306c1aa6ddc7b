import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { asText } from '../../ingest/field';
import { rememberLast } from '../rememberLast';

/** A connection that was let through, as a flow log tells it. */
export interface Flow {
  source: string;
  destination: string;
  destinationPort: number;
  /** As the machine sees it whose flows are logged; absent when the log does not say and both ends are inside. */
  direction?: 'in' | 'out';
  /** The line with which a flow begins, or one of a log without states. */
  begins: boolean;
  isTcp: boolean;
  /** From source to destination since the line before. */
  bytes: number;
  packets: number;
}

/** Sources of flows. */
export const flowSources: ReadonlySet<string> = new Set(['nsgFlow', 'vnetFlow', 'awsFlow']);

/** Asked of events of `flowSources` only; undefined for what was denied or is no flow. */
export const flowOf = rememberLast(({ source, fields }: TelemetryEvent): Flow | undefined =>
  source === 'awsFlow' ? awsFlow(fields) : azureFlow(fields),
);

/** Addresses of networks that are one's own (RFC 1918, 4193, 6598, link-local). */
export const isInternal = (address: string): boolean =>
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][\da-f]{2}:|fe[89ab][\da-f]:|::1$)/i.test(
    address,
  );

function azureFlow(fields: JsonObject): Flow | undefined {
  const { SrcIp: source, DestIp: destination, FlowState: state } = fields;
  if (fields.action !== 'Allow' || typeof source !== 'string' || typeof destination !== 'string') return undefined;
  return {
    source,
    destination,
    destinationPort: Number(fields.DestPort),
    direction: fields.FlowDirection === 'Outbound' ? 'out' : 'in',
    begins: state === 'Begin' || state === '',
    isTcp: fields.L4Protocol === 'TCP',
    bytes: numberOf(fields.BytesSrcToDest),
    packets: numberOf(fields.PacketsSrcToDest),
  };
}

/** Each line sums up a flow for a minute or ten: there are no states. */
function awsFlow(fields: JsonObject): Flow | undefined {
  const { src_ip: source, dst_ip: destination } = fields;
  if (asText(fields.action).toUpperCase() !== 'ACCEPT') return undefined;
  if (typeof source !== 'string' || typeof destination !== 'string') return undefined;
  const direction = awsDirection(fields, source, destination);
  return {
    source,
    destination,
    destinationPort: Number(fields.dst_port),
    ...(direction && { direction }),
    begins: true,
    isTcp: asText(fields.protocol) === '6',
    bytes: numberOf(fields.bytes),
    packets: numberOf(fields.packets),
  };
}

/** Version 5 names the direction; before, it can only be told when one end is outside. */
function awsDirection(fields: JsonObject, source: string, destination: string): Flow['direction'] {
  const said = asText(fields.flowDirection ?? fields['flow-direction'] ?? fields.flow_direction);
  if (said !== '') return said === 'egress' ? 'out' : 'in';
  if (isInternal(source) === isInternal(destination)) return undefined;
  return isInternal(source) ? 'out' : 'in';
}

/** Texts of digits too; zero for everything else. */
function numberOf(value: unknown): number {
  const read = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
  return Number.isFinite(read) && read > 0 ? read : 0;
}
