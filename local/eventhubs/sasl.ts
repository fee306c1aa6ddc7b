import type { Container } from 'rhea';
import { sameText, type Grant, type SharedAccessKey } from './sharedAccess';

/**
 * ANONYMOUS and MSSBCBS only say that tokens follow on `$cbs`. PLAIN names key and secret, which opens the whole namespace
 * to this connection; without a configured key anything will do.
 */
export function enableSasl(container: Container, key: SharedAccessKey | undefined, grants: Map<string, Grant>): void {
  const mechanisms = container.sasl_server_mechanisms as {
    enable_anonymous(): void;
    enable_plain(check: (name: string, secret: string) => boolean): void;
    MSSBCBS?: () => { outcome: boolean | undefined; username: string; start(): void };
  };
  mechanisms.enable_anonymous();
  mechanisms.enable_plain((name, secret) => {
    if (!key) return true;
    const right = sameText(secret, key.key) && sameText(name, key.name);
    if (right) grants.set('', { path: '', expiresAt: Number.POSITIVE_INFINITY });
    return right;
  });
  mechanisms.MSSBCBS = () => ({
    outcome: undefined,
    username: 'cbs',
    start(): void {
      this.outcome = true;
    },
  });
}
