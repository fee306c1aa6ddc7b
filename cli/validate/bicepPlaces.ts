import type { TemplateResource } from '../../shared/core/posture/template/templateResource';
import type { Region } from '../../shared/core/posture/template/jsonSource';

const declaration = /^[ \t]*(resource|module)[ \t]+(\w+)[ \t]+'([^']*)'/gm;

interface Declared {
  kind: string;
  symbol: string;
  target: string;
  line: number;
}

function declarations(text: string): Declared[] {
  return [...text.matchAll(declaration)].map(({ 1: kind = '', 2: symbol = '', 3: target = '', index }) => ({
    kind,
    symbol: symbol.toLowerCase(),
    target: target.toLowerCase(),
    line: text.slice(0, index).split('\n').length + (/^\s*\n/.test(text.slice(index)) ? 1 : 0),
  }));
}

/**
 * Where a resource of a compiled template is declared in its Bicep file: by its symbolic name, by its type where only one
 * has it, or by the module that it comes from where there is only one; else the first line.
 */
export function bicepPlaces(
  text: string,
): (resource: Pick<TemplateResource, 'symbol' | 'type' | 'apiVersion' | 'path'>) => Region {
  const all = declarations(text);
  const only = (found: readonly Declared[]): Declared | undefined => (found.length === 1 ? found[0] : undefined);
  return ({ symbol, type, apiVersion, path }) => {
    const outer = path[1];
    const nested = path.includes('template');
    const name = nested ? (typeof outer === 'string' ? outer : undefined) : symbol;
    const found =
      all.find((one) => name !== undefined && one.symbol === name.toLowerCase()) ??
      (nested
        ? only(all.filter(({ kind }) => kind === 'module'))
        : only(all.filter(({ target }) => target === `${type}@${apiVersion}`.toLowerCase())));
    const line = found?.line ?? 1;
    return { startLine: line, startColumn: 1, endLine: line };
  };
}
