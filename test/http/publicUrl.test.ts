import { publicUrlOf } from '../../shared/http/publicUrl';

const of = (headers: Record<string, string>, configured?: string): string => {
  const url = 'http://127.0.0.1:7071/subscriptions';
  return publicUrlOf({ method: 'GET', url, headers, body: Buffer.alloc(0) }, new URL(url), configured);
};

test.each<[string, Record<string, string>, string]>([
  ['the request alone', {}, 'http://127.0.0.1:7071'],
  ['its Host', { host: 'localhost:7443' }, 'http://localhost:7443'],
  [
    'a proxy',
    { host: 'in', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'sky.example.com' },
    'https://sky.example.com',
  ],
  [
    'the first of several proxies',
    { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'a.example.com, b' },
    'https://a.example.com',
  ],
  ['a proxy with a prefix', { host: 'a.example.com', 'x-forwarded-prefix': '/arm/' }, 'http://a.example.com/arm'],
  ['an IPv6 host', { host: '[::1]:7443' }, 'http://[::1]:7443'],
  ['a host that is none', { host: 'a.example.com/x?', 'x-forwarded-host': 'evil@b' }, 'http://127.0.0.1:7071'],
  ['a scheme that is none', { host: 'a.example.com', 'x-forwarded-proto': 'javascript' }, 'http://a.example.com'],
  ['a prefix that is none', { host: 'a.example.com', 'x-forwarded-prefix': '//evil' }, 'http://a.example.com'],
])('the public URL from %s', (_, headers, expected) => {
  expect(of(headers)).toBe(expected);
});

test('a configured URL goes before all headers', () => {
  expect(of({ host: 'a.example.com' }, 'https://api.example.com/arm/')).toBe('https://api.example.com/arm');
});
