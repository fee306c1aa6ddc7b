import { badRequest } from '../fault';

type Step = { kind: 'any' } | { kind: 'one'; test: (character: string) => boolean };

function characterSet(text: string): (character: string) => boolean {
  const negated = text.startsWith('^');
  const members = Array.from(negated ? text.slice(1) : text);
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at++) {
    const low = members[at] ?? '';
    const high = members[at + 2];
    if (members[at + 1] === '-' && high !== undefined) {
      ranges.push([low, high]);
      at += 2;
    } else ranges.push([low, low]);
  }
  return (character) => ranges.some(([low, high]) => character >= low && character <= high) !== negated;
}

function steps(pattern: string, escape: string | undefined): Step[] {
  const characters = Array.from(pattern);
  const out: Step[] = [];
  const literal = (wanted: string | undefined) => out.push({ kind: 'one', test: (character) => character === wanted });
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at];
    if (character === escape && escape !== undefined) literal(characters[++at]);
    else if (character === '%') out.push({ kind: 'any' });
    else if (character === '_') out.push({ kind: 'one', test: () => true });
    else if (character === '[' && characters.indexOf(']', at + 1) > at) {
      const close = characters.indexOf(']', at + 1);
      out.push({ kind: 'one', test: characterSet(characters.slice(at + 1, close).join('')) });
      at = close;
    } else literal(character);
  }
  return out;
}

/** Compiles a LIKE pattern (`%`, `_`, `[a-f]`, `[^x]`); the match takes at most pattern length x text length steps. */
export function compileLike(pattern: string, escape: string | undefined): (text: string) => boolean {
  if (escape !== undefined && Array.from(escape).length !== 1) throw badRequest('ESCAPE takes one character.');
  const wanted = steps(pattern, escape);
  return (text) => {
    const characters = Array.from(text);
    let step = 0;
    let retryStep = -1;
    let retryAt = 0;
    for (let at = 0; at < characters.length;) {
      const current = wanted[step];
      if (current?.kind === 'any') {
        retryStep = ++step;
        retryAt = at;
      } else if (current?.kind === 'one' && current.test(characters[at] ?? '')) {
        step++;
        at++;
      } else if (retryStep >= 0) {
        step = retryStep;
        at = ++retryAt;
      } else return false;
    }
    while (wanted[step]?.kind === 'any') step++;
    return step === wanted.length;
  };
}
