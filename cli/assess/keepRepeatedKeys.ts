/**
 * A JSON text in which a key that one object has twice is spelled in two ways. JSON.parse would drop all but the last without
 * a word, whereas keys that differ in case only reach the compiler of rules, to which they are a fault.
 */
export function keepRepeatedKeys(json: string): string {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;
  const open: (Set<string> | undefined)[] = [];
  const pieces: string[] = [];
  let [copied, last, lastAt] = [0, '', 0];
  for (const { 0: token, index } of json.matchAll(tokens)) {
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
  key.replace(/[a-z]/i, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
