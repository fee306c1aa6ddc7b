import { hash } from 'node:crypto';

const digestAtEnd = /-[0-9a-f]{32}$/;

/** 64 bits that stand for an event id. From a cryptographic hash: nobody can craft an event that hides another. */
export interface Fingerprint {
  high: number;
  low: number;
}

/** Ids of events end in a digest, whose last half is taken as it is; any other text is hashed. */
export function fingerprint(id: string): Fingerprint {
  if (digestAtEnd.test(id)) return { high: parseInt(id.slice(-16, -8), 16), low: parseInt(id.slice(-8), 16) };
  const bytes = hash('sha1', id, 'buffer');
  return { high: bytes.readUInt32LE(0), low: bytes.readUInt32LE(4) };
}

/** Raw bytes, 8 per fingerprint, by hour of arrival (ISO, `2026-11-21T08`). */
export interface FingerprintHour {
  hour: string;
  bytes: Buffer;
}

export interface Fingerprints {
  has(id: string): boolean;
  /** Takes an event in; answers false when it was there already. `arrivedAt` is an ISO time. */
  add(id: string, arrivedAt: string): boolean;
  size(): number;
  export(): FingerprintHour[];
}

export interface FingerprintLimits {
  /** Hours of arrival that are remembered. */
  hours: number;
  /** Fingerprints in all; beyond it the oldest eighth goes, or the oldest hour when that is less. Figures: docs/performance.md. */
  entries: number;
}

const generationsPerSet = 8;
const defaultLimits: FingerprintLimits = { hours: 12, entries: 1_000_000 };

/** The rotating set of what arrived lately: hours older than the window behind the newest arrival drop out. */
export function createFingerprints(saved: FingerprintHour[] = [], limits = defaultLimits): Fingerprints {
  const perGeneration = Math.max(1, Math.ceil(limits.entries / generationsPerSet));
  let generations: { hour: string; table: Table }[] = [];
  let total = 0;
  let oldest = '';

  const holds = (print: Fingerprint) => generations.some(({ table }) => table.has(print));

  function insert(print: Fingerprint, hour: string): void {
    if (hour < oldest) return;
    while (total >= limits.entries) total -= generations.shift()!.table.size();
    let current = generations.findLast((generation) => generation.hour === hour);
    if (current === undefined || current.table.size() >= perGeneration) {
      current = { hour, table: createTable() };
      generations.push(current);
      forgetOld();
    }
    total -= current.table.size();
    current.table.insert(print);
    total += current.table.size();
  }

  function forgetOld(): void {
    generations.sort((a, b) => (a.hour < b.hour ? -1 : a.hour > b.hour ? 1 : 0));
    oldest = hoursBefore(generations.at(-1)!.hour, limits.hours);
    generations = generations.filter(({ hour }) => hour >= oldest);
    total = generations.reduce((sum, { table }) => sum + table.size(), 0);
  }

  for (const { hour, bytes } of saved) {
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      insert({ high: bytes.readUInt32LE(at), low: bytes.readUInt32LE(at + 4) }, hour);
    }
  }

  return {
    has: (id) => holds(fingerprint(id)),
    add(id, arrivedAt) {
      const print = fingerprint(id);
      if (holds(print)) return false;
      insert(print, arrivedAt.slice(0, 13));
      return true;
    },
    size: () => total,
    export() {
      const byHour = new Map<string, Buffer[]>();
      for (const { hour, table } of generations) byHour.set(hour, [...(byHour.get(hour) ?? []), table.bytes()]);
      return [...byHour].map(([hour, parts]) => ({ hour, bytes: Buffer.concat(parts) }));
    },
  };
}

const hoursBefore = (hour: string, hours: number): string =>
  new Date(Date.parse(`${hour}:00:00Z`) - hours * 3_600_000).toISOString().slice(0, 13);

interface Table {
  has(print: Fingerprint): boolean;
  insert(print: Fingerprint): void;
  size(): number;
  bytes(): Buffer;
}

/** Open addressing with linear steps in one typed array, two words per slot; both zero is a free slot. Multiplying spreads ids that are close. */
function createTable(): Table {
  let slots = new Uint32Array(2 * 1024);
  let count = 0;

  function slotOf({ high, low }: Fingerprint, words: Uint32Array): number {
    const mask = words.length / 2 - 1;
    let slot = (Math.imul(low ^ high, 0x9e3779b1) >>> 8) & mask;
    while ((words[2 * slot] !== high || words[2 * slot + 1] !== low) && (words[2 * slot] || words[2 * slot + 1])) {
      slot = (slot + 1) & mask;
    }
    return 2 * slot;
  }

  function put(print: Fingerprint, words: Uint32Array): boolean {
    const at = slotOf(print, words);
    if (words[at] || words[at + 1]) return false;
    words[at] = print.high;
    words[at + 1] = print.low;
    return true;
  }

  function* entries(): Generator<Fingerprint> {
    for (let at = 0; at < slots.length; at += 2) {
      if (slots[at] || slots[at + 1]) yield { high: slots[at]!, low: slots[at + 1]! };
    }
  }

  function grow(): void {
    const wider = new Uint32Array(2 * slots.length);
    for (const print of entries()) put(print, wider);
    slots = wider;
  }

  return {
    has(print) {
      const at = slotOf(print, slots);
      return Boolean(slots[at] || slots[at + 1]);
    },
    insert(print) {
      if (count * 2 >= slots.length * 0.75) grow();
      if (put(print, slots)) count++;
    },
    size: () => count,
    bytes() {
      const bytes = Buffer.alloc(8 * count);
      let at = 0;
      for (const { high, low } of entries()) {
        bytes.writeUInt32LE(high, at);
        bytes.writeUInt32LE(low, at + 4);
        at += 8;
      }
      return bytes;
    },
  };
}
