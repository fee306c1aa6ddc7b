import { keyIdOf, type KeySlot, workspaceKeyText } from '../core/ingest/door/workspaceKey';
import type { IngestKeyDocument, IngestKeyVersion } from '../model/ingestKey';
import { Rejected } from '../model/rejected';
import { Conflict } from './ports/portErrors';
import type { Ports } from './ports';

/** What making a key takes beside the ports. */
export interface KeyMaker {
  ports: Pick<Ports, 'ingestKeys' | 'secrets' | 'now'>;
  /** A new GUID. */
  newId: () => string;
  /** 32 random bytes. */
  newKey: () => Buffer;
}

/** A key in clear: answered once, never stored so. */
export interface MadeKey {
  keyId: string;
  /** Key id and secret in one text, as senders take it. */
  key: string;
  createdAt: string;
}

export interface NewPair {
  workspaceId: string;
  name: string;
  createdBy: string;
  /** Else only the primary key is made; a rotation makes the other one. */
  withSecondary: boolean;
}

const maxPairs = 10_000;

/** Creates a pair. Throws Rejected `TooManyKeys`. */
export async function createIngestKeys(
  maker: KeyMaker,
  { workspaceId, name, createdBy, withSecondary }: NewPair,
): Promise<{ document: IngestKeyDocument; made: { primary: MadeKey; secondary?: MadeKey } }> {
  const { ports, newId } = maker;
  if ((await ports.ingestKeys.count(workspaceId)) >= maxPairs)
    throw new Rejected(
      'TooManyKeys',
      `A workspace has at most ${maxPairs} pairs of keys: remove those that are not used`,
    );
  const pair = newId();
  const createdAt = ports.now().toISOString();
  const primary = await makeVersion(maker, pair, 'primary', 1);
  const secondary = withSecondary ? await makeVersion(maker, pair, 'secondary', 1) : undefined;
  const document: IngestKeyDocument = {
    kind: 'ingestKey',
    id: `ingestKey|${pair}`,
    scope: `/workspaces/${workspaceId.toLowerCase()}`,
    workspaceId,
    pair,
    name,
    createdAt,
    createdBy,
    primary: primary.version,
    ...(secondary && { secondary: secondary.version }),
  };
  await ports.ingestKeys.save(document);
  return { document, made: { primary: primary.made, ...(secondary && { secondary: secondary.made }) } };
}

const maxAttempts = 8;

/** The next version of one key of a pair; the former one is refused from now on. Undefined when there is no such pair. */
export async function rotateIngestKey(
  maker: KeyMaker,
  { workspaceId, pair, slot }: { workspaceId: string; pair: string; slot: KeySlot },
): Promise<{ document: IngestKeyDocument; made: MadeKey } | undefined> {
  const { ports } = maker;
  for (let attempt = 1; ; attempt += 1) {
    const found = await ports.ingestKeys.get(workspaceId, pair);
    if (!found) return undefined;
    const former = found[slot];
    const { version, made } = await makeVersion(maker, pair, slot, (former?.version ?? 0) + 1);
    const document = { ...found, [slot]: version };
    try {
      await ports.ingestKeys.save(document);
    } catch (error) {
      // Any other failure leaves open whether it was stored: its secret stays, since a stored one needs it.
      if (!(error instanceof Conflict)) throw error;
      await ports.secrets.remove(version.secretId);
      if (attempt === maxAttempts) throw error;
      continue;
    }
    if (former) await ports.secrets.remove(former.secretId);
    return { document, made };
  }
}

/** Removes a pair with its secrets: both keys are refused from now on. False when there was none. */
export async function revokeIngestKeys(ports: KeyMaker['ports'], workspaceId: string, pair: string): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await ports.ingestKeys.get(workspaceId, pair);
    if (!found) return false;
    try {
      await ports.ingestKeys.remove(found);
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === maxAttempts) throw error;
      continue;
    }
    const secrets = [found.primary, found.secondary].flatMap((version) => version?.secretId ?? []);
    await Promise.all(secrets.map((id) => ports.secrets.remove(id)));
    return true;
  }
}

/** Sealed before anything names it: a sender never meets a key without its secret. */
async function makeVersion(
  { ports, newId, newKey }: KeyMaker,
  pair: string,
  slot: KeySlot,
  version: number,
): Promise<{ version: IngestKeyVersion; made: MadeKey }> {
  const secretId = `ingestKey-${newId()}`;
  const key = newKey();
  const createdAt = ports.now().toISOString();
  await ports.secrets.seal(secretId, key.toString('base64'));
  const keyId = keyIdOf({ pair, slot, version });
  return {
    version: { version, secretId, createdAt },
    made: { keyId, key: workspaceKeyText(keyId, key), createdAt },
  };
}
