import { isValid } from 'ipaddr.js';
import { z } from 'zod';
import { defaultValidity } from '../core/detect/intel/feedValidity';
import { checkAddresses } from '../core/fanout/targetPolicy';
import type { FeedDraft } from '../flows/intel/saveFeed';
import { feedFormats, type FeedAuth, type IntelFeed } from '../model/intelFeed';
import { Rejected } from '../model/rejected';
import { badRequest } from './httpError';
import type { RequestContext } from './requestContext';

const secret = z
  .string()
  .min(1)
  .max(4_000)
  .optional()
  .meta({ description: 'Sealed and never answered; left out, the stored one stays' });
const days = z.int().min(1).max(3_650).nullable();
/** Headers that the request itself needs say nothing about who asks. */
const reserved =
  /^(?:host|connection|content-.*|transfer-encoding|accept.*|if-.*|user-agent|te|upgrade|expect|cookie)$/i;

const authSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({
    type: z.literal('basic'),
    username: z
      .string()
      .min(1)
      .max(256)
      .regex(/^[^:\p{Cc}]+$/u),
    secret,
  }),
  z.strictObject({ type: z.literal('bearer'), secret }),
  z.strictObject({
    type: z.literal('header'),
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be the name of a header')
      .refine((name) => !reserved.test(name), 'must not be a header of the request itself'),
    secret,
  }),
]);

export const intelFeedBody = z.strictObject({
  enabled: z.boolean().default(true),
  format: z.enum(feedFormats),
  url: z.string().max(2_048).optional().meta({
    description: 'File, folder of a MISP feed, or API root of a TAXII server; without one, indicators are uploaded',
  }),
  collection: z.string().min(1).max(200).optional().meta({ description: 'Id of the TAXII collection' }),
  auth: authSchema.default({ type: 'none' }),
  confidence: z.int().min(0).max(100).default(50).meta({ description: 'Of indicators that tell none' }),
  validDays: z
    .strictObject({
      address: days.default(defaultValidity.address),
      domain: days.default(defaultValidity.domain),
      url: days.default(defaultValidity.url),
      hash: days.default(defaultValidity.hash),
    })
    .default(defaultValidity)
    .meta({ description: 'Days that an indicator without an end of its own counts; null: for ever' }),
  effect: z.enum(['allow', 'shared']).default('allow').meta({
    description:
      'Of warning lists: what they name is never an indicator, or is infrastructure that many share and counts half',
  }),
  intervalMinutes: z.int().min(15).max(10_080).default(60),
});
export type IntelFeedBody = z.infer<typeof intelFeedBody>;

/** The feed to store. A secret never moves to another server or another way of asking. Throws HttpError 400. */
export function draftOf(
  { deps }: RequestContext,
  name: string,
  { auth, url, collection, ...body }: IntelFeedBody,
  stored: IntelFeed | undefined,
  secretId: string,
): FeedDraft {
  const target = url === undefined ? undefined : targetOf(url, deps.allowedTargets, auth.type !== 'none');
  if (body.format === 'taxii' && (url === undefined || collection === undefined))
    throw badRequest('CollectionNeeded', 'A TAXII feed needs the url of its API root and the id of a collection.');
  if (body.format !== 'taxii' && collection !== undefined)
    throw badRequest('CollectionUnexpected', 'Only TAXII feeds have a collection.');
  if (target === undefined && auth.type !== 'none')
    throw badRequest('UrlNeeded', 'Credentials need a url to be sent to.');
  const rest = { ...(target !== undefined && { url: target }), ...(collection !== undefined && { collection }) };
  const feed = { ...body, ...rest, name: stored?.name ?? name };
  if (auth.type === 'none') return { feed: { ...feed, auth } };
  const { secret: given, ...shape } = auth;
  if (given !== undefined) return { feed: { ...feed, auth: { ...shape, secretId } }, secret: given };
  const kept =
    stored && target !== undefined && sameServer(stored, target) ? secretIdOf(stored.auth, shape) : undefined;
  if (kept === undefined)
    throw badRequest('SecretNeeded', 'Send auth.secret: none is stored for this server and this way of asking.');
  return { feed: { ...feed, auth: { ...shape, secretId: kept } } };
}

function secretIdOf(stored: FeedAuth, { type }: { type: FeedAuth['type'] }): string | undefined {
  return stored.type !== 'none' && stored.type === type ? stored.secretId : undefined;
}

const sameServer = ({ url }: IntelFeed, target: string): boolean =>
  url !== undefined && new URL(url).origin === new URL(target).origin;

function targetOf(text: string, allowed: string[], hasSecret: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !['https:', 'http:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    url.hash !== ''
  )
    throw badRequest('InvalidUrl', 'The url must be an absolute https or http address without credentials.');
  if (hasSecret && url.protocol !== 'https:') throw badRequest('InvalidUrl', 'Credentials are sent over https only.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  try {
    if (isValid(host)) checkAddresses(host, [host], allowed);
  } catch (error) {
    if (error instanceof Rejected) throw badRequest(error.code, `${error.message}.`);
    throw error;
  }
  return url.href;
}
