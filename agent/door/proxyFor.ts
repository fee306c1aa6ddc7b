export interface ProxyChoice {
  /** HTTPS_PROXY. */
  proxy?: string | undefined;
  /** NO_PROXY: host names with commas between them; a name stands for all below it, `*` for all. */
  noProxy?: string | undefined;
}

/** The proxy to the door: only for https, and for hosts that NO_PROXY does not name. */
export function proxyFor(url: URL, { proxy, noProxy = '' }: ProxyChoice): URL | undefined {
  if (!proxy || url.protocol !== 'https:') return undefined;
  const direct = noProxy
    .split(',')
    .map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .filter(Boolean)
    .some((name) => name === '*' || url.hostname === name || url.hostname.endsWith(`.${name}`));
  return direct ? undefined : new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}
