import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { tooLarge } from './limits';
import { unreadable } from './unreadable';

/**
 * Takes compression and foreign encodings off a body and answers bytes without byte order mark: UTF-8, or whatever was
 * neither gzip nor UTF-16. Throws Rejected `TooLargeExpanded`, `BadGzip`, `MalformedUtf16`.
 */
export function expand(body: Buffer, maxBytes: number): Buffer {
  const plain = isGzip(body) ? gunzip(body, maxBytes) : isBase64Gzip(body) ? gunzip(fromBase64(body), maxBytes) : body;
  if (plain.length > maxBytes) throw tooLarge(plain.length, maxBytes);
  const encoding = utf16Of(plain);
  if (encoding !== undefined) return fromUtf16(plain, encoding);
  return plain[0] === 0xef && plain[1] === 0xbb && plain[2] === 0xbf ? plain.subarray(3) : plain;
}

const isGzip = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b;

/** `H4sI` is the base64 of the gzip magic and method. */
const isBase64Gzip = (body: Buffer): boolean =>
  body[0] === 0x48 && body[1] === 0x34 && body.length > 24 && body.toString('latin1', 0, 4) === 'H4sI';

const fromBase64 = (body: Buffer): Buffer => Buffer.from(body.toString('latin1'), 'base64');

function gunzip(body: Buffer, maxBytes: number): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw unreadable(
        'TooLargeExpanded',
        `The gzip body expands to more than ${maxBytes} bytes; send smaller bodies`,
        { cause },
      );
    }
    throw unreadable('BadGzip', `The gzip body cannot be expanded (${message}); send it again`, { cause });
  }
}

/** By byte order mark, else by the zero halves of its first two characters (JSON and log lines begin with ASCII). */
function utf16Of(body: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (body.length < 2) return undefined;
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body.length < 4) return undefined;
  if (body[0] !== 0 && body[1] === 0 && body[2] !== 0 && body[3] === 0) return 'utf-16le';
  if (body[0] === 0 && body[1] !== 0 && body[2] === 0 && body[3] !== 0) return 'utf-16be';
  return undefined;
}

function fromUtf16(body: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  try {
    return Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(body));
  } catch (cause) {
    throw unreadable('MalformedUtf16', 'The body is cut or damaged UTF-16; send UTF-8', { cause });
  }
}

/** UTF-8 text, or undefined when the bytes are not. */
export const utf8Text = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString() : undefined);
