import fc from 'fast-check';
import { labelledFields, readCefExtension } from '../../../../shared/core/ingest/cef/cefExtension';
import { cefSeverity, isCef, readCefHeader } from '../../../../shared/core/ingest/cef/cefHeader';

describe('a CEF extension', () => {
  it.each<[string, string, object]>([
    [
      'values with spaces',
      'src=192.0.2.1 msg=a b c dst=192.0.2.2',
      { src: '192.0.2.1', msg: 'a b c', dst: '192.0.2.2' },
    ],
    ['escapes', 'msg=a\\=b \\\\ c\\nd act=x', { msg: 'a=b \\ c\nd', act: 'x' }],
    [
      'an equals sign within a word',
      'request=https://example.com/?a=b&c=d act=x',
      { request: 'https://example.com/?a=b&c=d' },
    ],
    [
      'quotes, also with words inside',
      `cat='Link' x="a b" y=INT'L CO., LTD.`,
      { cat: 'Link', x: 'a b', y: "INT'L CO., LTD." },
    ],
    ['remnants', 'a=1 - 0 b=2#012 c=3#015#012', { a: '1', b: '2', c: '3' }],
    ['empty values', 'a= b=2', { a: '', b: '2' }],
    ['braces', 'cmd={x y} a=1', { cmd: '{x y}', a: '1' }],
    ['words before the first key', 'all is well a=1', { extension: 'all is well', a: '1' }],
    ['no key', 'all is well', { extension: 'all is well' }],
    ['a key twice: the first counts', 'a=1 a=2', { a: '1' }],
    ['a prototype as a key', '__proto__=1 a=2', { a: '2' }],
  ])('with %s', (_, text, expected) => expect(readCefExtension(text)).toMatchObject(expected));

  it('names custom fields by their labels and never over a field that is there', () => {
    const fields = { cs1: 'x', cs1Label: 'Rule', cn1: '7', cn1Label: 'src', src: '192.0.2.1', cs2Label: 'None' };
    expect(labelledFields(fields)).toEqual({ Rule: 'x' });
  });

  it('takes long runs of spaces in linear time', () => {
    expect(readCefExtension(`a=${' '.repeat(200_000)}x b=1`)).toMatchObject({ a: 'x', b: '1' });
  });

  it('reads any text', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(readCefExtension(text)).toBeInstanceOf(Object)));
  });
});

describe('a CEF header', () => {
  it('keeps escaped bars and empty parts, and what stands before it', () => {
    expect(readCefHeader('<13>Nov 21 08:00:00 h CEF:0|a\\|b||1|\\\\|n|5|x=1')).toEqual({
      prefix: '<13>Nov 21 08:00:00 h',
      version: '0',
      vendor: 'a|b',
      product: '',
      deviceVersion: '1',
      eventClassId: '\\',
      name: 'n',
      severity: '5',
      extension: 'x=1',
    });
  });

  it('may end early', () => {
    expect(readCefHeader('CEF:0|a|b')).toMatchObject({ vendor: 'a', product: 'b', severity: '', extension: '' });
  });

  it.each(['CEF', 'CEF:x|', 'xCEF:0|a', `${'a '.repeat(400)}CEF:0|a`])('is not in: %s', (line) =>
    expect(isCef(line)).toBe(false),
  );

  it.each<[string, number | undefined]>([
    ['7', 7],
    ['Very-High', 10],
    ['low', 3],
    ['Unknown', undefined],
    ['', undefined],
    ['11', undefined],
  ])('severity %s', (text, expected) => expect(cefSeverity(text)).toBe(expected));
});
