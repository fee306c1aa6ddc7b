import { Rejected } from '../../../model/rejected';

/** What is wrong with a rule; `path` leads to the place within its document. */
export class RuleFault extends Rejected {
  constructor(
    message: string,
    readonly path: readonly (string | number)[] = [],
    options?: ErrorOptions,
  ) {
    super('RuleInvalid', message, options);
  }
}

/** Runs `work`, which is about the part of the rule at `path`. */
export function at<T>(path: readonly (string | number)[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const inner = error instanceof RuleFault ? error.path : [];
    throw new RuleFault(error.message, [...path, ...inner], { cause: error });
  }
}

/** The same fault with the file named before it. */
export function inFile(file: string, error: unknown): RuleFault {
  if (!(error instanceof Rejected)) throw error;
  return new RuleFault(`${file}: ${error.message}`, error instanceof RuleFault ? error.path : [], { cause: error });
}
