/** An HTTP request as any door hands it over. Header names in lower case; `url` is absolute. */
export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body?: string;
  /** Instead of a body. Where it throws, what was sent is cut off and must not look whole. */
  stream?: AsyncIterable<string>;
}
