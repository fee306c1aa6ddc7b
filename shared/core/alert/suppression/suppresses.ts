import type { Alert } from '../../../model/alert';
import type { ScopeElement, SuppressionRule } from '../../../model/suppressionRule';
import { entityTexts } from './entityTexts';

/** The state of a rule at a moment: one that was enabled and is past its time has expired. */
export function suppressionStateAt(rule: SuppressionRule, now: Date): SuppressionRule['state'] {
  const isOver = rule.expirationDateUtc !== null && Date.parse(rule.expirationDateUtc) <= now.getTime();
  return rule.state === 'Enabled' && isOver ? 'Expired' : rule.state;
}

/** Whether a rule names an alert, apart from its own state: what a preview asks. */
export function names(rule: Pick<SuppressionRule, 'alertType' | 'allOf'>, alert: Alert): boolean {
  if (rule.alertType !== '*' && rule.alertType.toLowerCase() !== alert.alertType.toLowerCase()) return false;
  // An alert that says nothing of entities is hidden by a rule with conditions too, as Defender for Cloud documents.
  if (rule.allOf === null || !hasEntities(alert)) return true;
  return rule.allOf.every((element) => holds(element, alert));
}

/** The first rule, by name, that dismisses a new alert. */
export function suppressedBy(rules: readonly SuppressionRule[], alert: Alert, now: Date): string | undefined {
  const acting = rules.filter((rule) => suppressionStateAt(rule, now) === 'Enabled' && names(rule, alert));
  return acting.map(({ name }) => name).sort()[0];
}

export const hasEntities = ({ entities }: Alert): boolean => entities.length > 0;

function holds({ field, in: values, contains }: ScopeElement, alert: Alert): boolean {
  const texts = entityTexts(alert, field).map((text) => text.toLowerCase());
  const wanted = values?.map((value) => value.toLowerCase());
  const part = contains?.toLowerCase();
  return texts.some((text) => (wanted?.includes(text) ?? true) && (part === undefined || text.includes(part)));
}
