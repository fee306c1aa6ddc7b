/** A write lost against a newer one (etag, or the id is taken): read again and redo. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** The service asks to be left alone for a while. */
export class Throttled extends Error {
  override readonly name = 'Throttled';

  constructor(
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(`The service asks to come back in ${retryAfterSeconds} s`, options);
  }
}
