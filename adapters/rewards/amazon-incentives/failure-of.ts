import { z } from 'zod';
import type { Reply } from './reply.ts';

/** Anything but success. `blocked`: our account cannot do it now, and nothing has happened. */
export type AmazonFailure =
  | { kind: 'rejected'; reason: string }
  | { kind: 'blocked'; reason: string }
  | { kind: 'unknown'; fault: string; retryAfterMs?: number };

const failureShape = z.looseObject({
  status: z.string().optional(),
  agcodResponse: z.looseObject({ status: z.string().optional() }).optional(),
  errorCode: z.string().optional(),
  errorType: z.string().optional(),
  message: z.string().optional(),
  __type: z.string().optional(),
});

/** Ten calls a second are allowed. */
const THROTTLED_MS = 1_000;

/**
 * What Amazon's answer means if it is no success; undefined for a success.
 * @see https://developer.amazon.com/docs/incentives-api/gift-codes-errors.html
 */
export function failureOf({ status, body, retryAfter }: Reply): AmazonFailure | undefined {
  const read = failureShape.safeParse(body);
  if (!read.success) return unknown(`HTTP ${status} without an answer that can be read`);
  const said = read.data;
  const isSuccess = status === 200 && said.status === 'SUCCESS' && !said.errorCode;
  if (isSuccess) return undefined;
  if (isThrottled(status, said)) return { ...unknown('too many calls'), retryAfterMs: waitOf(retryAfter) };
  const reason = `Amazon: ${[said.errorCode ?? `HTTP ${status}`, said.errorType].filter(Boolean).join(' ')}`;
  return judge(said.errorCode ?? '', said.errorType ?? '', status, reason);
}

function judge(code: string, type: string, status: number, reason: string): AmazonFailure {
  // An earlier request with this id may have bought something.
  if (/RequestId|Idempot/iu.test(type)) return unknown(reason);
  if (code.startsWith('F2')) return { kind: 'rejected', reason };
  if (code.startsWith('F3') || status === 401 || status === 403) return { kind: 'blocked', reason };
  return unknown(reason);
}

function unknown(fault: string): { kind: 'unknown'; fault: string } {
  return { kind: 'unknown', fault: fault.startsWith('Amazon') ? fault : `Amazon: ${fault}` };
}

function isThrottled(status: number, said: z.infer<typeof failureShape>): boolean {
  return status === 429 || /Throttl/u.test(`${said.__type} ${said.errorType} ${said.errorCode}`);
}

function waitOf(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : THROTTLED_MS;
}
