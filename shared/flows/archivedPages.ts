import type { PageBatch, PageSearch, PageStore } from './ports/pages';
import type { Ports } from './ports';

const hourMs = 3_600_000;
/** Clocks of senders run ahead by minutes. */
const earlyMs = hourMs;

const marks = { archive: 'archive:', hot: 'hot:' } as const;
type Place = keyof typeof marks;

const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13);

/**
 * Pages of the archive, then those of hot storage that are not in it. The archive is kept by hour of arrival: read is what arrived
 * from an hour before the times wanted until `lateHours` behind them.
 */
export function archivedPages(
  { archive, pages, now }: Pick<Ports, 'archive' | 'pages' | 'now'>,
  lateHours: number,
): Pick<PageStore, 'search'> {
  async function* marked(place: Place, batches: AsyncIterable<PageBatch>): AsyncGenerator<PageBatch> {
    for await (const { continuation, ...batch } of batches)
      yield continuation === undefined ? batch : { ...batch, continuation: marks[place] + continuation };
  }

  return {
    async *search(wanted: PageSearch, continuation) {
      const arrived = {
        arrivedFrom: hourOf(Math.max(0, Date.parse(wanted.from) - earlyMs)),
        arrivedTo: hourOf(Math.min(now().getTime() + hourMs, Date.parse(wanted.to) + lateHours * hourMs)),
      };
      if (!continuation?.startsWith(marks.hot)) {
        const from = continuation?.slice(marks.archive.length);
        yield* marked('archive', archive.search({ ...wanted, ...arrived }, from));
        yield { pages: [], continuation: marks.hot };
      }
      const from = continuation?.startsWith(marks.hot) ? continuation.slice(marks.hot.length) : '';
      yield* marked('hot', pages.search({ ...wanted, unarchived: true }, from || undefined));
    },
  };
}
