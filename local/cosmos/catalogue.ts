import { z } from 'zod';
import { containerOf, type Container, type ContainerRecord, type OfferContent } from './container';
import { containerDefinition, databaseDefinition, type ContainerResource } from './definition';
import { badRequest, conflict, notFound } from './fault';
import { removeContainerData } from './removal';
import type { Store } from './store';
import { noteExpiries } from './ttl';

export interface DatabaseRecord {
  id: string;
  number: number;
  rid: string;
  etag: string;
  modified: number;
}

/** The databases and containers, kept in memory and in the store's `meta` table. */
export interface Catalogue {
  databases(): DatabaseRecord[];
  containers(database?: string): Container[];
  database(id: string): DatabaseRecord;
  container(database: string, id: string): Container;
  find(database: string, id: string): Container | undefined;
  byNumber: (number: number) => Container | undefined;
  createDatabase(body: unknown): Promise<DatabaseRecord>;
  createContainer(database: string, body: unknown, offer: OfferContent): Promise<Container>;
  /** Changes indexing policy and ttl; 400 for another partition key or other unique keys. */
  replaceContainer(database: string, id: string, body: unknown): Promise<Container>;
  replaceOffer(container: Container, offer: OfferContent): Promise<Container>;
  deleteDatabase(id: string): Promise<void>;
  deleteContainer(container: Container): Promise<void>;
  /** Resolves when the data of deleted containers is gone. */
  settled(): Promise<void>;
}

const nameOf = (database: string, id: string) => `${database}/${id}`;
const key = (...parts: (string | number)[]) => Buffer.from(parts.join('/'));
const toJson = (value: unknown) => Buffer.from(JSON.stringify(value));

function validated<T>(schema: z.ZodType<T>, body: unknown, subject: string): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw badRequest(`The ${subject} is invalid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function littleEndian(...numbers: number[]): string {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, at) => bytes.writeUInt32LE(number, 4 * at));
  return bytes.toString('base64');
}

export function openCatalogue(store: Store, log: (line: string) => void): Catalogue {
  const databases = new Map<string, DatabaseRecord>();
  const containers = new Map<string, Container>();
  const numbers = new Map<number, Container>();
  const purging = new Set<Promise<void>>();

  const read = <T>(prefix: string) =>
    [...store.meta.getRange({ start: key(prefix), end: key(`${prefix}\u007f`) })].map(
      ({ value }) => JSON.parse(value.toString()) as T,
    );
  const hold = (container: Container) => {
    containers.set(nameOf(container.database, container.definition.id), container);
    numbers.set(container.number, container);
    return container;
  };
  for (const record of read<DatabaseRecord>('database/')) databases.set(record.id, record);
  for (const record of read<ContainerRecord>('container/')) hold(containerOf(record));

  /** Stores a record under `name`, with a number of its own; 409 if the name is taken. */
  function create<T>(name: Buffer, record: (number: number) => T): Promise<T> {
    return store.commit((transaction) => {
      if (transaction.get(store.meta, name)) throw conflict(`${name.toString()} exists already.`);
      const number = Number(transaction.get(store.meta, key('number'))?.toString() ?? 0) + 1;
      const made = record(number);
      transaction.put(store.meta, key('number'), Buffer.from(String(number)));
      transaction.put(store.meta, name, toJson(made));
      return made;
    });
  }

  const stamp = () => ({
    etag: `"${store.clock().toString(16).padStart(16, '0')}"`,
    modified: Math.floor(store.clock() / 1000),
  });
  const recordKey = ({ database, definition }: ContainerRecord) => key('container', database, definition.id);

  async function update(
    container: Container,
    change: Partial<Pick<ContainerRecord, 'definition' | 'offer'>>,
  ): Promise<Container> {
    const { database, number, rid, self, definition, offer } = container;
    const record: ContainerRecord = { database, number, rid, self, ...stamp(), definition, offer, ...change };
    await store.commit((transaction) => transaction.put(store.meta, recordKey(record), toJson(record)));
    return hold(containerOf(record));
  }

  function purge(number: number): void {
    const done = removeContainerData(store, number)
      .then(() => store.commit((transaction) => transaction.remove(store.meta, key('purge', number))))
      .catch((cause: unknown) =>
        log(`Cosmos endpoint: removal of a deleted container goes on at the next start: ${String(cause)}`),
      )
      .finally(() => purging.delete(done));
    purging.add(done);
  }
  for (const number of read<number>('purge/')) purge(number);

  const database = (id: string) => {
    const found = databases.get(id);
    if (!found) throw notFound(`The database ${id} does not exist.`, 1003);
    return found;
  };
  const find = (databaseId: string, id: string) => containers.get(nameOf(databaseId, id));
  const container = (databaseId: string, id: string) => {
    const found = find(databaseId, id);
    if (!found) throw notFound(`The container ${id} of database ${databaseId} does not exist.`, 1003);
    return found;
  };
  const replaced = (old: ContainerResource, body: unknown): ContainerResource => {
    const definition = validated(containerDefinition, body, 'container definition');
    for (const part of ['id', 'partitionKey', 'uniqueKeyPolicy'] as const) {
      if (JSON.stringify(definition[part]) === JSON.stringify(old[part])) continue;
      throw badRequest(
        `The ${part} of container ${old.id} cannot be changed: it was made with ${JSON.stringify(old[part])}.`,
      );
    }
    return definition;
  };

  async function deleteContainer(owned: Container): Promise<void> {
    await store.commit((transaction) => {
      transaction.remove(store.meta, recordKey(owned));
      transaction.put(store.meta, key('purge', owned.number), toJson(owned.number));
    });
    containers.delete(nameOf(owned.database, owned.definition.id));
    numbers.delete(owned.number);
    purge(owned.number);
  }

  const inDatabase = (id?: string) =>
    [...containers.values()].filter((container) => id === undefined || container.database === id);
  return {
    databases: () => [...databases.values()],
    containers: inDatabase,
    database,
    container,
    find,
    byNumber: (number) => numbers.get(number),
    async createDatabase(body) {
      const { id } = validated(databaseDefinition, body, 'database definition');
      const made = await create(key('database', id), (number): DatabaseRecord => ({
        id,
        number,
        rid: littleEndian(number),
        ...stamp(),
      }));
      databases.set(id, made);
      return made;
    },
    async createContainer(databaseId, body, offer) {
      const owner = database(databaseId);
      const definition = validated(containerDefinition, body, 'container definition');
      const made = await create(key('container', databaseId, definition.id), (number): ContainerRecord => {
        const rid = littleEndian(owner.number, number);
        return {
          database: databaseId,
          number,
          rid,
          self: `dbs/${owner.rid}/colls/${rid}/`,
          ...stamp(),
          definition,
          offer,
        };
      });
      return hold(containerOf(made));
    },
    async replaceContainer(databaseId, id, body) {
      const old = container(databaseId, id);
      const definition = replaced(old.definition, body);
      const changed = await update(old, { definition });
      if (definition.defaultTtl !== old.definition.defaultTtl) await noteExpiries(store, changed);
      return changed;
    },
    replaceOffer: (container, offer) => update(container, { offer }),
    deleteContainer,
    async deleteDatabase(id) {
      database(id);
      for (const owned of inDatabase(id)) await deleteContainer(owned);
      await store.commit((transaction) => transaction.remove(store.meta, key('database', id)));
      databases.delete(id);
    },
    async settled() {
      await Promise.all(purging);
    },
  };
}
