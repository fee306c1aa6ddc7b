import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AmqpFault, notFound } from './amqpFault';
import { partitionOfKey } from './partitionKeyHash';
import { openPartitionLog, type LogOptions, type PartitionLog } from './partitionLog';
import { createReaderGroup, type ReaderGroup } from './readerGroup';

export interface HubDefinition {
  name: string;
  partitionCount: number;
  /** `$Default` is always there. */
  consumerGroups?: string[] | undefined;
}

export interface Hub {
  name: string;
  createdAt: number;
  logs: readonly PartitionLog[];
  /** Throws AmqpFault for a partition that does not exist. */
  partition(id: string): { index: number; log: PartitionLog };
  /** Log for a key; round robin without one. */
  partitionFor(partitionKey: string | undefined): PartitionLog;
  /** Readers of a partition in a consumer group; throws AmqpFault for an unknown group. */
  readers(group: string, partitionIndex: number): ReaderGroup;
}

const hubFile = z.object({ partitionCount: z.number().int(), createdAt: z.number() });

export async function openHub(folder: string, definition: HubDefinition, options: LogOptions): Promise<Hub> {
  const { name, partitionCount } = definition;
  const { createdAt } = await hubFileOf(folder, definition, options.now());
  const logs: PartitionLog[] = [];
  try {
    for (let index = 0; index < partitionCount; index++)
      logs.push(await openPartitionLog(join(folder, String(index)), options));
  } catch (error) {
    await Promise.all(logs.map((log) => log.close()));
    throw error;
  }
  const groups = new Map(
    ['$Default', ...(definition.consumerGroups ?? [])].map((group) => [
      group.toLowerCase(),
      logs.map(() => createReaderGroup()),
    ]),
  );
  let next = 0;
  return {
    name,
    createdAt,
    logs,
    partition: (id) => {
      const log = /^\d{1,4}$/.test(id) ? logs[Number(id)] : undefined;
      if (!log) {
        throw new AmqpFault(
          'com.microsoft:argument-out-of-range',
          `The specified partition is invalid for an EventHub partition sender or receiver. It should be between 0 and ${partitionCount - 1}.`,
        );
      }
      return { index: Number(id), log };
    },
    partitionFor: (partitionKey) => {
      const index = partitionKey === undefined ? next++ % partitionCount : partitionOfKey(partitionKey, partitionCount);
      return logs[index] as PartitionLog;
    },
    readers: (group, partitionIndex) => {
      const readers = groups.get(group.toLowerCase())?.[partitionIndex];
      if (!readers) throw notFound(`${name}|${group}`);
      return readers;
    },
  };
}

/** The partition count of a hub never changes: keys would move and checkpoints would point elsewhere. */
async function hubFileOf(
  folder: string,
  { name, partitionCount }: HubDefinition,
  now: number,
): Promise<z.infer<typeof hubFile>> {
  const path = join(folder, 'hub.json');
  await mkdir(folder, { recursive: true });
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) {
    const created = { partitionCount, createdAt: now };
    await writeFile(`${path}.new`, JSON.stringify(created));
    await rename(`${path}.new`, path);
    return created;
  }
  const existing = hubFile.parse(JSON.parse(text));
  if (existing.partitionCount !== partitionCount) {
    throw new Error(
      `Event Hubs endpoint: event hub "${name}" was created with ${existing.partitionCount} partitions and is now defined with ` +
        `${partitionCount}. Keep the count, or delete ${folder} to start with an empty hub.`,
    );
  }
  return existing;
}
