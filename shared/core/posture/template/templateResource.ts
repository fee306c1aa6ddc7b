import type { JsonObject } from '../../../model/json';
import type { Doubt } from '../policy/doubt';

/** Where something stands in a template. */
export type TemplatePath = readonly (string | number)[];

/** A resource that a template deploys, shaped like one of ARM. What deployment will give stands in it as a doubt. */
export interface TemplateResource {
  /** Unknown parts of names in braces. */
  id: string;
  /** Why its id is not the one that it will have. */
  idDoubt: Doubt | undefined;
  type: string;
  apiVersion: string;
  body: JsonObject;
  path: TemplatePath;
  /** Its name in a template of language version 2.0. */
  symbol: string | undefined;
  /** Why it is not known whether it is deployed at all. */
  maybe: Doubt | undefined;
}

/** What a reader of verdicts has to know about a template. */
export interface TemplateNote {
  kind:
    | 'linked-template'
    | 'too-large'
    | 'expression-failed'
    | 'parameter-without-value'
    | 'parameter-not-declared'
    | 'not-a-resource';
  message: string;
  path: TemplatePath;
}
