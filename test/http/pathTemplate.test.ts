import { compilePath } from '../../shared/http/pathTemplate';

const match = (template: string, path: string) => compilePath(template)(path.split('/').filter(Boolean));

test('literals match without case, parameters keep the spelling sent', () => {
  expect(match('/subscriptions/{s}/providers', '/Subscriptions/AbC/PROVIDERS')).toEqual({ s: 'AbC' });
  expect(match('/subscriptions/{s}', '/subscriptions')).toBeUndefined();
  expect(match('/subscriptions/{s}', '/subscriptions/a/b')).toBeUndefined();
});

test('a scope is any number of segments before the rest, and none is the tenant', () => {
  const template = '{scope}/providers/Microsoft.Security/assessments/{name}';
  expect(match(template, '/a/b/c/providers/Microsoft.Security/assessments/n')).toEqual({ scope: '/a/b/c', name: 'n' });
  expect(match(template, '/providers/Microsoft.Security/assessments/n')).toEqual({ scope: '', name: 'n' });
  expect(match(template, '/assessments/n')).toBeUndefined();
});

test('an extension of an extension belongs to the last one', () => {
  const list = '{scope}/providers/X/assessments';
  expect(match(list, '/a/providers/X/assessments/1/providers/X/assessments')).toEqual({
    scope: '/a/providers/X/assessments/1',
  });
});

test('a rest is one segment or more', () => {
  expect(match('/inventory/{id...}', '/inventory/a/b')).toEqual({ id: 'a/b' });
  expect(match('/inventory/{id...}', '/inventory')).toBeUndefined();
});
