/** True when one path segment holds a wildcard of glob(7). */
export const hasWildcard = (segment: string): boolean => /[*?[]/.test(segment);

/** One path segment of glob(7) as an expression: `*`, `?` and `[...]`; a leading dot is never matched by a wildcard. */
export function globPattern(segment: string): RegExp {
  const body = segment.replace(/\[!?\]?[^\]]*\]|[*?]|[.+^${}()|\\[\]]/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.length > 2 ? part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\') : `\\${part}`;
  });
  return new RegExp(`^${hasWildcard(segment.slice(0, 1)) ? '(?!\\.)' : ''}${body}$`);
}
