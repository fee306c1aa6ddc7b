/** A request that the endpoint refuses: becomes the HTTP status and the JSON body `{code, message}` that the SDK expects. */
export class CosmosFault extends Error {
  override readonly name = 'CosmosFault';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly substatus = 0,
  ) {
    super(message);
  }
}

export const badRequest = (message: string, substatus = 0) => new CosmosFault(400, 'BadRequest', message, substatus);
export const notFound = (message: string, substatus = 0) => new CosmosFault(404, 'NotFound', message, substatus);
export const conflict = (message: string) => new CosmosFault(409, 'Conflict', message);
export const preconditionFailed = (message: string) => new CosmosFault(412, 'PreconditionFailed', message);
export const tooLarge = (message: string) => new CosmosFault(413, 'RequestEntityTooLarge', message);
