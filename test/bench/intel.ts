import { createAddressIndex } from '../../shared/core/detect/intel/addressIndex';
import type { Indicator } from '../../shared/core/detect/intel/indicator';
import { compileIntel, openIntel } from '../../shared/core/detect/intel/compiledIntel';
import { type BuiltIndex, createIndicatorIndex } from '../../shared/core/detect/intel/indicatorIndex';
import type { Entity } from '../../shared/model/entity';
import { seeded } from './anomaly/random';

const million = 1_000_000;
const queries = 200_000;
const time = '2026-11-21T08:00:00.000Z';

const random = seeded(7);
const octet = () => Math.floor(random() * 256);
/** Public addresses only: others are never looked for. */
const address = () => `${11 + Math.floor(random() * 80)}.${octet()}.${octet()}.${octet()}`;
const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
const name = () => `${hex(8)}.${['example.com', 'example.net', 'example.org'][octet() % 3]}`;

const kinds: { kind: string; make: () => string; type: Indicator['type']; entity: (value: string) => Entity }[] = [
  { kind: 'addresses', type: 'ip', make: address, entity: (value) => ({ type: 'ip', address: value }) },
  {
    kind: 'networks (/24)',
    type: 'cidr',
    make: () => `${11 + Math.floor(random() * 80)}.${octet()}.${octet()}.0/24`,
    entity: (value) => ({ type: 'ip', address: value.replace('.0/24', '.9') }),
  },
  { kind: 'domains', type: 'domain', make: name, entity: (value) => ({ type: 'dns', domainName: `www.${value}` }) },
  {
    kind: 'URLs',
    type: 'url',
    make: () => `https://${name()}/${hex(6)}`,
    entity: (value) => ({ type: 'url', url: value }),
  },
  {
    kind: 'SHA-256',
    type: 'hash',
    make: () => hex(64),
    entity: (value) => ({ type: 'filehash', algorithm: 'SHA256', value }),
  },
];

/** A million indicators of each kind: time to build, memory, and CPU of a look-up that hits and of one that misses. */
function main(): void {
  console.log(
    'indicators        build s   MB held   hit ns   miss ns   file MB  load ms   Map of objects: miss ns   MB',
  );
  for (const { kind, type, make, entity } of kinds) {
    const values = Array.from({ length: million }, make);
    const started = process.cpuUsage();
    const index = createIndicatorIndex(
      (function* () {
        for (const value of values) yield { type, value, description: 'listed', confidence: 70, feed: 'bench' };
      })(),
    );
    const build = seconds(started);
    const listed = Array.from({ length: queries }, () => entity(values[Math.floor(random() * million)]!));
    const others = Array.from({ length: queries }, () => entity(type === 'cidr' ? '192.0.2.0/24' : make()));
    const cells = [nanoseconds(() => listed.forEach(find)), nanoseconds(() => others.forEach(find))];
    console.log(
      `${kind.padEnd(16)}${build.toFixed(1).padStart(9)}${(index.bytes() / 1e6).toFixed(0).padStart(10)}${cells.map((ns) => ns.toFixed(0).padStart(9)).join(' ')}${loaded(index)}${baseline(values, others)}`,
    );

    function find(wanted: Entity): void {
      index.find(wanted, time);
    }
  }
  const { hit, miss } = alone();
  console.log(`which indicator an address is, without its texts: hit ${hit.toFixed(0)} ns, miss ${miss.toFixed(0)} ns`);
}

/** The index as a file, and the CPU that a cold start takes to look into it. */
function loaded(index: BuiltIndex): string {
  const data = compileIntel({ builtAt: time, index, allowed: [], shared: [] });
  const started = process.cpuUsage();
  openIntel(data);
  return `${(data.length / 1e6).toFixed(0).padStart(10)}${(seconds(started) * 1000).toFixed(0).padStart(9)}`;
}

/** What is written first: a Map from text to object. It knows neither networks nor names below a domain. */
function baseline(values: string[], others: Entity[]): string {
  const before = process.memoryUsage().heapUsed;
  const map = new Map(values.map((value) => [value, { value, description: 'listed', confidence: 70, feed: 'bench' }]));
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  const texts = others.map((other) => String(Object.values(other)[1]));
  const ns = nanoseconds(() => texts.forEach((text) => map.get(text)));
  return `${ns.toFixed(0).padStart(26)}${megabytes.toFixed(0).padStart(5)}`;
}

/** The look-up that every address of every event costs; the texts are read for the few that are listed. */
function alone(): { hit: number; miss: number } {
  const networks = Array.from({ length: million }, (_, owner) => ({ value: address(), owner }));
  const index = createAddressIndex(networks);
  const listed = Array.from({ length: queries }, () => networks[Math.floor(random() * million)]!.value);
  const others = Array.from({ length: queries }, address);
  const cost = (wanted: string[]): number => nanoseconds(() => wanted.forEach((text) => index.find(text)));
  return { hit: cost(listed), miss: cost(others) };
}

function seconds(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

/** Best of five: what else the machine does only ever adds. */
function nanoseconds(work: () => void): number {
  const rounds = Array.from({ length: 5 }, () => {
    const started = process.cpuUsage();
    work();
    return (seconds(started) * 1e9) / queries;
  });
  return Math.min(...rounds);
}

main();
