import type { FingerprintStore, SavedFingerprints } from '../../flows/ports/fingerprints';
import type { BlobContainers } from './client';

interface Header {
  upTo: string;
  arrivedAt: string;
  hours: { hour: string; length: number }[];
}

/** One blob per hub partition: a JSON line that says what follows, then the raw fingerprints hour by hour. */
export function fingerprintStore(containers: BlobContainers): FingerprintStore {
  const blob = (hubPartition: string) => containers('dedupe').getBlockBlobClient(`fingerprints/${hubPartition}`);
  return {
    async load(hubPartition) {
      const client = blob(hubPartition);
      if (!(await client.exists())) return undefined;
      return decode(await client.downloadToBuffer());
    },
    async save(hubPartition, saved) {
      await blob(hubPartition).uploadData(encode(saved));
    },
  };
}

export function encode({ upTo, arrivedAt, hours }: SavedFingerprints): Buffer {
  const header: Header = { upTo, arrivedAt, hours: hours.map(({ hour, bytes }) => ({ hour, length: bytes.length })) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...hours.map(({ bytes }) => bytes)]);
}

export function decode(data: Buffer): SavedFingerprints {
  const end = data.indexOf(0x0a);
  const { upTo, arrivedAt, hours } = JSON.parse(data.subarray(0, end).toString()) as Header;
  let at = end + 1;
  const parts = hours.map(({ hour, length }) => ({ hour, bytes: data.subarray(at, (at += length)) }));
  return { upTo, arrivedAt, hours: parts };
}
