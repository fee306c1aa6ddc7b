import fc from 'fast-check';
import { idOf, keyIn } from '../../shared/http/deliveryRow';
import type { RunDocument } from '../../shared/model/documents/runs';

test('the id of a row names its day and document', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      const run = { day: '2026-11-21', id } as RunDocument;
      expect(keyIn(idOf(run))).toEqual({ day: '2026-11-21', id });
    }),
  );
});

test.each(['', 'x', Buffer.from('today|1').toString('base64url')])('%j is no id of a row', (rowId) => {
  expect(keyIn(rowId)).toBeUndefined();
});
