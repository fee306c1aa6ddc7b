export const applyJudgements = async (..._: unknown[]) => ({});
