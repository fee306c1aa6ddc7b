/** An answer that is not a success: `code` is PascalCase and never localised, `message` tells the caller what to do. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export const badRequest = (code: string, message: string): HttpError => new HttpError(400, code, message);

/** Also what a caller hears of something that exists outside of their scopes. */
export const notFound = (what: string, code = 'ResourceNotFound'): HttpError =>
  new HttpError(404, code, `${what} was not found.`);

export const preconditionFailed = (message: string): HttpError => new HttpError(412, 'PreconditionFailed', message);
