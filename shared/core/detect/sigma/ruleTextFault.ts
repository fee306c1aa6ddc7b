import { Lexer } from 'yaml';

/**
 * What no rule needs and a YAML parser cannot take: its stack ends with what is nested deeply, which may end the process, and the time for
 * a mapping grows with the square of its keys.
 */
const limits = { depth: 64, indicatorsInLine: 64, indent: 256, keys: 3_000 } as const;

const scalarMark = '\x1f';

/** Why a text is not even parsed, with its line before it; linear in its length. */
export function ruleTextFault(text: string, maxDocuments: number): string | undefined {
  const open: string[] = [];
  let [keys, indicators, documents, line] = [0, 0, 1, 1];
  let [isScalar, isLineStart] = [false, true];
  for (const lexeme of new Lexer().lex(text)) {
    if (isScalar || lexeme === scalarMark) {
      if (isScalar) line += lexeme.split('\n').length - 1;
      [isScalar, isLineStart] = [!isScalar, false];
      continue;
    }
    const wasLineStart = isLineStart;
    isLineStart = false;
    if (lexeme === '\n' || lexeme === '\r\n') [line, indicators, isLineStart] = [line + 1, 0, true];
    else if (lexeme === '[' || lexeme === '{') open.push(lexeme);
    else if (lexeme === ']' || lexeme === '}') open.pop();
    else if (lexeme === '-' || lexeme === '?') indicators += 1;
    else if (lexeme === ':') [keys, indicators] = [keys + 1, indicators + 1];
    else if (lexeme === ',') [keys, indicators] = [keys + (open.at(-1) === '{' ? 1 : 0), 0];
    else if (lexeme === '---') [documents, keys] = [documents + 1, 0];
    const isDeep =
      open.length > limits.depth ||
      indicators > limits.indicatorsInLine ||
      (wasLineStart && lexeme.length > limits.indent && lexeme.trim() === '');
    if (isDeep) return `${line}: is nested too deeply`;
    if (keys > limits.keys) return `${line}: holds more than ${limits.keys} keys in one document`;
    if (documents > maxDocuments) return `${line}: holds more than ${maxDocuments} documents: split the file`;
  }
  return undefined;
}
