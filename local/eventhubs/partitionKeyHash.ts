/**
 * Where an event with a partition key goes: Bob Jenkins' lookup3 hashlittle2 over the UTF-8 bytes, (b xor c) as a signed
 * 16-bit number, absolute value of the remainder. The service and the SDK's buffered producer compute the same.
 */
export function partitionOfKey(partitionKey: string, partitionCount: number): number {
  return Math.abs(hashPartitionKey(partitionKey) % partitionCount);
}

export function hashPartitionKey(partitionKey: string): number {
  const key = Buffer.from(partitionKey, 'utf8');
  let a = (0xdeadbeef + key.length) | 0;
  let b = a;
  let c = a;
  if (key.length === 0) return 0;
  const blocks = Math.ceil(key.length / 12);
  const words = Buffer.alloc(blocks * 12);
  key.copy(words);
  for (let block = 0; block < blocks; block++) {
    a = (a + words.readInt32LE(block * 12)) | 0;
    b = (b + words.readInt32LE(block * 12 + 4)) | 0;
    c = (c + words.readInt32LE(block * 12 + 8)) | 0;
    [a, b, c] = block < blocks - 1 ? mix(a, b, c) : finish(a, b, c);
  }
  return ((b ^ c) << 16) >> 16;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mix(a: number, b: number, c: number): [number, number, number] {
  a = (a - c) ^ rotate(c, 4);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 6);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 8);
  b = (b + a) | 0;
  a = (a - c) ^ rotate(c, 16);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 19);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 4);
  b = (b + a) | 0;
  return [a, b, c];
}

function finish(a: number, b: number, c: number): [number, number, number] {
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return [a, b, c];
}
