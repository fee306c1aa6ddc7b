const kilobytes = (bytes: number) => Math.max(1, bytes / 1024);

/**
 * Request units by a model fitted to documented and measured charges, within about 20 % of them: 1 RU for a point read and
 * 5 RU for a write of 1 KB, 10 and 50 RU for 100 KB (Microsoft Learn: key-value-store-cost, optimize-cost-reads-writes).
 * `bytes` is the UTF-8 length of the stored JSON.
 */
export const readCharge = (bytes: number): number => 1 + 0.09 * (kilobytes(bytes) - 1);

/** Also the charge of a delete; replacing an existing item costs twice as much. */
export const createCharge = (bytes: number, indexedValues: number): number =>
  5 + 0.45 * (kilobytes(bytes) - 1) + 0.3 * indexedValues;

/** A read that finds nothing or answers "not modified", and an operation that is refused. */
export const missCharge = 1;

/** `loadedCharges` is the sum of `readCharge` over the documents loaded through the index. */
export const queryCharge = (loadedCharges: number, returned: number): number =>
  2.5 + 0.4 * loadedCharges + 0.1 * returned;

/** `loadedCharges` is the sum of `readCharge` over the documents returned. */
export const feedCharge = (loadedCharges: number): number => 1 + 0.4 * loadedCharges;
