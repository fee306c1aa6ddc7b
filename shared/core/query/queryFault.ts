import { Rejected } from '../../model/rejected';

/** A fault of the query text, told with the line and column (from 1) of the character at `at`. */
export function queryFault(text: string, at: number, reason: string): Rejected {
  const before = text.slice(0, at).split('\n');
  return new Rejected('QueryInvalid', `Line ${before.length}, column ${before.at(-1)!.length + 1}: ${reason}`);
}

/** A fault that only the data showed: what a value grew to. */
export const tooLarge = (what: string, limit: number): Rejected =>
  new Rejected('QueryTooLarge', `${what} grew beyond ${limit} characters: make less of it, or filter first.`);
