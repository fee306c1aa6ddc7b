import type { FileEntity } from '../../../model/entity';
import type { JsonObject } from '../../../model/json';
import { files } from '../azure/azureEntities';
import { asText } from '../field';

const maxMessage = 32_768;

/** A crash as Windows Error Reporting tells it. What it does not say is empty. */
export interface CrashReport {
  eventName: string;
  application: string;
  applicationVersion: string;
  faultingModule: string;
  exceptionCode: string;
  reportId: string;
  /** Files attached to the report; among them the user-mode dump. */
  attachments: string[];
  dumps: string[];
}

/** Positions of the values in event 1001: bucket, type, event name, response, cab, then P1 to P10, attachments, path of the store. */
const eventNameAt = 2;
const firstParameterAt = 5;
const attachmentsAt = 15;
const reportIdAt = 19;

/**
 * Reads event 1001 of Windows Error Reporting, flat: values by position where the forwarder kept them (`Data`, a line each), else
 * by the names in the message. Of `APPCRASH`, P1 is the program, P2 its version, P4 the module, P7 (of `BEX`: P8) the exception.
 */
export function readCrashReport(event: JsonObject): CrashReport {
  const told = asText(event.Message) || asText(event.RenderedDescription) || asText(event.EventData);
  const message = told.slice(0, maxMessage);
  const data = asText(event.Data).split('\n');
  const byPosition = data.length > firstParameterAt + 1;
  const parameter = (at: number): string =>
    (byPosition ? data[firstParameterAt + at - 1]?.trim() : textOf(message, new RegExp(`\\bP${at}: *([^\\r\\n]*)`))) ??
    '';
  const eventName = byPosition ? (data[eventNameAt] ?? '') : textOf(message, /Event Name: *([^\r\n]*)/);
  const attached = byPosition
    ? (data[attachmentsAt] ?? '')
    : textOf(message, /Attached files: *([\s\S]{0,4096}?)(?:These files|\r?\n\r?\n|$)/);
  const attachments = attached
    .split(/\r?\n|;/)
    .map((path) => path.trim())
    .filter((path) => path.includes('\\'));
  return {
    eventName: eventName.trim(),
    application: parameter(1) || asText(event.AppName),
    applicationVersion: parameter(2) || asText(event.AppVersion),
    faultingModule: parameter(4) || asText(event.ModuleName),
    exceptionCode: parameter(/^(?:mo)?bex/i.test(eventName.trim()) ? 8 : 7) || asText(event.ExceptionCode),
    reportId: byPosition ? (data[reportIdAt] ?? '').trim() : textOf(message, /Report I[dD]: *([0-9a-f-]{8,64})/i),
    attachments: attachments.slice(0, 64),
    dumps: attachments.filter((path) => /\.(?:h?dmp|mdmp)$/i.test(path)).slice(0, 16),
  };
}

const textOf = (message: string, pattern: RegExp): string => pattern.exec(message)?.[1]?.trim() ?? '';

/** The program that crashed, the module at fault and the dumps. */
export const crashFiles = ({ application, faultingModule, dumps }: CrashReport): FileEntity[] =>
  [application, faultingModule, ...dumps].flatMap((path) => files(path));
