export const onResourceChange = async (..._: unknown[]) => ({});
