import type { KeyComponent } from './partitionKey';

const mask = (1n << 64n) - 1n;
const rotateLeft = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & mask;

function finalMix(value: bigint): bigint {
  let mixed = value ^ (value >> 33n);
  mixed = (mixed * 0xff51afd7ed558ccdn) & mask;
  mixed ^= mixed >> 33n;
  mixed = (mixed * 0xc4ceb9fe1a85ec53n) & mask;
  return mixed ^ (mixed >> 33n);
}

const c1 = 0x87c37b91114253d5n;
const c2 = 0x4cf5ad432745937fn;
const mixFirst = (block: bigint) => (rotateLeft((block * c1) & mask, 31n) * c2) & mask;
const mixSecond = (block: bigint) => (rotateLeft((block * c2) & mask, 33n) * c1) & mask;

/** MurmurHash3 x64-128, seed 0 (Austin Appleby, public domain): the two 64-bit halves. */
function murmur(bytes: Buffer): [bigint, bigint] {
  let h1 = 0n;
  let h2 = 0n;
  const whole = bytes.length - (bytes.length % 16);
  for (let offset = 0; offset < whole; offset += 16) {
    h1 ^= mixFirst(bytes.readBigUInt64LE(offset));
    h1 = (((rotateLeft(h1, 27n) + h2) & mask) * 5n + 0x52dce729n) & mask;
    h2 ^= mixSecond(bytes.readBigUInt64LE(offset + 8));
    h2 = (((rotateLeft(h2, 31n) + h1) & mask) * 5n + 0x38495ab5n) & mask;
  }
  const tail = Buffer.alloc(16);
  bytes.copy(tail, 0, whole);
  h2 ^= mixSecond(tail.readBigUInt64LE(8));
  h1 ^= mixFirst(tail.readBigUInt64LE(0));
  const length = BigInt(bytes.length);
  h1 = ((h1 ^ length) + (h2 ^ length)) & mask;
  h2 = ((h2 ^ length) + h1) & mask;
  h1 = finalMix(h1);
  h2 = finalMix(h2);
  h1 = (h1 + h2) & mask;
  return [h1, (h2 + h1) & mask];
}

function componentBytes(component: KeyComponent): Buffer {
  if (component === undefined) return Buffer.from([0]);
  if (component === null) return Buffer.from([1]);
  if (typeof component === 'boolean') return Buffer.from([component ? 3 : 2]);
  if (typeof component === 'string')
    return Buffer.concat([Buffer.from([8]), Buffer.from(component), Buffer.from([0xff])]);
  const bytes = Buffer.alloc(9, 5);
  bytes.writeDoubleLE(component, 1);
  return bytes;
}

function digest(bytes: Buffer): string {
  const [first, second] = murmur(bytes);
  const out = Buffer.alloc(16);
  out.writeBigUInt64BE(second, 0);
  out.writeBigUInt64BE(first, 8);
  out[0] = (out[0] ?? 0) & 0x3f;
  return out.toString('hex').toUpperCase();
}

/**
 * Effective partition key of version 2: upper-case hex, 32 digits (Hash) or 32 per component (MultiHash).
 * Source: Azure/azure-cosmos-dotnet-v3, PartitionKeyInternal.GetEffectivePartitionKeyForHashPartitioningV2.
 */
export function effectivePartitionKey(components: readonly KeyComponent[], kind: 'Hash' | 'MultiHash'): string {
  if (kind === 'Hash') return digest(Buffer.concat(components.map(componentBytes)));
  return components.map((component) => digest(componentBytes(component))).join('');
}
