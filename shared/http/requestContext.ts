import type { Caller } from './access';
import type { Catalogue } from './catalogue';
import type { HttpDeps } from './deps';
import type { Noun } from './noun';
import type { HttpRequest } from './request';

/** What a handler gets: the request with everything the frame has checked. */
export interface RequestContext {
  deps: HttpDeps;
  request: HttpRequest;
  url: URL;
  /** A parameter of the path template. */
  param: (name: string) => string;
  /** Query parameters by lower-case name. */
  query: Map<string, string>;
  /** ARM id before `/providers/Microsoft.Security`, as sent; empty for the tenant. */
  scope: string;
  /** As the noun spells it; empty when the route has none. */
  apiVersion: string;
  caller: Caller;
  catalogue: Catalogue;
  nouns: readonly Noun[];
  /** Where clients reach this API, without a trailing slash. */
  publicUrl: string;
}
