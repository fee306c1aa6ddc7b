import fc from 'fast-check';
import { compileCondition } from '../../../../shared/core/detect/sigma/compileCondition';
import { parseCondition } from '../../../../shared/core/detect/sigma/condition';
import { createRecordView } from '../../../../shared/core/detect/sigma/recordView';
import { Rejected } from '../../../../shared/model/rejected';

const names = ['sel_a', 'sel_b', 'filter_a', '_hidden'] as const;
type Truth = Record<(typeof names)[number], boolean>;

/** A condition as text, and what it means, told without the parser. */
interface Sample {
  text: string;
  holds: (truth: Truth) => boolean;
}

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.constantFrom(...names).map((name) => ({ text: name, holds: (truth: Truth) => truth[name] })),
  fc.constantFrom(
    { text: '1 of sel_*', holds: (truth: Truth) => truth.sel_a || truth.sel_b },
    { text: 'any of sel_*', holds: (truth: Truth) => truth.sel_a || truth.sel_b },
    { text: 'all of sel_*', holds: (truth: Truth) => truth.sel_a && truth.sel_b },
    { text: '1 of them', holds: (truth: Truth) => truth.sel_a || truth.sel_b || truth.filter_a },
    { text: 'ALL OF them', holds: (truth: Truth) => truth.sel_a && truth.sel_b && truth.filter_a },
    {
      text: '2 of *',
      holds: (truth: Truth) => names.filter((name) => truth[name]).length >= 2,
    },
  ),
);

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 5 },
    leaf,
    tie('sample').map(({ text, holds }) => ({ text: `not (${text})`, holds: (truth: Truth) => !holds(truth) })),
    fc.tuple(tie('sample'), tie('sample')).map(([a, b]) => ({
      text: `(${a.text}) and (${b.text})`,
      holds: (truth: Truth) => a.holds(truth) && b.holds(truth),
    })),
    fc.tuple(tie('sample'), tie('sample')).map(([a, b]) => ({
      text: `(${a.text}) OR (${b.text})`,
      holds: (truth: Truth) => a.holds(truth) || b.holds(truth),
    })),
  ),
}));

const truths = fc.record(Object.fromEntries(names.map((name) => [name, fc.boolean()]))) as fc.Arbitrary<Truth>;

function evaluate(text: string, truth: Truth): boolean {
  const selections = new Map(names.map((name) => [name as string, { holds: () => truth[name], clues: [] }]));
  return compileCondition(parseCondition(text, [...names]), selections).holds(createRecordView({}));
}

describe('a condition', () => {
  it('means what a naive evaluator says', () => {
    fc.assert(
      fc.property(sample, truths, ({ text, holds }, truth) => {
        expect(evaluate(text, truth)).toBe(holds(truth));
      }),
    );
  });

  it('binds not before and, and before or', () => {
    const truth: Truth = { sel_a: true, sel_b: false, filter_a: true, _hidden: false };
    fc.assert(
      fc.property(truths, (any) => {
        const expected = any.sel_a || (any.sel_b && !any.filter_a);
        return evaluate('sel_a or sel_b and not filter_a', any) === expected;
      }),
    );
    expect(evaluate('not sel_b and sel_a', truth)).toBe(true);
  });

  it.each([
    ['sel_a and', 'ends too early'],
    ['sel_a sel_b', 'at 7'],
    ['(sel_a', 'lacks a ")"'],
    ['sel_c', '"sel_c" at 1'],
    ['1 of nothing_*', 'matches no selection'],
    ['some of them', '"some" at 1'],
    ['sel_a | count() > 5', 'correlation'],
    ['', 'ends too early'],
    [`${'('.repeat(100)}sel_a${')'.repeat(100)}`, 'nested deeper'],
    ['sel_a '.repeat(1000), 'longer than'],
  ])('%s is rejected with where and why', (text, reason) => {
    expect(() => parseCondition(text, [...names])).toThrow(Rejected);
    expect(() => parseCondition(text, [...names])).toThrow(reason);
  });
});
