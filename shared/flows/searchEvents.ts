import { compileQuery, compileRight, type CompiledQuery } from '../core/query/compileQuery';
import { createBudget, type Budget, type Limit } from '../core/query/budget';
import { planPages } from '../core/query/pageFilter';
import { parseQuery } from '../core/query/parseQuery';
import { readSearchMark, writeSearchMark, type SearchMark } from '../core/query/searchMark';
import { type AnswerColumn, answerStage } from '../core/query/answerStage';
import type { Row } from '../core/query/schema';
import { sizeOf } from '../core/query/sizeOf';
import { searchWindow, type Window } from '../core/query/searchWindow';
import type { Query } from '../core/query/syntax';
import type { Json } from '../model/json';
import type { TelemetryEvent } from '../model/telemetryEvent';
import { scanEvents, type SearchPorts, type Usage } from './scanEvents';

export interface SearchRequest {
  query: string;
  /** Bounds on the time of events, both inclusive; beside those that the query sets itself. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Rows of one page of the answer. */
  top: number;
  /** From the page before, for the same query. */
  continuation?: string | undefined;
}

export interface SearchLimits {
  /** Pages, events and seconds that one request reads and takes. */
  maxPages: number;
  maxEvents: number;
  maxSeconds: number;
  /** How far back a query reaches at most, and by default. */
  maxHours: number;
  defaultHours: number;
  /** Rows, groups and distinct values kept in memory, and about how many characters they have; rows made by a join. */
  maxHeld: number;
  maxHeldSize: number;
  maxMade: number;
  /** Length of the rows of one page of the answer, as JSON. */
  maxCharacters: number;
}

export const searchLimits: SearchLimits = {
  maxPages: 20_000,
  maxEvents: 2_000_000,
  maxSeconds: 30,
  maxHours: 31 * 24,
  defaultHours: 24,
  maxHeld: 100_000,
  maxHeldSize: 100_000_000,
  maxMade: 1_000_000,
  maxCharacters: 8_000_000,
};

/** The archive reaches back as far as a workspace may keep it. */
export const archiveLimits: SearchLimits = { ...searchLimits, maxHours: 731 * 24 };

export interface SearchScope {
  workspaceId: string;
  /** Whether the caller may see an event. */
  mayRead: (event: TelemetryEvent) => boolean;
}

export interface SearchResult {
  columns: AnswerColumn[];
  rows: Json[][];
  /** The times searched, after all bounds (ISO). */
  from: string;
  to: string;
  continuation?: string;
  /** What cut the answer short; with a continuation, going on reads the rest. */
  limits: Limit[];
  warnings: string[];
  statistics: { pagesRead: number; eventsScanned: number; requestUnits: number; milliseconds: number };
}

/**
 * Runs a query over the stored pages of one workspace, hot ones or (`archivedPages`) all. Throws Rejected for a query that cannot be run, with the position of the
 * fault. Rows that stream (no sort, no groups, no join) go on where the last page of the answer ended; other answers are made
 * again for every page of them, at the same `now`.
 */
export async function searchEvents(
  { pages, now }: SearchPorts,
  { workspaceId, mayRead }: SearchScope,
  { query: text, from, to, top, continuation }: SearchRequest,
  limits: SearchLimits = searchLimits,
): Promise<SearchResult> {
  const started = now();
  const mark: SearchMark =
    continuation === undefined ? { now: started.getTime(), answered: 0 } : readSearchMark(continuation);
  const at = new Date(mark.now);
  const query = parseQuery(text);
  const compiled = compileQuery(query, text, at);
  const right = compileRight(query, text, at);
  const budget = createBudget(limits);
  const usage: Usage = { pagesRead: 0, eventsScanned: 0, requestUnits: 0 };
  const deadline = started.getTime() + limits.maxSeconds * 1_000;

  const scan = async (
    of: Query,
    window: Window,
    steps: ReturnType<CompiledQuery['start']>,
    from?: SearchMark['position'],
  ) => {
    const { filter } = planPages(of, at);
    const wanted = {
      ...filter,
      workspaceId,
      from: new Date(window.from).toISOString(),
      to: new Date(window.to).toISOString(),
    };
    return scanEvents(
      { pages, now },
      { wanted, mayRead, usage, limits, deadline, reached: budget.reached },
      steps,
      from,
    );
  };
  const windowOf = (of: Query): Window => searchWindow(planPages(of, at), { from, to, now: at, ...limits });

  const rightRows: Row[] = [];
  if (right) {
    const keep = { push: (row: Row) => budget.hold(sizeOf(row)) && rightRows.push(row) > 0, end: () => undefined };
    await scan(right.query, windowOf(right.query), right.compiled.start({ budget, right: [], taken: 0 }, keep));
  }
  const window = windowOf(query);
  const { streams } = compiled;
  const answer = answerStage(compiled.columns, {
    skip: streams ? 0 : mark.answered,
    top,
    maxCharacters: limits.maxCharacters,
    endless: streams,
  });
  const steps = compiled.start({ budget, right: rightRows, taken: streams ? mark.answered : 0 }, answer);
  const position = await scan(query, window, steps, mark.position);
  const result = answer.result();
  const next = nextMark(mark, { streams, position, rows: result.rows.length, full: answer.hasMore(), budget });
  return {
    ...result,
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    ...(next && { continuation: writeSearchMark(next) }),
    limits: [...budget.reached],
    warnings: continuation === undefined && usage.pagesRead === 0 ? nothingFound(query) : [],
    statistics: { ...usage, milliseconds: now().getTime() - started.getTime() },
  };
}

/** Tables are not declared: a name that is misspelt looks like a source that sent nothing. */
const nothingFound = ({ table }: Query): string[] =>
  table.name === 'Events'
    ? []
    : [
        `Nothing of the table ${table.name} was stored in this time: tables are named like sources, such as auditd; Events is all.`,
      ];

interface Progress {
  streams: boolean;
  position: SearchMark['position'];
  rows: number;
  /** The page of the answer took all it may. */
  full: boolean;
  budget: Budget;
}

/** A stream that was stopped, by whatever, goes on at its position; another answer only while it has more rows. */
function nextMark(mark: SearchMark, { streams, position, rows, full, budget }: Progress): SearchMark | undefined {
  const answered = mark.answered + rows;
  if (!streams) return full ? { now: mark.now, answered } : undefined;
  const stopped = full || budget.reached.size > 0;
  return stopped && position ? { now: mark.now, answered, position } : undefined;
}
