/** Remembers the answer for the last argument, by identity: what is made of a list is made once until there is another list. */
export function memoLast<A, R>(make: (argument: A) => R): (argument: A) => R {
  let last: { argument: A; answer: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, answer: make(argument) };
    return last!.answer;
  };
}
