import fc from 'fast-check';
import { clientFrame, opcodes, serverMessages } from '../../../agent/webSocket/frames';

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

test('a frame of a client is the one of RFC 6455, section 5.7', () => {
  const frame = clientFrame(opcodes.text, Buffer.from('Hello'), bytesOf('37 fa 21 3d'));
  expect(frame).toEqual(bytesOf('81 85 37 fa 21 3d 7f 9f 4d 51 58'));
});

test.each([
  ['whole', '81 05 48 65 6c 6c 6f', [[opcodes.text, 'Hello']]],
  ['in fragments', '01 03 48 65 6c 80 02 6c 6f', [[opcodes.text, 'Hello']]],
  ['a ping', '89 05 48 65 6c 6c 6f', [[opcodes.ping, 'Hello']]],
  [
    'a ping between fragments',
    '01 03 48 65 6c 89 00 80 02 6c 6f',
    [
      [opcodes.ping, ''],
      [opcodes.text, 'Hello'],
    ],
  ],
])('messages of a server, %s', (_, hex, messages) => {
  const found = serverMessages()(bytesOf(hex));
  expect(found.map(({ opcode, payload }) => [opcode, payload.toString()])).toEqual(messages);
});

/** Unmasked, as a server sends it. */
function serverFrame(payload: Buffer): Buffer {
  const frame = clientFrame(opcodes.binary, payload, Buffer.alloc(4));
  const head = frame.length - payload.length - 4;
  frame[1] = frame[1]! & 0x7f;
  return Buffer.concat([frame.subarray(0, head), payload]);
}

test('messages come out as they went in, however the bytes are cut', () => {
  const payload = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(new Uint8Array(70_000).fill(7)));
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 40_000 })), (sent, cuts) => {
      const read = serverMessages();
      const got: Buffer[] = [];
      let rest = Buffer.concat(sent.map((each) => serverFrame(Buffer.from(each))));
      for (const cut of [...cuts, rest.length]) {
        got.push(...read(rest.subarray(0, cut)).map((message) => message.payload));
        rest = rest.subarray(cut);
      }
      expect(got.map((each) => each.toString('hex'))).toEqual(sent.map((each) => Buffer.from(each).toString('hex')));
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['masked', '82 81 00 00 00 00 01'],
  ['with reserved bits', 'c2 01 00'],
  ['a continuation of nothing', '80 01 00'],
  ['a message within another', '02 01 00 02 01 00'],
  ['too large', '82 7f 00 00 00 10 00 00 00 00'],
])('what a server must not send is refused: %s', (_, hex) => {
  expect(() => serverMessages()(bytesOf(hex))).toThrow(/frame|fragment/);
});
