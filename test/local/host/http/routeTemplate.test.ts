import fc from 'fast-check';
import { covers, routeTemplate } from '../../../../local/host/http/routeTemplate';

describe('routeTemplate', () => {
  test.each<[string, string, Record<string, string> | undefined]>([
    ['api/alerts', 'api/alerts', {}],
    ['api/alerts', 'API/Alerts/', {}],
    ['api/alerts', 'api/alerts/1', undefined],
    ['api/{id}', 'api/a%20b', { id: 'a b' }],
    ['api/{id}', 'api/a%2Fb', { id: 'a%2Fb' }],
    ['api/{id}', 'api/', undefined],
    ['api/{id?}', 'api', {}],
    ['api/{id=7}', 'api', { id: '7' }],
    ['api/{id=7}', 'api/8', { id: '8' }],
    ['api/{id:int}', 'api/12', { id: '12' }],
    ['api/{id:int}', 'api/x', undefined],
    ['api/{id:int?}', 'api', {}],
    ['api/{id:regex(^a:b$)}', 'api/a:b', { id: 'a:b' }],
    ['files/{name}.{ext}', 'files/report.json', { name: 'report', ext: 'json' }],
    ['{*path}', '', {}],
    ['{*path}', 'a/b/c', { path: 'a/b/c' }],
    ['api/{*rest}', 'api', {}],
    ['api/{*rest}', 'api/x/y/', { rest: 'x/y/' }],
    ['api/{*rest}', 'other/x', undefined],
  ])('%s on %s', (template, path, expected) => {
    expect(routeTemplate(template).match(path)).toEqual(expected);
  });

  test('a path that is no valid percent encoding is matched as it stands', () => {
    expect(routeTemplate('{id}').match('100%')).toEqual({ id: '100%' });
  });

  test('every path below a catch-all is found again in its parameter', () => {
    const segment = fc.stringMatching(/^[a-zA-Z0-9._~-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments) => {
        const path = segments.join('/');
        expect(routeTemplate('api/{*rest}').match(`api/${path}`)).toEqual({ rest: path });
      }),
    );
  });

  test.each([['{*a}/b'], ['{}'], ['{id:colour}']])('%s is refused', (template) => {
    expect(() => routeTemplate(template)).toThrow(/must come last|no route parameter|unknown route constraint/);
  });
});

describe('covers', () => {
  test.each<[string, string, boolean]>([
    ['alerts/{id}', 'alerts/export', true],
    ['alerts/export', 'alerts/{id}', false],
    ['alerts/{id:int}', 'alerts/export', false],
    ['{*path}', 'health', true],
    ['health', '{*path}', false],
    ['a/{x}', 'a/{y}', true],
    ['a/{x}', 'a/{y?}', false],
    ['a/b', 'a/b/c', false],
    ['A/b', 'a/B', true],
  ])('%s takes everything of %s: %s', (earlier, later, expected) => {
    expect(covers(earlier, later)).toBe(expected);
  });
});
