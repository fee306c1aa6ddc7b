import ipaddr from 'ipaddr.js';
import { Rejected } from '../../../model/rejected';
import { isAllowed, type AllowedTargets } from '../../fanout/targetPolicy';

/** Blob endpoints of the public cloud, with DNS zones too, of US Government and of China. */
const azureHost =
  /^[a-z0-9]{3,24}\.(?:blob\.core\.windows\.net|z\d{1,3}\.blob\.storage\.azure\.net|blob\.core\.usgovcloudapi\.net|blob\.core\.chinacloudapi\.cn)$/;

/**
 * The address of a storage account, without a slash at its end. The app shows its identity there: it goes to Azure Storage over
 * TLS, or to what `ALLOWED_PRIVATE_TARGETS` names. Throws Rejected.
 */
export function storageTarget(text: string, allowed: AllowedTargets): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw refused();
  if (url.protocol === 'https:' && url.port === '' && azureHost.test(url.hostname)) {
    if (url.pathname !== '/') throw refused();
    return url.origin;
  }
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || !isNamed(url.hostname.replace(/^\[|\]$/g, ''), allowed)) throw refused();
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

const isNamed = (host: string, allowed: AllowedTargets): boolean =>
  allowed.some((entry) => entry.toLowerCase() === host) || (ipaddr.isValid(host) && isAllowed(host, allowed));

const refused = (): Rejected =>
  new Rejected(
    'UnsupportedStorage',
    'Name the blob endpoint of a storage account, https://ACCOUNT.blob.core.windows.net, or one that ALLOWED_PRIVATE_TARGETS permits',
  );
