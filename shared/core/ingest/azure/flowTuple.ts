import type { JsonObject } from '../../../model/json';
import { cleanAddress } from '../address';
import { parseTime } from '../parseTime';

/** One line of a flow log: a connection at one interface and in one state. */
export interface FlowTuple {
  time: string;
  source: string;
  destination: string;
  /** The names of Microsoft's flow table where it has one, lower-case names of firewall rules beside them. */
  fields: JsonObject;
}

const protocols: Record<string, string> = { T: 'TCP', U: 'UDP', 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };
const directions: Record<string, string> = { I: 'Inbound', O: 'Outbound' };
const states: Record<string, string> = { B: 'Begin', C: 'Continuing', E: 'End', D: 'Deny' };

/**
 * NSG flow log, version 1 (8 fields) and 2 (13): epoch seconds, addresses, ports, `T`/`U`, `I`/`O`, `A`/`D`, state and counters,
 * which are deltas since the flow's previous line. Undefined when the line is something else.
 */
export function readNsgTuple(text: string): FlowTuple | undefined {
  const parts = text.split(',');
  if (parts.length !== 8 && parts.length !== 13) return undefined;
  const [epoch, from, to, fromPort, toPort, protocol, direction, decision, state = ''] = parts;
  const action = decision === 'A' ? 'Allow' : decision === 'D' ? 'Deny' : undefined;
  if (action === undefined) return undefined;
  const ends = { epoch, from, to, fromPort, toPort, protocol, direction };
  return tuple(ends, action, { FlowState: states[state] ?? state }, parts.slice(9));
}

/**
 * VNet flow log, version 4: epoch milliseconds, IANA protocol number, state (`D` is a denied flow) and encryption. Version 4 has
 * no field for the decision.
 */
export function readVnetTuple(text: string): FlowTuple | undefined {
  const parts = text.split(',');
  if (parts.length !== 13) return undefined;
  const [epoch, from, to, fromPort, toPort, protocol, direction, state = '', encryption = ''] = parts;
  if (states[state] === undefined) return undefined;
  const ends = { epoch, from, to, fromPort, toPort, protocol, direction };
  const more = { FlowState: states[state], FlowEncryption: encryption };
  return tuple(ends, state === 'D' ? 'Deny' : 'Allow', more, parts.slice(9));
}

type Ends = Record<'epoch' | 'from' | 'to' | 'fromPort' | 'toPort' | 'protocol' | 'direction', string | undefined>;

function tuple(ends: Ends, action: string, more: JsonObject, counters: string[]): FlowTuple | undefined {
  const time = parseTime(ends.epoch);
  const [source, destination] = [cleanAddress(ends.from), cleanAddress(ends.to)];
  const direction = directions[ends.direction ?? ''];
  if (time === undefined || source === undefined || destination === undefined || direction === undefined)
    return undefined;
  const [srcPort, dstPort] = [Number(ends.fromPort), Number(ends.toPort)];
  const protocol = protocols[ends.protocol ?? ''] ?? ends.protocol ?? '';
  const fields = {
    SrcIp: source,
    DestIp: destination,
    SrcPort: srcPort,
    DestPort: dstPort,
    L4Protocol: protocol,
    FlowDirection: direction,
    ...more,
    ...countersOf(counters),
    src_ip: source,
    dst_ip: destination,
    src_port: srcPort,
    dst_port: dstPort,
    action,
  };
  return Number.isInteger(srcPort) && Number.isInteger(dstPort) ? { time, source, destination, fields } : undefined;
}

const counterNames = ['PacketsSrcToDest', 'BytesSrcToDest', 'PacketsDestToSrc', 'BytesDestToSrc'] as const;

/** A flow that begins has none: they are empty then. */
function countersOf(counters: string[]): JsonObject {
  const counted: JsonObject = {};
  counterNames.forEach((name, at) => {
    if (/^\d+$/.test(counters[at] ?? '')) counted[name] = Number(counters[at]);
  });
  return counted;
}
