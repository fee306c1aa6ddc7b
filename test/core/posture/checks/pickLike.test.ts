import { pickLike } from '../../../../shared/core/posture/checks/pickLike';

test('of a resource only what the change names is taken, at every depth', () => {
  const resource = {
    id: 'x',
    tags: { secret: 's' },
    properties: { https: false, network: { open: true, rules: [1] } },
  };
  const shape = { properties: { https: true, network: { open: false }, new: { a: 1 } }, tags: null };
  expect(pickLike(resource, shape)).toEqual({
    properties: { https: false, network: { open: true }, new: null },
    tags: { secret: 's' },
  });
  expect(pickLike(undefined, shape)).toBeNull();
});
