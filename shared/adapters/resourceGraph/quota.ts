const longestPauseMs = 60_000;

/**
 * Milliseconds to wait before the next query: `x-ms-user-quota-remaining` tells how many are left, `x-ms-user-quota-resets-after`
 * (`hh:mm:ss`) until when. Source: "Guidance for throttled requests in Azure Resource Graph".
 */
export function quotaPause(header: (name: string) => string | undefined): number {
  const remaining = header('x-ms-user-quota-remaining');
  const after = /^(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(header('x-ms-user-quota-resets-after') ?? '');
  if (remaining === undefined || Number(remaining) > 0 || !after) return 0;
  const [hours, minutes, seconds] = after.slice(1).map(Number);
  return Math.min(longestPauseMs, ((hours! * 60 + minutes!) * 60 + seconds!) * 1000);
}
