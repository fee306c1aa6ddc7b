export const enqueueReassess = async (..._: unknown[]) => ({});
