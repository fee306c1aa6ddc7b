/**
 * A JSON text in which a key that one object has twice is spelled in two ways. JSON.parse would drop all but the last without
 * a word, whereas keys that differ in case only reach the compiler of rules, to which they are a fault.
 */
export function keepRepeatedKeys(json: string): string {
  const open: (Set<string> | undefined)[] = [];
  const pieces: string[] = [];
  let [copied, last, lastAt] = [0, '', 0];
  for (const [token, index] of tokensOf(json)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const keys = open.at(-1);
      if (keys?.has(last)) {
        pieces.push(json.slice(copied, lastAt), otherCase(last));
        copied = lastAt + last.length;
      }
      keys?.add(last);
    } else {
      last = token;
      lastAt = index;
    }
  }
  return pieces.join('') + json.slice(copied);
}

const otherCase = (key: string): string =>
  key.replace(/(?<!\\)[a-z]/i, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );

/** Texts, brackets and colons with their places. Texts are walked, because an expression for them has no room for long ones. */
function* tokensOf(json: string): Generator<[token: string, at: number]> {
  const signs = /["{}[\]:]/g;
  for (let sign = signs.exec(json); sign; sign = signs.exec(json)) {
    if (sign[0] === '"') signs.lastIndex = endOfText(json, sign.index);
    yield [json.slice(sign.index, signs.lastIndex), sign.index];
  }
}

function endOfText(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
