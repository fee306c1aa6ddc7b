import { rememberLast } from '../../../shared/core/detect/rememberLast';

test('what was asked last is not computed again', () => {
  let asked = 0;
  const ask = rememberLast((one: { n: number }) => {
    asked++;
    return one.n > 1 ? one.n : undefined;
  });
  const [one, two] = [{ n: 1 }, { n: 2 }];
  expect([one, one, two, two, one].map(ask)).toEqual([undefined, undefined, 2, 2, undefined]);
  expect(asked).toBe(3);
});
