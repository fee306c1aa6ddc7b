import type { Command } from './command';

/** A line for each command, with its operands, the summaries below each other. */
export function usageOf(commands: readonly Command[]): string {
  const titles = commands.map(({ name, operands }) => (operands === undefined ? name : `${name} ${operands}`));
  const width = Math.max(...titles.map(({ length }) => length));
  const lines = commands.map(({ summary }, at) => `  ${titles[at]!.padEnd(width)}   ${summary}`);
  return ['Usage: skywarden COMMAND [options]', ...lines].join('\n');
}
