import { internetAccess } from './nsg';
import type { InboundRule, PortRange } from './securityRules';

/** Ranges of ports that the Internet reaches through all these groups; between the bounds of rules every port is treated alike. */
export function openPorts(groups: readonly (readonly InboundRule[])[], protocol: 'tcp' | 'udp'): PortRange[] {
  const bounds = new Set([0]);
  for (const { from, to } of groups.flat().flatMap(({ destinationPorts }) => destinationPorts)) {
    bounds.add(from);
    if (to < 65_535) bounds.add(to + 1);
  }
  const starts = [...bounds].sort((a, b) => a - b);
  return starts.flatMap((from, at) => {
    const open = groups.every((rules) => internetAccess(rules, from, protocol).access === 'allow');
    return open ? [{ from, to: (starts[at + 1] ?? 65_536) - 1 }] : [];
  });
}

/** More ports than an application needs: whoever opens so many has not chosen them. */
export const manyPorts = 1_000;

export const countPorts = (ranges: readonly PortRange[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
