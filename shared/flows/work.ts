export const doWork = async (..._: unknown[]) => ({});
