export type RuleKind = 'rule' | 'correlation' | 'filter';

/** One YAML document of a file, as far as it could be read. */
export interface UserRuleRow {
  /** Lower case; empty when it has none that can be read. */
  id: string;
  title: string;
  kind: RuleKind;
  state: 'compiled' | 'rejected';
}

/** What became of one file. It is rejected when any part of it is; its other parts are used all the same. */
export interface RuleFileRow {
  name: string;
  state: 'compiled' | 'rejected';
  rules: UserRuleRow[];
  /** `file:line: reason`, or `file: reason` when nothing is known of lines. */
  faults: string[];
}
