import { type RuleDocument, readRuleFile } from '../sigma/readRuleFile';
import { ruleTextFault } from '../sigma/ruleTextFault';

/** A file of users. Its documents are kept without the syntax tree, which weighs ten times as much. */
export interface ParsedRuleFile {
  name: string;
  documents: RuleDocument[];
  faults: string[];
}

/** Each has a row in what is told of its file. */
const maxDocuments = 500;

/** Never throws: what is wrong with a file is told by its faults. */
export function parseRuleFile(name: string, text: string): ParsedRuleFile {
  try {
    const fault = ruleTextFault(text, maxDocuments);
    if (fault !== undefined) return { name, documents: [], faults: [`${name}:${fault}`] };
    const { documents, rejected } = readRuleFile(name, text);
    const faults = rejected.map(({ message }) => message);
    return { name, faults, documents: documents.map((document, at) => withoutTree(document, text, at)) };
  } catch (error) {
    return failed(name, `cannot be read: ${reasonOf(error)}`);
  }
}

/** Lines are asked for when something is wrong: the text is read again then. */
const withoutTree = ({ file, rule }: RuleDocument, text: string, at: number): RuleDocument => ({
  file,
  rule,
  lineOf: (path) => readRuleFile(file, text).documents[at]?.lineOf?.(path) ?? 1,
});

/** Too many aliases or levels: the parser throws for these. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);

const failed = (name: string, reason: string): ParsedRuleFile => ({
  name,
  documents: [],
  faults: [`${name}: ${reason}`],
});
