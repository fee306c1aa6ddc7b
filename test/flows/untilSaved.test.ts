import { Conflict } from '../../shared/flows/ports/portErrors';
import { untilSaved } from '../../shared/flows/untilSaved';

const failing = (times: number, error: Error) => {
  let left = times;
  return async () => {
    if (left-- > 0) throw error;
    return times - left;
  };
};

test('a lost write is tried again from the start', async () => {
  expect(await untilSaved(failing(3, new Conflict('late')))).toBe(4);
});

test('it gives up with the Conflict after ten attempts', async () => {
  await expect(untilSaved(failing(10, new Conflict('late')))).rejects.toThrow(Conflict);
});

test('any other error comes out at once', async () => {
  let tries = 0;
  await expect(
    untilSaved(async () => {
      tries++;
      throw new Error('away');
    }),
  ).rejects.toThrow('away');
  expect(tries).toBe(1);
});
