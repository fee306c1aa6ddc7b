import { type Intent, intents } from '../../../model/alert';

/** Tactics that other products name otherwise: MITRE ATT&CK's newer ones and its ids, and purposes of GuardDuty's findings. */
const others: Readonly<Record<string, Intent>> = {
  reconnaissance: 'PreAttack',
  resourcedevelopment: 'PreAttack',
  recon: 'Discovery',
  pentest: 'Probing',
  unauthorizedaccess: 'InitialAccess',
  backdoor: 'CommandAndControl',
  trojan: 'CommandAndControl',
  cryptocurrency: 'Impact',
  stealth: 'DefenseEvasion',
  stealthorimpairment: 'DefenseEvasion',
  defenseimpairment: 'DefenseEvasion',
  suspiciousactivity: 'Unknown',
  exploit: 'Exploitation',
  ransomware: 'Impact',
  ta0043: 'PreAttack',
  ta0042: 'PreAttack',
  ta0001: 'InitialAccess',
  ta0002: 'Execution',
  ta0003: 'Persistence',
  ta0004: 'PrivilegeEscalation',
  ta0005: 'DefenseEvasion',
  ta0006: 'CredentialAccess',
  ta0007: 'Discovery',
  ta0008: 'LateralMovement',
  ta0009: 'Collection',
  ta0010: 'Exfiltration',
  ta0011: 'CommandAndControl',
  ta0040: 'Impact',
};

const known = new Map<string, Intent>([
  ...Object.entries(others),
  ...intents.map((intent) => [intent.toLowerCase(), intent] as const),
]);

/** The first tactic that has a counterpart among the intents of an alert, however it is written. */
export function foreignIntent(tactics: readonly string[]): Intent {
  const words = tactics.map((tactic) => tactic.toLowerCase().replace(/[^a-z0-9]/g, ''));
  return (
    words.map((word) => known.get(word)).find((intent) => intent !== undefined && intent !== 'Unknown') ?? 'Unknown'
  );
}
