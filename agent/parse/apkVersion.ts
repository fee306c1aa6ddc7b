/** Suffixes in their order; those before the empty one come before the release itself. */
const suffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];

const pattern = /^(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/;

/**
 * Compares two versions as apk does (apk-package(5): `digits{.digits}{letter}{_suffix{number}}{~hash}{-r#}`): negative when `a` is
 * older. Undefined when one is no such version.
 */
export function compareApkVersions(a: string, b: string): number | undefined {
  const [one, other] = [partsOf(a), partsOf(b)];
  return one && other && compareLists(one, other);
}

/** Numbers that compare in order; a list that goes on is newer than one that ends, unless it goes on with less than nothing. */
function partsOf(version: string): number[][] | undefined {
  const found = pattern.exec(version);
  if (found === null || version.length > 256) return undefined;
  const [, digits = '', letter = '', endings = '', revision] = found;
  const named = [...endings.matchAll(/_([a-z]+)(\d*)/g)].map(([, name, count]) => [rankOf(name!), Number(count)]);
  if (named.some(([rank]) => Number.isNaN(rank))) return undefined;
  return [
    digits.split('.').flatMap((part, at) => (at === 0 ? [Number(part)] : componentOf(part))),
    [letter === '' ? 0 : letter.charCodeAt(0)],
    // Ends with a suffix that is none, so that `_rc1` is before the release and `_p1` after it.
    [...named.flat(), 0] as number[],
    [revision === undefined ? -1 : Number(revision)],
  ];
}

function rankOf(suffix: string): number {
  const rank = suffixes.indexOf(suffix);
  return rank < 0 ? NaN : rank - suffixes.indexOf('');
}

/** A component with zeros before it is less than any without, and the less the more zeros it has. */
function componentOf(part: string): number[] {
  const zeros = /^0*/.exec(part)![0].length;
  return zeros === 0 ? [Number(part)] : [-zeros, ...(part.length > zeros ? [Number(part.slice(zeros))] : [])];
}

function compareLists(a: number[][], b: number[][]): number {
  for (let at = 0; at < a.length; at += 1) {
    const [one, other] = [a[at]!, b[at]!];
    for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
      const [left, right] = [one[index] ?? -Infinity, other[index] ?? -Infinity];
      if (left !== right) return left - right;
    }
  }
  return 0;
}
