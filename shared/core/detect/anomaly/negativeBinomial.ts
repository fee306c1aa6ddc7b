/** Coefficients of Lanczos' approximation (g = 7, n = 9; Godfrey 2001): 15 digits for positive arguments. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Logarithm of the gamma function of a positive number. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  let sum: number = lanczos[0];
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (z + i);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Terms are added until they no longer matter; from the mean on they fall at least geometrically. */
const maxTerms = 100_000;

/**
 * P(N >= n) for counts of this mean and variance: negative binomial, and Poisson when the variance is no larger than the mean. At or below
 * the mean, where nothing is unusual, it is 1. Positive mean; n whole.
 */
export function tailProbability(n: number, mean: number, variance: number): number {
  if (n <= mean) return 1;
  const excess = variance - mean;
  const isPoisson = excess < 1e-9 * mean;
  const k = isPoisson ? Infinity : (mean * mean) / excess;
  const logQ = isPoisson ? 0 : Math.log(mean / (mean + k));
  const logFirst = isPoisson
    ? n * Math.log(mean) - mean - logGamma(n + 1)
    : logGamma(n + k) - logGamma(k) - logGamma(n + 1) + k * Math.log(k / (k + mean)) + n * logQ;
  const q = Math.exp(logQ);
  let term = 1;
  let sum = 1;
  for (let j = n; j < n + maxTerms && term > sum * 1e-12; j++) {
    term *= isPoisson ? mean / (j + 1) : (q * (j + k)) / (j + 1);
    sum += term;
  }
  return Math.min(1, Math.exp(logFirst) * sum);
}
