import type { Slice } from '../../model/logReader';

const within = ({ from, to }: Slice): string =>
  `ingestion_time() >= datetime(${from}) and ingestion_time() < datetime(${to})`;

/** Names of tables are checked where readers are saved: they go into the text as they are. */
export const rowQuery = (table: string, slice: Slice, most: number, share?: { index: number; of: number }): string =>
  [
    table,
    `where ${within(slice)}`,
    ...(share ? [`where hash(tostring(pack_all()), ${share.of}) == ${share.index}`] : []),
    // Names the row when asked for: equal rows without it are one event. Old tables may not have it.
    `extend _ItemId = column_ifexists('_ItemId', '')`,
    `take ${most}`,
  ].join('\n| ');

/** One row with a column for each slice. */
export const countQuery = (table: string, slices: readonly Slice[], whole: Slice): string =>
  [
    table,
    `where ${within(whole)}`,
    `summarize ${slices.map((slice, at) => `s${at} = countif(${within(slice)})`).join(', ')}`,
  ].join('\n| ');
