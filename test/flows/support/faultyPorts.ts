import type { Ports } from '../../../shared/flows/ports';

/** What happens to one call of a port: it works, fails before it did anything, or fails after it was done. */
export type Fate = 'works' | 'failsBefore' | 'failsAfter';

export class Crash extends Error {}

/** The ports, with the next call's fate taken from the list; once the list is used up everything works. */
export function faultyPorts(ports: Ports, fates: Fate[]): Ports {
  let next = 0;
  const wrapped = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (name === 'after') return member.bind(target) as unknown;
        return async (...given: unknown[]) => {
          const fate = fates[next++] ?? 'works';
          if (fate === 'failsBefore') throw new Crash(`${String(name)} was not done`);
          const answer: unknown = await (member as (...all: unknown[]) => unknown).apply(target, given);
          if (fate === 'failsAfter') throw new Crash(`${String(name)} was done`);
          return answer;
        };
      },
    });
  const { pages, archive, workspaces, fingerprints, quarantine, resources, settings, findings, signals, profiles } =
    ports;
  return {
    ...ports,
    pages: wrapped(pages),
    archive: wrapped(archive),
    workspaces: wrapped(workspaces),
    sourceMappings: wrapped(ports.sourceMappings),
    machineTasks: wrapped(ports.machineTasks),
    fingerprints: wrapped(fingerprints),
    quarantine: wrapped(quarantine),
    resources: wrapped(resources),
    settings: wrapped(settings),
    findings: wrapped(findings),
    signals: wrapped(signals),
    profiles: wrapped(profiles),
  };
}
