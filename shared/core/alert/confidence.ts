import type { Alert, Severity } from '../../model/alert';
import { stagesOf } from './incident/killChain';

export interface Confidence {
  /** 0 to 1, two decimals. */
  score: number;
  level: 'High' | 'Low';
  /** One sentence for each thing that counted, with what it added. */
  reasons: string[];
}

/** What an author means by a severity: how sure the rule alone is. */
const bySeverity: Record<Severity, number> = { High: 0.7, Medium: 0.5, Low: 0.3, Informational: 0.15 };

const highFrom = 0.7;
const manyOccurrences = 5;

/** How sure we are that an alert tells of an attack, and why. Depends on the alert alone. */
export function confidenceOf(alert: Alert): Confidence {
  const parts = alert.verdict ? judged(alert.verdict) : [severityPart(alert), ...corroboration(alert)];
  const sum = parts.reduce((total, { points }) => total + points, 0);
  const score = Math.round(Math.min(0.99, Math.max(0.01, sum)) * 100) / 100;
  return {
    score,
    level: score >= highFrom ? 'High' : 'Low',
    reasons: parts.map(({ points, because }) => `${because} (${points >= 0 ? '+' : ''}${points.toFixed(2)})`),
  };
}

interface Part {
  points: number;
  because: string;
}

function judged({ value }: NonNullable<Alert['verdict']>): Part[] {
  if (value === 'TruePositive') return [{ points: 0.99, because: 'Somebody looked into it and found an attack' }];
  if (value === 'Undetermined') return [{ points: 0.5, because: 'Somebody looked into it and could not tell' }];
  return [{ points: 0.01, because: 'Somebody looked into it and found no attack' }];
}

const severityPart = ({ severity, foreign }: Alert): Part => ({
  points: bySeverity[severity],
  because: `${foreign ? foreign.productName : 'The rule'} rates it ${severity}`,
});

function corroboration({ occurrences, entities, isIncident, incident }: Alert): Part[] {
  const types = new Set(entities.map(({ type }) => type));
  const rules = new Set(incident?.members.map(({ alertType }) => alertType));
  const stages = stagesOf(incident?.members.map(({ intent }) => intent) ?? []);
  const said: (Part | false)[] = [
    !isIncident && occurrences >= manyOccurrences && { points: 0.05, because: `It was seen ${occurrences} times` },
    (types.has('account') || types.has('ip')) && { points: 0.05, because: 'It names who or where from' },
    (types.has('process') || types.has('file') || types.has('filehash')) && {
      points: 0.05,
      because: 'It names what ran',
    },
    rules.size > 1 && { points: 0.1, because: `${rules.size} different detections agree` },
    stages.length > 1 && { points: 0.1, because: `It goes through ${stages.length} stages of an attack` },
  ];
  return said.filter((part) => part !== false);
}
