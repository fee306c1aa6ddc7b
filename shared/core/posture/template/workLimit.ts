import { expressionError } from '../policy/doubt';

/** Function calls and turns of loops; ARM's own limits allow templates to ask for far more than anyone would wait for. */
const maxWork = 500_000;

/** What a resource counts for: at most 20,000 are judged. */
export const workOfResource = 25;

/** One account for a template with all that is nested in it. */
export function workLimit(): (work: number) => boolean {
  let spent = 0;
  return (work) => {
    spent += work;
    return spent <= maxWork;
  };
}

export const tooMuchWork = expressionError('the template takes more work than any real one');
