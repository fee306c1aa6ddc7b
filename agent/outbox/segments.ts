import { closeSync, fdatasyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../reasonOf';
import { readLines, type ReadLines } from './recordLine';

/** One file of the outbox, `<12 digits>.records`; numbers grow. */
export interface Segment {
  number: number;
  records: number;
  bytes: number;
}

const nameOf = (number: number) => `${String(number).padStart(12, '0')}.records`;

/** The segment files of a folder. All calls are synchronous: what one of them does is done before anything else happens. */
export interface Segments {
  /** Oldest first. */
  list(): Segment[];
  /** Appends whole lines and waits for the disk. */
  append(number: number, lines: Buffer): void;
  read(number: number): ReadLines;
  remove(number: number): void;
}

export function openSegments(folder: string): Segments {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (number: number) => join(folder, nameOf(number));
  return {
    list: () =>
      readdirSync(folder)
        .map((name) => /^(\d{12})\.records$/.exec(name)?.[1])
        .filter((digits) => digits !== undefined)
        .map(Number)
        .sort((a, b) => a - b)
        .map((number) => sizeOf(number, readFileSync(fileOf(number)))),
    append(number, lines) {
      const descriptor = openSync(fileOf(number), 'a', 0o600);
      try {
        for (let written = 0; written < lines.length;) written += writeSync(descriptor, lines, written);
        fdatasyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    },
    read(number) {
      try {
        return readLines(readFileSync(fileOf(number), 'utf8'));
      } catch (error) {
        // A full disk may have refused even the empty file.
        if (isMissing(error)) return { records: [], damaged: 0 };
        throw error;
      }
    },
    remove: (number) => rmSync(fileOf(number), { force: true }),
  };
}

function sizeOf(number: number, content: Buffer): Segment {
  let records = 0;
  for (let at = content.indexOf(0x0a); at >= 0; at = content.indexOf(0x0a, at + 1)) records += 1;
  return { number, records, bytes: content.length };
}
