/** How far into the tail of what was seen lately a size lies. Remembers the last sizes, forgets the oldest. */
export interface TailEstimate {
  /** -log10 of the chance of a size at least this large; 0 until enough was seen. */
  surpriseOf(size: number): number;
  add(size: number): void;
}

const remembered = 2_000;
const fewest = 100;
/** The largest fiftieth is the tail, to which a generalised Pareto distribution is fitted every so often. */
const tailShare = 0.02;
const refitEvery = 20;
const [smallestShape, largestShape] = [-0.4, 0.45];
/** Beyond this, differences mean nothing. */
const mostSurprise = 30;

interface Fit {
  /** Where the tail begins. */
  start: number;
  shape: number;
  scale: number;
}

/** Peaks over threshold with a fit by moments (Hosking and Wallis 1987), shape kept within what data of this kind shows. */
export function createTailEstimate(): TailEstimate {
  const recent: number[] = [];
  let oldest = 0;
  let sinceFit = 0;
  let fit: Fit | undefined;

  return {
    surpriseOf(size) {
      if (fit === undefined || size <= fit.start) return 0;
      const beyond = (size - fit.start) / fit.scale;
      const survival =
        Math.abs(fit.shape) < 1e-6 ? Math.exp(-beyond) : Math.max(0, 1 + fit.shape * beyond) ** (-1 / fit.shape);
      return Math.min(mostSurprise, -Math.log10(Math.max(tailShare * survival, 1e-300)));
    },
    add(size) {
      if (recent.length < remembered) recent.push(size);
      else recent[oldest] = size;
      oldest = (oldest + 1) % remembered;
      if (recent.length < fewest || ++sinceFit < refitEvery) return;
      sinceFit = 0;
      fit = fitTail(recent);
    },
  };
}

function fitTail(sizes: number[]): Fit {
  const sorted = Float64Array.from(sizes).sort();
  const first = Math.min(sorted.length - 5, Math.floor(sorted.length * (1 - tailShare)));
  const start = sorted[first - 1]!;
  const excesses = sorted.subarray(first).map((size) => size - start);
  const mean = excesses.reduce((sum, excess) => sum + excess, 0) / excesses.length;
  const variance = excesses.reduce((sum, excess) => sum + (excess - mean) ** 2, 0) / excesses.length;
  // A series that never moved has no tail: whatever moves it then is far outside.
  const floor = Math.max(1e-9, start * 1e-3);
  if (mean <= floor || variance <= floor * floor) return { start, shape: 0, scale: Math.max(mean, floor) };
  const ratio = (mean * mean) / variance;
  const shape = Math.min(largestShape, Math.max(smallestShape, (1 - ratio) / 2));
  return { start, shape, scale: mean * (1 - shape) };
}
