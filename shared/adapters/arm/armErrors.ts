import { ArmOverdue, ArmRefused } from '../../flows/ports/resourceManager';

interface Told {
  code?: unknown;
  message?: unknown;
}

/** What Resource Manager said, from any error that its client throws: of a request, of a failed operation, of a deadline. */
export function armError(error: unknown): Error {
  if (!(error instanceof Error)) return new ArmRefused(0, 'Unknown', String(error));
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return new ArmOverdue('Resource Manager was not done in time.', { cause: error });
  const { statusCode, code, details, response } = error as {
    statusCode?: number;
    code?: unknown;
    details?: { error?: Told };
    response?: { bodyAsText?: string | null };
  };
  const told = details?.error ?? toldBy(response?.bodyAsText);
  const named = told?.code ?? failedOperationCode(error.message) ?? code;
  return new ArmRefused(
    statusCode ?? 0,
    typeof named === 'string' && named !== '' ? named : `Status${statusCode ?? 0}`,
    (typeof told?.message === 'string' ? told.message : error.message).slice(0, 2_000),
    { cause: error },
  );
}

function toldBy(body: string | null | undefined): Told | undefined {
  if (!body) return undefined;
  try {
    return (JSON.parse(body) as { error?: Told }).error;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The client puts the code of a failed operation into its sentence: "... has failed. Code. Message". */
const failedOperationCode = (message: string): string | undefined =>
  /^The long-running operation has failed\. (\w+)\./.exec(message)?.[1];
