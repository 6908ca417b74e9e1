import type { CallFailure } from './call.ts';

/** What a failed call means for what was asked: no answer, a limit or a fault of theirs leave open what happened. */
export function outcomeOfFailure({
  status,
  text,
  retryAfterMs,
}: CallFailure):
  | { kind: 'rejected'; reason: string }
  | { kind: 'unknown'; fault: string; retryAfterMs?: number } {
  if (isOpen(status)) {
    return { kind: 'unknown', fault: text, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  return { kind: 'rejected', reason: text };
}

/** 408 and 425 come from what stands before a server. 409: the key was used with another body, so it bought something. */
function isOpen(status: number | undefined): boolean {
  if (status === undefined || status < 400 || status >= 500) return true;
  return [408, 409, 425, 429].includes(status);
}
