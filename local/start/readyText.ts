import { homeSubscription } from './appSettings';
import type { StartOptions } from './options';

/** What to try next, ready to be copied. */
export function readyText({ ports, data }: StartOptions, certificateAuthority: string): string {
  const security = `http://127.0.0.1:${ports.api}/subscriptions/${homeSubscription}/providers/Microsoft.Security`;
  return `
API              http://127.0.0.1:${ports.api}   and   https://127.0.0.1:${ports.tls}
Authority        ${certificateAuthority}   (NODE_EXTRA_CA_CERTS for clients that insist on TLS)
Token            npm run --silent skywarden -- token --data ${data}

Try next:
  TOKEN=$(npm run --silent skywarden -- token --data ${data})
  curl -H "Authorization: Bearer $TOKEN" "${security}/secureScores?api-version=2020-01-01"
  curl -H "Authorization: Bearer $TOKEN" "${security}/alerts?api-version=2022-01-01"
  npm run skywarden -- replay samples --data ${data}

Running until Ctrl-C.`;
}
