import type { Alert, AlertVerdict } from '../../model/alert';

export interface RuleQuality {
  ruleId: string;
  alertType: string;
  displayName: string;
  truePositive: number;
  falsePositive: number;
  benignPositive: number;
  undetermined: number;
  /** Dismissed by a suppression rule: nobody looked at them. */
  suppressed: number;
  /** False ones for each right one; null while none was right. */
  falseToTrue: number | null;
}

type Count = Exclude<keyof RuleQuality, 'ruleId' | 'alertType' | 'displayName' | 'falseToTrue'>;

const countOf: Record<AlertVerdict, Count> = {
  TruePositive: 'truePositive',
  FalsePositive: 'falsePositive',
  BenignPositive: 'benignPositive',
  Undetermined: 'undetermined',
};

/** Counts closed alerts by rule. Samples, tests and incidents are of no rule. */
export function ruleQuality(): { count(alert: Alert): void; rules(): RuleQuality[] } {
  const byRule = new Map<string, RuleQuality>();
  return {
    count(alert) {
      const counter = counterOf(alert);
      if (!counter || alert.standsAlone || alert.isIncident) return;
      const row = byRule.get(alert.ruleId) ?? emptyRow(alert);
      row[counter] += 1;
      byRule.set(alert.ruleId, row);
    },
    rules: () =>
      [...byRule.values()]
        .map(withRatio)
        .sort((a, b) => b.falsePositive - a.falsePositive || (a.ruleId < b.ruleId ? -1 : 1)),
  };
}

/** Alerts that were closed before anybody could say why count by their state. */
function counterOf({ status, verdict, suppressedBy }: Alert): Count | undefined {
  if (verdict) return countOf[verdict.value];
  if (suppressedBy !== undefined && status === 'Dismissed') return 'suppressed';
  if (status === 'Resolved') return 'truePositive';
  return status === 'Dismissed' ? 'falsePositive' : undefined;
}

const emptyRow = ({ ruleId, alertType, alertDisplayName }: Alert): RuleQuality => ({
  ruleId,
  alertType,
  displayName: alertDisplayName,
  truePositive: 0,
  falsePositive: 0,
  benignPositive: 0,
  undetermined: 0,
  suppressed: 0,
  falseToTrue: null,
});

function withRatio(row: RuleQuality): RuleQuality {
  const ratio = row.truePositive === 0 ? null : Math.round((row.falsePositive / row.truePositive) * 1000) / 1000;
  return { ...row, falseToTrue: ratio };
}
