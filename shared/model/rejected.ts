/**
 * The input is wrong: never retried, explained to whoever sent it. Every other error is retried with backoff.
 * `code` is a stable PascalCase word that metrics and quarantine entries group by.
 */
export class Rejected extends Error {
  override readonly name = 'Rejected';

  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
