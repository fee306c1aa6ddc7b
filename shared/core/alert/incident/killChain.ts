import type { Intent } from '../../../model/alert';

/** Stages of an attack in their usual order; intents that mean the same step share one. */
const stages: readonly (readonly Intent[])[] = [
  ['PreAttack', 'Probing'],
  ['InitialAccess', 'Exploitation'],
  ['Execution'],
  ['Persistence'],
  ['PrivilegeEscalation'],
  ['DefenseEvasion'],
  ['CredentialAccess'],
  ['Discovery'],
  ['LateralMovement'],
  ['Collection'],
  ['CommandAndControl'],
  ['Exfiltration'],
  ['Impact'],
];

const stageOf = (intent: Intent): number => stages.findIndex((same) => same.includes(intent));

/** The stages that these intents belong to, in order, each once, under the name of its first intent met. */
export function stagesOf(intents: readonly Intent[]): Intent[] {
  const known = [...new Set(intents.map(stageOf))].filter((stage) => stage >= 0).sort((a, b) => a - b);
  return known.map((stage) => stages[stage]!.find((intent) => intents.includes(intent))!);
}

/** How far the attack has come: the last stage reached. */
export const furthestIntent = (intents: readonly Intent[]): Intent => stagesOf(intents).at(-1) ?? 'Unknown';
