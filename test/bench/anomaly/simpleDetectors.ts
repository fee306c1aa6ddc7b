/** The detectors to beat: what most people write first. Each scores one value after the other, 0 to 1. */
export type SimpleDetector = () => (value: number) => number;

const score = (z: number): number => 1 - 1 / (1 + z / 8);

/** Exponentially weighted mean and variance, z of the new value. */
export const ewmaZ: SimpleDetector = () => {
  let [mean, variance, seen] = [0, 0, 0];
  return (value) => {
    seen++;
    const away = value - mean;
    const z = seen < 30 ? 0 : Math.abs(away) / Math.sqrt(variance + 1e-12);
    const rate = Math.max(0.005, 1 / seen);
    mean += rate * away;
    variance += rate * (away * away - variance);
    return score(z);
  };
};

const width = 200;
const quiet = 250;

/** Distance from the median of the last values in interquartile ranges; afterwards quiet for a while, without which it is near 0. */
export const rollingMedianZ: SimpleDetector = () => {
  const recent: number[] = [];
  let last = -Infinity;
  let at = 0;
  return (value) => {
    at++;
    const sorted = [...recent].sort((a, b) => a - b);
    recent.push(value);
    if (recent.length > width) recent.shift();
    if (sorted.length < 30) return 0;
    const quantile = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!;
    const z = (Math.abs(value - quantile(0.5)) / (quantile(0.75) - quantile(0.25) + 1e-12)) * 1.349;
    if (z > 5 && at - last < quiet) return 0;
    if (z > 5) last = at;
    return score(z);
  };
};
