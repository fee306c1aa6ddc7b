import { resolve } from 'node:path';
import { readOptions, usage, type StartOptions } from '../../../local/start/options';

const read = (...args: string[]) => readOptions(args) as StartOptions;

test('without arguments everything has its default', () => {
  expect(read()).toEqual({
    data: resolve('.skywarden'),
    root: '/',
    replay: [],
    once: false,
    json: false,
    collect: true,
    intervalSeconds: 300,
    ports: { api: 7071, tls: 7443, issuer: 7080, cosmos: 8081, hubs: 5672, blob: 10000, queue: 10001, table: 10002 },
  });
});

test('every option is taken, paths become absolute', () => {
  const args = '--data d --root r --replay a --replay b --once --json --no-collect --interval 60 --api-port 1';
  const options = read(...args.split(' '), '--table-port=65535');
  expect(options).toMatchObject({
    data: resolve('d'),
    root: resolve('r'),
    replay: [resolve('a'), resolve('b')],
    once: true,
    json: true,
    collect: false,
    intervalSeconds: 60,
    ports: { api: 1, table: 65_535, tls: 7443 },
  });
});

test('--help is help', () => {
  expect(readOptions(['--help', '--data', 'x'])).toBe('help');
  for (const name of ['--data', '--replay', '--once', '--json', '--root', '--interval', '--no-collect', 'tls (7443)']) {
    expect(usage).toContain(name);
  }
});

test.each([
  [['--interval', '4'], '--interval takes a whole number from 5 to 86400'],
  [['--interval', 'soon'], "not 'soon'"],
  [['--interval', '7.5'], '--interval'],
  [['--hubs-port', '0'], '--hubs-port takes a whole number from 1 to 65535'],
  [['--hubs-port', '70000'], '--hubs-port'],
  [['--api-port', ''], '--api-port'],
  [['--dta', 'x'], '--dta'],
  [['folder'], 'folder'],
])('%j is refused and named', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
