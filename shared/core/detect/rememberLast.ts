/** Several detectors ask the same of one event, one after the other: the answer to the last argument is kept. For pure functions. */
export function rememberLast<A extends object, R>(ask: (argument: A) => R): (argument: A) => R {
  let last: { argument: A; answer: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, answer: ask(argument) };
    return last.answer;
  };
}
