import { isRuleFile, ruleFileLimits } from '../../core/detect/userRules/ruleFileLimits';
import { Conflict } from '../../flows/ports/portErrors';
import type { RuleFile, RuleFileStore } from '../../flows/ports/rules';
import type { BlobContainers } from './client';

/** Ingest may wait for these: what takes longer is tried again. */
const timeoutMs = 5_000;
/** Blobs that are looked at, with those that are no rules. */
const maxLookedAt = 10_000;

/** Rules of users: text that people put here through the API or with their own tools. */
export function ruleFileStore(containers: BlobContainers): RuleFileStore {
  const container = () => containers('rules');
  return {
    async list() {
      const files: RuleFile[] = [];
      let lookedAt = 0;
      const abortSignal = AbortSignal.timeout(timeoutMs);
      for await (const { name, properties } of container().listBlobsFlat({ abortSignal })) {
        const { etag, contentLength: bytes = 0, lastModified } = properties;
        if (isRuleFile(name)) files.push({ name, etag: bare(etag), bytes, changedAt: lastModified.toISOString() });
        if (files.length > ruleFileLimits.files || ++lookedAt >= maxLookedAt) break;
      }
      return files;
    },

    async read(name, etag) {
      const blob = container().getBlobClient(name);
      const abortSignal = AbortSignal.timeout(timeoutMs);
      try {
        const found = await blob.getProperties({ abortSignal, conditions: conditionsOf(etag) });
        const version = found.etag ?? '';
        const bytes = Math.min(found.contentLength ?? 0, ruleFileLimits.fileBytes + 1);
        if (bytes === 0) return { text: '', etag: bare(version) };
        const conditions = { ifMatch: version };
        const data = await blob.downloadToBuffer(0, bytes, { abortSignal, conditions });
        return { text: data.toString('utf8'), etag: bare(version) };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw conflictOr(error, name);
      }
    },

    async save(name, text, etag) {
      const data = Buffer.from(text);
      const conditions = etag === undefined ? { ifNoneMatch: '*' } : conditionsOf(etag);
      const blobHTTPHeaders = { blobContentType: 'application/yaml; charset=utf-8' };
      try {
        const saved = await container().getBlockBlobClient(name).uploadData(data, { conditions, blobHTTPHeaders });
        return bare(saved.etag ?? '');
      } catch (error) {
        throw conflictOr(error, name);
      }
    },

    async remove(name, etag) {
      try {
        await container()
          .getBlobClient(name)
          .delete({ conditions: conditionsOf(etag) });
      } catch (error) {
        throw statusOf(error) === 404 ? new Conflict(`${name} is gone`, { cause: error }) : conflictOr(error, name);
      }
    },
  };
}

/** Lists give etags without quotes, other answers with them. */
const bare = (etag: string): string => etag.replace(/^"(.*)"$/, '$1');
const conditionsOf = (etag: string | undefined) => (etag === undefined ? {} : { ifMatch: `"${etag}"` });

const statusOf = (error: unknown): number => Number((error as { statusCode?: unknown }).statusCode);

const conflictOr = (error: unknown, name: string): unknown =>
  [409, 412].includes(statusOf(error)) ? new Conflict(`${name} was changed meanwhile`, { cause: error }) : error;
