/** At least one of these stands in every match; undefined when nothing is known. */
type Literals = string[] | undefined;

const maxLiterals = 200;
const minLength = 2;

/**
 * Texts of which every match of a pattern holds at least one: runs of plain characters outside optional parts. Whatever is not
 * understood tells nothing; case is for the caller to ignore, so only ASCII counts, where that is certain.
 */
export function regexLiterals(pattern: string): Literals {
  let at = 0;
  let quantified = false;
  let understood = true;
  const literals = alternatives();
  return understood && at === pattern.length ? literals : undefined;

  function alternatives(): Literals {
    const branches = [sequence()];
    while (pattern[at] === '|') {
      at++;
      branches.push(sequence());
    }
    const all: string[] = [];
    for (const branch of branches) {
      if (branch === undefined) return undefined;
      all.push(...branch);
    }
    return all.length > maxLiterals ? undefined : all;
  }

  function sequence(): Literals {
    let best: Literals;
    let run = '';
    const offer = (literals: Literals) => {
      if (literals && shortest(literals) >= minLength && (!best || shortest(literals) > shortest(best)))
        best = literals;
    };
    const flush = () => {
      offer([run]);
      run = '';
    };
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const part = atom();
      const least = leastTimes();
      if (typeof part !== 'string') {
        flush();
        if (least > 0) offer(part);
      } else if (least === 1 && !quantified) run += part;
      else {
        if (least > 0) run += part;
        flush();
      }
    }
    flush();
    return best;
  }

  /** A plain character, what a group holds, or undefined for anything else. */
  function atom(): string | Literals {
    const char = pattern[at++]!;
    if (char === '(') return group();
    if (char === '[') return skipClass();
    if (char === '\\') return escape();
    if ('.^$*+?{'.includes(char)) return undefined;
    return char < '\x80' ? char : undefined;
  }

  function group(): Literals {
    const flags = /^\?(?:P?<\w+>|[imsU-]*(?::|(?=\))))/.exec(pattern.slice(at, at + 100));
    if (flags !== null) at += flags[0].length;
    const inner = alternatives();
    at++;
    return inner;
  }

  function skipClass(): undefined {
    const end = /^\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]/.exec(pattern.slice(at));
    at += end === null ? pattern.length : end[0].length;
  }

  function escape(): string | undefined {
    const char = pattern[at++] ?? '';
    if (/[^A-Za-z0-9]/.test(char) && char < '\x80') return char;
    if (char === 'Q' || char === 'E') understood = false;
    else if (/[xpPu]/.test(char)) at += /^(?:\{[^}]*\}|[\dA-Fa-f]{2}|\w)/.exec(pattern.slice(at))?.[0].length ?? 0;
    else if (/\d/.test(char)) at += /^\d*/.exec(pattern.slice(at))![0].length;
    return undefined;
  }

  /** How often at least the atom before stands; more often makes no difference here. */
  function leastTimes(): number {
    const found = /^(?:[*+?]|\{(\d+)(,\d*)?\})[?+]?/.exec(pattern.slice(at, at + 20));
    quantified = found !== null;
    if (found === null) return 1;
    at += found[0].length;
    if (found[1] !== undefined) return Number(found[1]);
    return found[0][0] === '+' ? 1 : 0;
  }
}

const shortest = (texts: string[]): number => texts.reduce((least, { length }) => Math.min(least, length), Infinity);
