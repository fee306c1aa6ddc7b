import type { CompiledRule } from '../compileRule';

/** How many, or how many different ones, make a match. */
export interface Bounds {
  /** Smallest number that counts. */
  least: number;
  /** Largest number that counts. */
  most: number;
}

/** A rule that a correlation counts. */
export interface RuleNode {
  kind: 'rule';
  id: string;
  rule: CompiledRule;
  /** Fields of the record, by the name under which correlations above ask for them. */
  fields: ReadonlyMap<string, string>;
}

export interface CorrelationNode {
  kind: 'correlation';
  id: string;
  type: 'event_count' | 'value_count' | 'temporal' | 'temporal_ordered';
  of: readonly (RuleNode | CorrelationNode)[];
  groupBy: readonly string[];
  spanMs: number;
  bounds: Bounds;
  /** Whose different values are counted. */
  valueFields: readonly string[];
}

export type Node = RuleNode | CorrelationNode;

/** The rules below a node. */
export const rulesBelow = (node: Node): RuleNode[] => (node.kind === 'rule' ? [node] : node.of.flatMap(rulesBelow));

/** The fields that a node and all below it group by or count. */
export const fieldsBelow = (node: Node): string[] =>
  node.kind === 'rule' ? [] : [...node.groupBy, ...node.valueFields, ...node.of.flatMap(fieldsBelow)];
