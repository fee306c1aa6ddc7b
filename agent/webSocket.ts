import type { WebSocketImpl } from '@azure/event-hubs';
import { Rejected } from '../shared/model/rejected';

export interface ProxySettings {
  /** HTTPS_PROXY. */
  proxy?: string | undefined;
  /** NODE_USE_ENV_PROXY is 1. */
  nodeFollowsProxy?: boolean | undefined;
}

/** The WebSocket of Node itself: there from Node 22 on, in Node 20 with --experimental-websocket. */
export function webSocketOf(
  { proxy, nodeFollowsProxy }: ProxySettings,
  globals: object = globalThis,
  version = process.versions.node,
): WebSocketImpl {
  const { WebSocket } = globals as { WebSocket?: WebSocketImpl };
  if (WebSocket === undefined) {
    throw new Rejected('NoWebSocket', '--websockets needs Node 22, or Node 20 with node --experimental-websocket');
  }
  if (proxy && !(nodeFollowsProxy && knowsProxies(version))) {
    throw new Rejected(
      'ProxyNotUsed',
      'HTTPS_PROXY is set, and Node follows it only with NODE_USE_ENV_PROXY=1 in Node 24, or 22.21 and later: set that, or unset HTTPS_PROXY for a direct connection',
    );
  }
  return WebSocket;
}

/** NODE_USE_ENV_PROXY came with Node 24.0 and 22.21; older ones ignore it without a word. */
function knowsProxies(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}
