import fc from 'fast-check';
import { readCsv, rowsBelow } from '../../../../shared/core/ingest/scanners/csv';
import { severityOf } from '../../../../shared/core/ingest/scanners/vulnerability';
import { childrenNamed, readXml, textsOf } from '../../../../shared/core/ingest/scanners/xml';

describe('CSV', () => {
  it('holds commas, quotes and line breaks in quoted cells', () => {
    expect(readCsv('a,"b,""c""\r\nd",\r\n"",x\n')).toEqual([
      ['a', 'b,"c"\r\nd', ''],
      ['', 'x'],
    ]);
  });

  it('gives back any cells that were written', () => {
    const cell = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const written = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect(readCsv(`${written}\n`)).toEqual(rows);
      }),
    );
  });

  it('names cells by the header below a preamble, leaves out what is empty and loses nothing else', () => {
    const rows = readCsv('Report,1\nx\nQID,Title,,__proto__\n7,,z,p\n,,\n');
    expect(rowsBelow(rows, ['QID', 'Title'])).toEqual([{ QID: '7', 'column 3': 'z', 'column 4': 'p' }]);
    expect(rowsBelow(rows, ['None'])).toBeUndefined();
  });
});

describe('XML', () => {
  it('opens attributes, entities, CDATA and skips comments and a DTD', () => {
    const root = readXml(
      `<?xml version="1.0"?><!DOCTYPE a SYSTEM "https://example.com/a.dtd" [<!ENTITY x "y">]><!-- <b> --><a k='1 &amp; "2"'><b>x &#65;&#x42; &lt; &x;</b><b><![CDATA[</b> & ]]></b><c/></a>`,
    )!;
    expect(root).toMatchObject({ name: 'a', attributes: { k: '1 & "2"' } });
    expect(childrenNamed(root, 'b').map(({ text }) => text)).toEqual(['x AB < &x;', '</b> & ']);
    expect(textsOf(root)).toEqual({ b: 'x AB < &x;,</b> &', c: '' });
  });

  it.each(['<a><b></a></b>', '<a>', '</a>', '<a b=c></a>', '<![CDATA[', 'text', '<a>'.repeat(100), '<', ''])(
    'is not: %s',
    (text) => expect(readXml(text)).toBeUndefined(),
  );

  it('reads or refuses any text', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('<a>', '</a>', '<![CDATA[', ']]>', '<!--', '<!DOCTYPE', '&#'));
    fc.assert(fc.property(fc.array(piece), (pieces) => expect(readXml(pieces.join(''))?.name).not.toBe('')));
  });
});

it.each([
  ['HIGH', 'High'],
  ['Important', 'High'],
  ['None', 'Informational'],
  ['UNTRIAGED', 'Unknown'],
  ['', 'Unknown'],
  ['constructor', 'Unknown'],
])('severity %s is %s', (text, expected) => expect(severityOf(text)).toBe(expected));
