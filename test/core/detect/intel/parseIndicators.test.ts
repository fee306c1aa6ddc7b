import { parseIndicatorCsv, parsePlainList } from '../../../../shared/core/detect/intel/parseIndicators';

describe('indicator lists', () => {
  it('are read from CSV with comments, quotes and defaults', () => {
    const text = [
      '# a comment',
      'type,value,description,confidence',
      'ip,203.0.113.7,"quoted, with ""marks""",90',
      'domain,Bad.Example.COM.,,',
      'url,HTTP://Example.com:80/a#frag,x,70',
    ].join('\r\n');
    expect(parseIndicatorCsv('list', text)).toEqual({
      indicators: [
        { type: 'ip', value: '203.0.113.7', description: 'quoted, with "marks"', confidence: 90, feed: 'list' },
        { type: 'domain', value: 'bad.example.com', description: '', feed: 'list' },
        { type: 'url', value: 'http://example.com/a', description: 'x', confidence: 70, feed: 'list' },
      ],
      rejected: [],
    });
  });

  it.each([
    ['ip,not-an-address,x,50'],
    ['ip,203.0.113.999,x,50'],
    ['cidr,203.0.113.0/40,x,50'],
    ['domain,localhost,x,50'],
    ['domain,203.0.113.7,x,50'],
    ['url,/just/a/path,x,50'],
    ['hash,abc,x,50'],
    ['colour,red,x,50'],
    ['ip,203.0.113.7,x,101'],
    ['ip'],
  ])('%s is rejected with its line, and costs no other', (line) => {
    const { indicators, rejected } = parseIndicatorCsv('list', `${line}\nip,203.0.113.8,x,50`);
    expect(rejected).toEqual([{ feed: 'list', line: 1, reason: expect.stringMatching(/./) }]);
    expect(indicators).toHaveLength(1);
  });

  it('are read from plain lists, the kind told by the form', () => {
    const hash = 'a'.repeat(64);
    const text = `\uFEFF# weights follow a tab\n203.0.113.7\t5\n2001:DB8::7\n203.0.113.0/24\nbad.example.com\nhttp://example.com/x\n${hash}\n`;
    expect(parsePlainList('list', text).indicators.map(({ type, value }) => [type, value])).toEqual([
      ['ip', '203.0.113.7'],
      ['ip', '2001:db8::7'],
      ['cidr', '203.0.113.0/24'],
      ['domain', 'bad.example.com'],
      ['url', 'http://example.com/x'],
      ['hash', hash],
    ]);
  });
});
