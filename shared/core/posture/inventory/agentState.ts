import { machineTypes } from '../checks/linuxMachine';

/** Whether the collector reports a machine; `notApplicable`: it does not run on such resources. */
export const agentStates = ['installed', 'stale', 'missing', 'notApplicable'] as const;
export type AgentState = (typeof agentStates)[number];

/** Facts older than this are as good as none: the limit of general recommendations. */
const staleAfterMs = 24 * 3_600_000;

const types = new Set(machineTypes.map((type) => type.toLowerCase()));

export const mayHaveAgent = (type: string): boolean => types.has(type.toLowerCase());

/** `factsSeenAt` (ISO) is when facts of the machine last came. */
export function agentStateOf(type: string, factsSeenAt: string | undefined, now: Date): AgentState {
  if (!mayHaveAgent(type)) return 'notApplicable';
  if (factsSeenAt === undefined) return 'missing';
  return now.getTime() - Date.parse(factsSeenAt) > staleAfterMs ? 'stale' : 'installed';
}
