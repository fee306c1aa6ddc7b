/** Lets in one at a time, in the order in which they come; a failure of one is its own. */
export function createTurns(): <T>(act: () => Promise<T> | T) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const turn = last.then(act, act);
    last = turn;
    return turn;
  };
}
