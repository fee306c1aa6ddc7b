import type { JsonObject } from '../../../../shared/model/json';
import { Rejected } from '../../../../shared/model/rejected';
import { createRecordView } from '../../../../shared/core/detect/sigma/recordView';
import { compileSelection } from '../../../../shared/core/detect/sigma/selection';

const holds = (selection: unknown, record: JsonObject) =>
  compileSelection('sel', selection).holds(createRecordView(record));

describe('a selection', () => {
  it.each<[string, unknown, JsonObject, boolean]>([
    ['equals without case', { Image: 'CMD.exe' }, { image: 'cmd.EXE' }, true],
    ['equals the whole text', { Image: 'cmd' }, { Image: 'cmd.exe' }, false],
    ['a list is or', { Image: ['a', 'b'] }, { Image: 'b' }, true],
    ['a map is and', { Image: 'a', User: 'b' }, { Image: 'a', User: 'c' }, false],
    ['a list of maps is or', [{ Image: 'x' }, { User: 'c' }], { Image: 'a', User: 'c' }, true],
    ['contains', { C: 'x' }, { C: 'axb' }, false],
    ['contains', { 'C|contains': 'x' }, { C: 'aXb' }, true],
    ['contains all', { 'C|contains|all': ['a', 'b'] }, { C: 'ab' }, true],
    ['contains all, one missing', { 'C|contains|all': ['a', 'z'] }, { C: 'ab' }, false],
    ['startswith', { 'C|startswith': 'a' }, { C: 'ab' }, true],
    ['endswith with a wildcard inside', { 'C|endswith': 'a*d' }, { C: 'xxabcd' }, true],
    ['cased', { 'C|cased': 'A' }, { C: 'a' }, false],
    ['cased contains', { 'C|contains|cased': 'A' }, { C: 'xAx' }, true],
    ['re counts case', { 'C|re': 'a.c$' }, { C: 'xABC' }, false],
    ['re with i', { 'C|re|i': 'a.c$' }, { C: 'xABC' }, true],
    ['re with an inline flag', { 'C|re': '(?i)a.c' }, { C: 'xABC' }, true],
    ['re with s', { 'C|re|s': 'a.c' }, { C: 'a\nc' }, true],
    ['re with m', { 'C|re|m': '^c' }, { C: 'a\nc' }, true],
    ['cidr', { 'A|cidr': '192.0.2.0/24' }, { A: '192.0.2.7' }, true],
    ['cidr, IPv6', { 'A|cidr': '2001:db8::/32' }, { A: '2001:DB8::7' }, true],
    ['cidr, mapped address', { 'A|cidr': '192.0.2.0/24' }, { A: '::ffff:192.0.2.7' }, true],
    ['cidr of something else', { 'A|cidr': '0.0.0.0/0' }, { A: 'localhost' }, false],
    ['windash', { 'C|windash|contains': ' -Enc ' }, { C: 'ps /enc x' }, true],
    ['windash, en dash', { 'C|windash|contains': ' -Enc ' }, { C: 'ps \u2013enc x' }, true],
    ['windash leaves inner dashes', { 'C|windash|contains': 'a-b' }, { C: 'a/b' }, false],
    ['base64offset, first', { 'C|base64offset|contains': 'http://' }, { C: btoa('http://x') }, true],
    ['base64offset, second', { 'C|base64offset|contains': 'http://' }, { C: btoa('_http://x') }, true],
    ['base64offset, third', { 'C|base64offset|contains': 'http://' }, { C: btoa('__http://x') }, true],
    [
      'base64offset counts case',
      { 'C|base64offset|contains': 'http://' },
      { C: btoa('http://x').toLowerCase() },
      false,
    ],
    [
      'wide, then base64offset',
      { 'C|wide|base64offset|contains': 'IEX' },
      { C: Buffer.from('xIEXx', 'utf16le').toString('base64') },
      true,
    ],
    ['exists', { 'C|exists': true }, { C: null }, true],
    ['exists false', { 'C|exists': false }, { D: 1 }, true],
    ['gt', { 'N|gt': 5 }, { N: '6' }, true],
    ['gte', { 'N|gte': 5 }, { N: 5 }, true],
    ['lt on text that is no number', { 'N|lt': 5 }, { N: '1a' }, false],
    ['lte', { 'N|lte': 5 }, { N: 5.5 }, false],
    ['neq', { 'C|neq': 'a' }, { C: 'b' }, true],
    ['neq of a missing field', { 'C|neq': 'a' }, {}, false],
    ['fieldref', { 'A|fieldref': 'B' }, { A: 'x', B: 'X' }, true],
    ['fieldref startswith', { 'A|fieldref|startswith': 'B' }, { A: 'xy', B: 'x' }, true],
    ['fieldref with a field missing', { 'A|fieldref': 'B' }, { A: 'x' }, false],
    ['a number equals its text', { EventID: 4688 }, { EventID: '4688' }, true],
    ['a text equals its number', { EventID: '4688' }, { EventID: 4688 }, true],
    ['a number equals by value', { N: 1 }, { N: '1.0' }, true],
    ['true equals its text', { B: true }, { B: 'True' }, true],
    ['null is a missing field', { C: null }, {}, true],
    ['null is a null value', { C: null }, { C: null }, true],
    ['null is no empty text', { C: null }, { C: '' }, false],
    ['empty is an empty text', { C: '' }, { C: '' }, true],
    ['empty is no missing field', { C: '' }, {}, false],
    ['a lone star is any value', { C: '*' }, { C: 'x' }, true],
    ['a lone star is no missing field', { C: '*' }, {}, false],
    ['a dotted path', { 'a.b.c': 'x' }, { A: { b: { C: 'x' } } }, true],
    ['a flat key with dots', { 'a.b': 'x' }, { 'A.B': 'x' }, true],
    ['a flat key below an object', { 'o.proc.name': 'sh' }, { o: { 'proc.name': 'sh' } }, true],
    ['through lists', { 'target.name': 'b' }, { target: [{ name: 'a' }, { name: 'b' }] }, true],
    ['any element of a list', { A: 'b' }, { A: ['a', 'b'] }, true],
    ['JSON in text', { 'p.body.x': 1 }, { p: { body: '{"x":1}' } }, true],
    ['broken JSON in text', { 'p.body.x': 1 }, { p: { body: '{"x":1' } }, false],
    ['an object as text', { 'o|contains': '"k":"v"' }, { o: { k: 'v' } }, true],
    ['an empty list as text', { L: '[]' }, { L: [] }, true],
    ['a keyword anywhere', ['mimikatz'], { a: { b: ['x', 'run MimiKatz now'] } }, true],
    ['keywords, one of them', ['nothing', 'there'], { a: 'there' }, true],
    ['keywords, all of them', { '|all': ['one', 'two'] }, { a: 'one', b: 'two' }, true],
    ['keywords, not all', { '|all': ['one', 'two'] }, { a: 'one' }, false],
    ['a single keyword', 'needle', { a: 'a needle b' }, true],
    ['names of object members are no fields', { constructor: '*' }, { a: 1 }, false],
  ])('%s: %j on %j', (_name, selection, record, expected) => {
    expect(holds(selection, record)).toBe(expected);
  });

  it.each<[string, unknown, string]>([
    ['an unknown modifier', { 'C|sounds_like': 'x' }, 'sounds_like'],
    ['two comparisons', { 'C|contains|endswith': 'x' }, 'exclude'],
    ['a regex flag without re', { 'C|i': 'x' }, 'belong to re'],
    ['look-around', { 'C|re': '(?=a)b' }, 'RE2'],
    ['a broken network', { 'C|cidr': '192.0.2.0/99' }, 'CIDR'],
    ['a wildcard to encode', { 'C|base64': 'a*' }, 'wildcards'],
    ['too many dashes', { 'C|windash': '-a -b -c -d -e -f' }, 'windash'],
    ['no values', { C: [] }, 'empty'],
    ['no fields', {}, 'empty'],
    ['nothing', [], 'empty'],
    ['a map as a value', { C: { d: 1 } }, 'a value is'],
    ['exists without a boolean', { 'C|exists': 'yes' }, 'true or false'],
    ['an order of words', { 'C|gt': 'many' }, 'number'],
    ['a placeholder', { 'C|expand': '%x%' }, 'expand'],
  ])('%s is rejected', (_name, selection, reason) => {
    expect(() => compileSelection('sel', selection)).toThrow(Rejected);
    expect(() => compileSelection('sel', selection)).toThrow(reason);
  });
});
