import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const contentSchema = z.strictObject({
  id: z.string().max(64),
  workspaceId: z.string().max(128),
  /** Seconds since 1970. */
  expires: z.int(),
});

/** What an onboarding command may do: exchange itself for keys of one workspace, until it expires. */
export type OnboardingToken = z.infer<typeof contentSchema>;

const signatureOf = (key: Uint8Array, content: string): Buffer =>
  createHmac('sha256', key).update(`onboarding\n${content}`).digest();

/** `{base64url of JSON}.{base64url of HMAC-SHA256}`. */
export function signOnboardingToken(key: Uint8Array, token: OnboardingToken): string {
  const content = Buffer.from(JSON.stringify(token)).toString('base64url');
  return `${content}.${signatureOf(key, content).toString('base64url')}`;
}

/** Undefined when it was not signed with this key, was changed or has expired. */
export function readOnboardingToken(key: Uint8Array, text: string, now: Date): OnboardingToken | undefined {
  const [content = '', signature = '', ...rest] = text.length > 1024 ? [] : text.split('.');
  const [given, expected] = [Buffer.from(signature, 'base64url'), signatureOf(key, content)];
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { data } = contentSchema.safeParse(JSON.parse(Buffer.from(content, 'base64url').toString()));
  return data !== undefined && data.expires * 1000 > now.getTime() ? data : undefined;
}
