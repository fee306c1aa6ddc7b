import { changeScopes } from '../../../shared/core/workspace/changeScopes';

const [a, b] = ['/subscriptions/a', '/subscriptions/b'];
const effective = '2026-11-21T12:00:00.000Z';
const stored = [{ scope: a, since: '2026-11-01T00:00:00.000Z', existing: false }];

test('a new scope begins when the change takes effect, and what stays is as it was', () => {
  expect(
    changeScopes(
      stored,
      [
        { scope: a, existing: false },
        { scope: b, existing: true },
      ],
      effective,
    ),
  ).toEqual([stored[0], { scope: b, since: effective, existing: true }]);
});

test('a scope that is left out ends, and is known as long as its messages may come again', () => {
  const ended = changeScopes(stored, [], effective);
  expect(ended).toEqual([{ ...stored[0], until: effective }]);
  expect(changeScopes(ended, [], '2026-11-29T11:00:00.000Z')).toEqual(ended);
  expect(changeScopes(ended, [], '2026-11-29T13:00:00.000Z')).toEqual([]);
});

test('one that comes back, or that moves existing machines now, begins anew', () => {
  const ended = changeScopes(stored, [], '2026-11-20T00:00:00.000Z');
  expect(changeScopes(ended, [{ scope: a, existing: false }], effective)).toEqual([
    ...ended,
    { scope: a, since: effective, existing: false },
  ]);
  expect(changeScopes(stored, [{ scope: a, existing: true }], effective)).toEqual([
    { ...stored[0], until: effective },
    { scope: a, since: effective, existing: true },
  ]);
});
