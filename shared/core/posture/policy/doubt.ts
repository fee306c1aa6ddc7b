/** Why something cannot be judged. Reasons of a whole policy or of missing input are hard, those of one condition soft. */
export type Reason =
  | 'unsupported-operator'
  | 'unsupported-function'
  | 'unsupported-field'
  | 'unsupported-syntax'
  | 'unsupported-mode'
  | 'manual'
  | 'static'
  | 'request-time-effect'
  | 'parameter-missing'
  | 'api-version-missing'
  | 'related-not-collected'
  | 'group-not-collected'
  | 'guest-configuration-not-assigned'
  | 'unique-name'
  | 'not-known-before-deployment'
  | 'alias-shape'
  | 'alias-unconfirmed'
  | 'type-mismatch'
  | 'expression-error'
  | 'limit-exceeded';

const softReasons: ReadonlySet<Reason> = new Set<Reason>([
  'alias-shape',
  'alias-unconfirmed',
  'type-mismatch',
  'expression-error',
  'limit-exceeded',
]);

/** A value or a truth that cannot be known, with its reason. A class, so that no JSON value can be taken for one. */
export class Doubt {
  /** Soft: one condition failed to evaluate, as it would in Azure. */
  readonly soft: boolean;

  constructor(
    readonly reason: Reason,
    readonly detail = '',
  ) {
    this.soft = softReasons.has(reason);
  }
}

export const isDoubt = (value: unknown): value is Doubt => value instanceof Doubt;

export const expressionError = (detail: string): Doubt => new Doubt('expression-error', detail);

/** The first doubt within a value that is known in part, such as a resource of a template before its deployment. */
export function doubtWithin(value: unknown): Doubt | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isDoubt(value)) return value;
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    const found = typeof member === 'object' ? doubtWithin(member) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The one that matters more: hard before soft, else the first. */
export const graver = (first: Doubt | undefined, second: Doubt): Doubt =>
  first === undefined || (first.soft && !second.soft) ? second : first;

/** A rule that does not compile: `token` names what is at fault. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';

  constructor(
    readonly reason: Reason,
    readonly token: string,
  ) {
    super(`${reason}: ${token}`);
  }
}
