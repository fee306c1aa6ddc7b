/** Matches a path and answers its parameters, or undefined. */
export type PathMatcher = (segments: string[]) => Record<string, string> | undefined;

interface Part {
  literal?: string;
  parameter?: string;
}

const partOf = (segment: string): Part =>
  segment.startsWith('{') ? { parameter: segment.slice(1, -1) } : { literal: segment.toLowerCase() };

/**
 * Compiles a path template: literals match without case, `{name}` takes one segment, a leading `{scope}` takes all segments
 * before the rest (none for the tenant) and answers them as an ARM id, a trailing `{name...}` takes one or more.
 */
export function compilePath(template: string): PathMatcher {
  const all = template.split('/').filter(Boolean);
  const scoped = all[0] === '{scope}';
  const rest = all.at(-1)?.endsWith('...}') ? all.at(-1)!.slice(1, -4) : undefined;
  const parts = all.slice(scoped ? 1 : 0, rest === undefined ? undefined : -1).map(partOf);

  return (segments) => {
    const start = scoped ? segments.length - parts.length : 0;
    if (start < 0) return undefined;
    const end = start + parts.length;
    if (rest === undefined ? end !== segments.length : end >= segments.length) return undefined;
    const parameters: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const segment = segments[start + index]!;
      if (part.literal !== undefined && part.literal !== segment.toLowerCase()) return undefined;
      if (part.parameter !== undefined) parameters[part.parameter] = segment;
    }
    if (scoped) parameters['scope'] = start === 0 ? '' : `/${segments.slice(0, start).join('/')}`;
    if (rest !== undefined) parameters[rest] = segments.slice(end).join('/');
    return parameters;
  };
}
