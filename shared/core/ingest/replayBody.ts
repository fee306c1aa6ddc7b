import { gzipSync } from 'node:zlib';

/** A message of the hub holds 1 MB with its properties. */
const maxPlainBytes = 900_000;

/** Input as it goes onto the hub again: what came in a compressed body may be too large without compression. */
export const replayBody = (raw: Buffer): Buffer => (raw.length > maxPlainBytes ? gzipSync(raw) : raw);
