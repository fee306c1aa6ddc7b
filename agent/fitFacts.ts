import type { MachineFacts } from '../shared/model/machineFacts';

/** Parts in the order in which they are given up: what no judgement or only inventory needs goes first. */
const expendable = [
  'processes',
  'packages',
  'pendingUpdates',
  'groups',
  'users',
  'listeners',
  'sysctl',
  'sshd',
] as const;

/**
 * The facts within `limit` bytes of JSON. What has to go is named in `unreadable`: first the command lines, then whole
 * parts, since half a list would pass for a whole one.
 */
export function fitFacts(facts: MachineFacts, limit: number): MachineFacts {
  const reason = `left out: the facts are larger than ${limit} bytes`;
  const fits = (candidate: MachineFacts) => Buffer.byteLength(JSON.stringify(candidate)) <= limit;
  if (fits(facts)) return facts;

  let fitted = withoutCommandLines(facts, reason);
  for (const part of expendable) {
    if (fits(fitted)) break;
    const { [part]: dropped, ...rest } = fitted;
    if (dropped !== undefined) fitted = { ...rest, unreadable: { ...rest.unreadable, [part]: reason } };
  }
  return fitted;
}

function withoutCommandLines(facts: MachineFacts, reason: string): MachineFacts {
  if (facts.processes === undefined) return facts;
  return {
    ...facts,
    processes: facts.processes.map((running) => ({ ...running, commandLine: '' })),
    unreadable: { ...facts.unreadable, 'processes.commandLine': reason },
  };
}
