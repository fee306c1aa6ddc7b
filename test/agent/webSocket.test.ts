import { webSocketOf } from '../../agent/webSocket';

class Socket {}

const globals = { WebSocket: Socket };
const proxy = 'http://proxy.example.com:3128';

test("it is Node's own", () => {
  expect(webSocketOf({}, globals)).toBe(Socket);
});

test('a Node without one is told what to do', () => {
  expect(() => webSocketOf({}, {})).toThrow('node --experimental-websocket');
});

test.each([
  [false, '24.0.0'],
  [true, '22.20.0'],
  [true, '20.20.2'],
])('a proxy that would be passed by is refused: told to follow it %s, Node %s', (nodeFollowsProxy, version) => {
  expect(() => webSocketOf({ proxy, nodeFollowsProxy }, globals, version)).toThrow('NODE_USE_ENV_PROXY=1');
});

test.each(['22.21.0', '24.0.0', '25.1.0'])('Node %s follows a proxy when told to', (version) => {
  expect(webSocketOf({ proxy, nodeFollowsProxy: true }, globals, version)).toBe(Socket);
});
