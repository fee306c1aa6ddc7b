import type { Verdict } from '../../../model/judgement';
import type { Resource } from '../../../model/resource';
import { ambiguousPriority } from './nsg';
import { openPorts } from './openPorts';
import { notApplicable, type Recommendation, type ResourceGraph, unknown } from '../recommendation';
import type { InboundRule, PortRange } from './securityRules';
import { isPublic, machineInterfaces, rulesOf } from './vmNetwork';

export interface MachinePorts {
  tcp: PortRange[];
  udp: PortRange[];
  /** Names of all inbound rules, in lower case. */
  rules: string[];
}

/**
 * Ports at which the Internet reaches a machine through the groups of its public interfaces. `none`: no interface is
 * public; `unfiltered`: no group filters what comes to those that are, which another recommendation is about.
 * Answers `{ unclear }` when what decides was not collected or cannot be read.
 */
export function machinePorts(
  machine: Resource,
  graph: ResourceGraph,
): MachinePorts | 'none' | 'unfiltered' | { unclear: string } {
  const interfaces = machineInterfaces(machine, graph);
  if (typeof interfaces === 'string') return { unclear: interfaces };
  const uncertain = interfaces.find(({ reach }) => reach.unclear !== undefined)?.reach.unclear;
  if (uncertain !== undefined) return { unclear: uncertain };
  const facing = interfaces.filter(isPublic);
  if (facing.length === 0) return 'none';
  if (facing.every(({ groups, unclear }) => groups.length === 0 && !unclear)) return 'unfiltered';
  const found: MachinePorts = { tcp: [], udp: [], rules: [] };
  for (const { groups, unclear, reach } of facing) {
    if (unclear) return { unclear };
    if (groups.length === 0) continue;
    const read: InboundRule[][][] = [];
    for (const group of groups) {
      const readings = rulesOf(group, graph);
      if (typeof readings === 'string') return { unclear: readings };
      const priority = readings.map(ambiguousPriority).find((one) => one !== undefined);
      if (priority !== undefined) return { unclear: `rules of different access share the priority ${priority}` };
      read.push(readings);
    }
    // Each group is read in the way that lets most in.
    for (const protocol of ['tcp', 'udp'] as const) {
      for (const choice of combinations(read))
        found[protocol].push(...within(reach[protocol], openPorts(choice, protocol)));
    }
    found.rules.push(...read.flat(2).map(({ name }) => name));
  }
  return found;
}

const within = (reach: readonly PortRange[], open: readonly PortRange[]): PortRange[] =>
  reach.flatMap((one) =>
    open
      .map(({ from, to }) => ({ from: Math.max(from, one.from), to: Math.min(to, one.to) }))
      .filter(({ from, to }) => from <= to),
  );

const combinations = (groups: InboundRule[][][]): InboundRule[][][] =>
  groups.reduce<InboundRule[][][]>(
    (chosen, readings) => chosen.flatMap((some) => readings.map((one) => [...some, one])),
    [[]],
  );

export const isOpen = (ranges: readonly PortRange[], port: number): boolean =>
  ranges.some(({ from, to }) => from <= port && port <= to);

/** Judges by those ports; what is not judged is said in one way everywhere. */
export function judgePorts(judge: (ports: MachinePorts) => Verdict): Recommendation['judge'] {
  return (machine, graph) => {
    const ports = machinePorts(machine, graph);
    if (ports === 'none') return notApplicable('NotInternetFacing', 'No interface of the machine is public.');
    if (ports === 'unfiltered') return notApplicable('NoSecurityGroup', 'No network security group is attached.');
    return 'unclear' in ports ? unknown('NetworkNotCollected', `It cannot be judged: ${ports.unclear}.`) : judge(ports);
  };
}
