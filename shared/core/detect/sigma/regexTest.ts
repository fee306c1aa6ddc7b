import { RE2JS } from 're2js';
import { Rejected } from '../../../model/rejected';
import { clueOfAny, clueOfTokens, fold } from './clue';
import type { Modifiers } from './modifiers';
import { lowerOf } from './recordView';
import { regexLiterals } from './regexLiterals';
import type { CompiledValue } from './valueTest';

const maxRegexLength = 4096;

/**
 * Only RE2: linear time whatever the pattern and the text. Case counts unless `i` is given. Texts that every match holds are
 * looked for first. Throws Rejected for patterns that RE2 does not read (look-around, back references).
 */
export function compileRegex(field: string, pattern: string, flags: Modifiers['flags']): CompiledValue {
  if (pattern.length > maxRegexLength)
    throw invalid(`a regular expression is longer than ${maxRegexLength} characters`);
  const regex = compiled(pattern, flags);
  const literals = regexLiterals(pattern)?.map(fold);
  if (literals === undefined) return { test: ({ text }) => regex.test(text), clues: [] };
  const clues = clueOfAny(literals.map((literal) => clueOfTokens(field, ['*', { literal }, '*'])));
  return {
    clues,
    test: (found) => {
      const folded = fold(lowerOf(found));
      return literals.some((literal) => folded.includes(literal)) && regex.test(found.text);
    },
  };
}

function compiled(pattern: string, flags: Modifiers['flags']): RE2JS {
  const bits =
    (flags.has('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.has('m') ? RE2JS.MULTILINE : 0) |
    (flags.has('s') ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(pattern, bits);
  } catch (cause) {
    throw invalid(`the regular expression "${pattern}" is none that RE2 reads: ${String(cause)}`, { cause });
  }
}

const invalid = (reason: string, options?: ErrorOptions): Rejected => new Rejected('RuleInvalid', reason, options);
