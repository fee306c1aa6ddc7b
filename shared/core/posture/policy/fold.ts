/**
 * Text without case: full Unicode case folding, so that `ß` equals `ss` and no word is compared by where it ends.
 * Letters whose folding is not what upper and lower case give: dotless i stays itself.
 */
export function fold(text: string): string {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return foldUnicode(text);
    if (code >= 65 && code <= 90) return isAscii(text, at + 1) ? text.toLowerCase() : foldUnicode(text);
  }
  return text;
}

function isAscii(text: string, from: number): boolean {
  for (let at = from; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

function foldUnicode(text: string): string {
  let folded = '';
  for (const letter of text) folded += letter === 'ı' ? letter : letter.toLowerCase().toUpperCase().toLowerCase();
  return folded;
}

/** True if the text without case is that folded one. Most texts differ early: no copy is made to see it. */
export function foldsTo(text: string, folded: string): boolean {
  const { length } = text;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return foldUnicode(text) === folded;
    if ((code >= 65 && code <= 90 ? code + 32 : code) !== folded.charCodeAt(at)) return false;
  }
  return length === folded.length;
}

/** True if the text without case begins with that folded one. */
export function foldStartsWith(text: string, folded: string): boolean {
  for (let at = 0; at < folded.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return foldUnicode(text).startsWith(folded);
    if ((code >= 65 && code <= 90 ? code + 32 : code) !== folded.charCodeAt(at)) return false;
  }
  return true;
}

/** Without case and of the same length, for positions: letters that would change their length stay. */
export function foldInPlace(text: string): string {
  const folded = fold(text);
  if (folded.length === text.length) return folded;
  return Array.from({ length: text.length }, (_, at) => {
    const unit = fold(text[at]!);
    return unit.length === 1 ? unit : text[at]!;
  }).join('');
}
