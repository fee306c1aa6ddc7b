import { Conflict } from '../flows/ports/portErrors';
import { Rejected } from '../model/rejected';
import { badRequest, preconditionFailed } from './httpError';

const maxLength = 8_000;

/**
 * Does what a request asks for. What is rejected of it, or what somebody else changed meanwhile, is told to its sender. Throws
 * HttpError 400 or 412.
 */
export async function told<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Rejected) throw badRequest(error.code, sentence(error.message.slice(0, maxLength)));
    if (error instanceof Conflict) throw preconditionFailed('Somebody changed it meanwhile: read it again.');
    throw error;
  }
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
