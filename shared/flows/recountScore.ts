export const enqueueRecount = async (..._: unknown[]) => ({});
