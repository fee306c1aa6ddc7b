import type { Intent, Severity } from '../../../model/alert';
import type { Rule } from '../detector';
import type { SigmaRule } from './sigmaRule';

const severityOf: Record<SigmaRule['level'], Severity> = {
  informational: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'High',
};

/** ATT&CK tactics, those of version 18 included, as the intents of an alert. */
const intentOf: Record<string, Intent> = {
  reconnaissance: 'PreAttack',
  'resource-development': 'PreAttack',
  'initial-access': 'InitialAccess',
  execution: 'Execution',
  persistence: 'Persistence',
  'privilege-escalation': 'PrivilegeEscalation',
  'defense-evasion': 'DefenseEvasion',
  stealth: 'DefenseEvasion',
  'defense-impairment': 'DefenseEvasion',
  'credential-access': 'CredentialAccess',
  discovery: 'Discovery',
  'lateral-movement': 'LateralMovement',
  collection: 'Collection',
  'command-and-control': 'CommandAndControl',
  exfiltration: 'Exfiltration',
  impact: 'Impact',
};

const planOf: Record<string, string> = {
  windows: 'VirtualMachines',
  linux: 'VirtualMachines',
  macos: 'VirtualMachines',
  kubernetes: 'Containers',
  azure: 'Arm',
};

/** What rules and correlations say of themselves. */
type RuleDescription = Pick<
  SigmaRule,
  'id' | 'title' | 'description' | 'author' | 'license' | 'references' | 'tags' | 'level'
> & {
  logsource: { product?: string | null | undefined };
  skywarden?: Omit<NonNullable<SigmaRule['skywarden']>, 'entity' | 'each' | 'cases'> | undefined;
};

/** What alerts say of a rule. Without our own keys the alert type is made of the title and the plan of the product. */
export function ruleMetadata(sigma: RuleDescription): Rule {
  const { skywarden, references } = sigma;
  const tags = (sigma.tags ?? []).map((tag) => tag.toLowerCase().replace(/^attack\./, ''));
  return {
    id: sigma.id.toLowerCase(),
    alertType: skywarden?.alertType ?? `Sigma_${pascalCase(sigma.title)}`,
    displayName: skywarden?.displayName ?? sigma.title,
    description: sigma.description.trim(),
    severity: severityOf[sigma.level],
    intent: tags.map((tag) => intentOf[tag.replaceAll('_', '-')]).find((intent) => intent !== undefined) ?? 'Unknown',
    techniques: tags.filter((tag) => /^t\d{4}(\.\d{3})?$/.test(tag)).map((tag) => tag.toUpperCase()),
    productComponentName: skywarden?.plan ?? planOf[sigma.logsource.product?.toLowerCase() ?? ''] ?? 'CloudPosture',
    remediationSteps: skywarden?.remediation ?? [],
    windowSeconds: skywarden?.windowSeconds ?? 3600,
    ...(skywarden?.sameAlertAs !== undefined && { sameAlertAs: skywarden.sameAlertAs.toLowerCase() }),
    ...(skywarden?.standsAlone && { standsAlone: true as const }),
    ...(sigma.author !== undefined && { author: sigma.author }),
    ...(sigma.license !== undefined && { license: sigma.license }),
    ...(references && references.length > 0 && { references }),
  };
}

function pascalCase(title: string): string {
  const words = title.match(/[A-Za-z0-9]+/g) ?? ['Rule'];
  return words
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')
    .slice(0, 80);
}
