import fc from 'fast-check';
import { fold } from '../../../../shared/core/detect/sigma/clue';
import { createLiteralScanner, type ScannedLiteral } from '../../../../shared/core/detect/sigma/literalScanner';

/** Few letters, so that literals overlap and share their runs. */
const letters = fc.constantFrom('a', 'b', 'c', '\\', '.', 'é', '😀', ' ');
const folded = (length: object) => fc.array(letters, length).map((list) => fold(list.join('')));
const literal: fc.Arbitrary<ScannedLiteral> = fc
  .tuple(folded({ minLength: 1, maxLength: 14 }), fc.constantFrom('start', 'end', 'anywhere'))
  .map(([text, at]) => ({ literal: text, at: at as ScannedLiteral['at'] }));

const stands = (text: string, { literal: part, at }: ScannedLiteral): boolean =>
  at === 'start' ? text.startsWith(part) : at === 'end' ? text.endsWith(part) : text.includes(part);

describe('the scanner', () => {
  it('finds exactly the literals that a search for each would find', () => {
    fc.assert(
      fc.property(fc.array(literal, { maxLength: 20 }), folded({ maxLength: 60 }), (literals, text) => {
        const found = new Set<number>();
        createLiteralScanner(literals)(text, (id) => found.add(id));
        expect([...found].sort((a, b) => a - b)).toEqual(
          literals.flatMap((one, id) => (stands(text, one) ? [id] : [])),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('tells thousands of literals apart', () => {
    const literals = Array.from({ length: 5000 }, (_, at) => ({
      literal: `tool-number-${at}-x`,
      at: 'anywhere' as const,
    }));
    const found: number[] = [];
    createLiteralScanner(literals)('run tool-number-4321-x and tool-number-43-x now', (id) => found.push(id));
    expect(found.sort((a, b) => a - b)).toEqual([43, 4321]);
  });
});
