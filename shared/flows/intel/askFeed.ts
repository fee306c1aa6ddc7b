import type { FeedAuth, IntelFeed } from '../../model/intelFeed';
import { Rejected } from '../../model/rejected';
import type { FeedAnswer } from '../ports/intel';
import type { Ports } from '../ports';
import { Throttled } from '../ports/portErrors';

/** When a server that is too busy does not say for how long. */
const pauseSeconds = 120;
const longestPauseSeconds = 3600;

export type Ask = (url: string, headers?: Record<string, string>) => Promise<FeedAnswer>;

type AskPorts = Pick<Ports, 'feedNetwork' | 'secrets'>;

/** Asks as the feed says. Answers 200, 206 and 304; throws Throttled, Rejected for what asking again does not help, Error for the rest. */
export async function askerOf(ports: AskPorts, { auth }: IntelFeed, maxBytes: number): Promise<Ask> {
  const own = await authHeaders(ports, auth);
  return async (url, headers = {}) => {
    const answer = await ports.feedNetwork.get(url, { ...headers, ...own }, maxBytes);
    if (answer.status === 429 || answer.status === 503)
      throw new Throttled(Math.min(Math.max(1, answer.retryAfterSeconds ?? pauseSeconds), longestPauseSeconds));
    if ([200, 206, 304].includes(answer.status)) return answer;
    const message = `The feed answered ${answer.status}${reasons[answer.status] ?? ''}`;
    if (answer.status >= 400 && answer.status < 500) throw new Rejected(`Feed${answer.status}`, message);
    throw new Error(message);
  };
}

const reasons: Record<number, string> = {
  401: ': it wants other credentials',
  403: ': these credentials may not read it',
  404: ': there is nothing at this address',
  406: ': it does not speak TAXII 2.1',
};

async function authHeaders(ports: AskPorts, auth: FeedAuth): Promise<Record<string, string>> {
  if (auth.type === 'none') return {};
  const secret = await ports.secrets.open(auth.secretId);
  if (secret === undefined)
    throw new Rejected('SecretMissing', 'The secret of this feed is not stored any more: save it again');
  switch (auth.type) {
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.username}:${secret}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${secret}` };
    case 'header':
      return { [auth.header.toLowerCase()]: secret };
  }
}
