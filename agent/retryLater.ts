/** The receiver says when to come back: earlier attempts are of no use. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';

  constructor(
    message: string,
    readonly seconds: number,
  ) {
    super(message);
  }
}

const mostSeconds = 300;

/** Seconds to wait at least after an error. */
export const waitAfter = (error: unknown): number =>
  error instanceof RetryLater ? Math.min(error.seconds, mostSeconds) : 0;
