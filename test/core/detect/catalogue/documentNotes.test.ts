import { documentNotes } from '../../../../shared/core/detect/catalogue/documentNotes';

const rule = (id: string, more: object = {}) => ({ file: `${id}.yml`, rule: { id, logsource: {}, ...more } });

test('a rule needs what the definition of its log source says', () => {
  const notes = documentNotes([
    rule('A', { logsource: { definition: 'Sysmon 1.' }, falsepositives: ['Administrators'] }),
    rule('b', { falsepositives: 'Updates' }),
  ]);
  expect(notes.of('a')).toEqual({ file: 'A.yml', dataNeed: 'Sysmon 1.', falsePositives: ['Administrators'] });
  expect(notes.of('B')).toEqual({ file: 'b.yml', dataNeed: '', falsePositives: ['Updates'] });
});

test('a correlation needs what its rules need, each said once', () => {
  const notes = documentNotes([
    rule('c', { correlation: { rules: ['one', 'two', 'three'] } }),
    rule('1', { name: 'one', logsource: { definition: 'Sysmon 1.' } }),
    rule('2', { name: 'two', logsource: { definition: 'Sysmon 1.' } }),
    rule('3', { name: 'three', logsource: { definition: 'Security 4625.' } }),
  ]);
  expect(notes.of('c').dataNeed).toBe('Sysmon 1. Security 4625.');
});

test('correlations that name each other in a circle come to an end', () => {
  const notes = documentNotes([
    rule('c', { correlation: { rules: ['d'] } }),
    rule('d', { correlation: { rules: ['c'] } }),
  ]);
  expect(notes.of('c').dataNeed).toBe('');
});

test('what is no rule is left out, and what is not there has no notes', () => {
  const notes = documentNotes([{ file: 'x.yml', rule: null }]);
  expect(notes.has('x')).toBe(false);
  expect(notes.of('x')).toEqual({ file: '', dataNeed: '', falsePositives: [] });
});
