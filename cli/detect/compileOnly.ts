import type { ItemContext } from '../../shared/core/detect/sigma/detectionItem';
import type { RuleDocument } from '../../shared/core/detect/sigma/readRuleFile';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import type { ReadRules } from './readRules';

/** One line for each rule, by file and line: `ok`, or what is wrong with it. */
export function compileOnly({ documents, rejected }: ReadRules, context: ItemContext): string[] {
  const set = compileRuleSet(documents, context);
  const faults = new Map(set.rejected.map(({ document, message }) => [document, message]));
  const lines = documents.map((document) => faults.get(document) ?? `${placeOf(document)}: ok`);
  return [...lines, ...rejected.map(({ message }) => message)].map((line) => line.replaceAll(/\s*\n\s*/g, ' '));
}

const placeOf = ({ file, lineOf }: RuleDocument): string => (lineOf === undefined ? file : `${file}:${lineOf([])}`);
