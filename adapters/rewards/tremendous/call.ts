import { causeOf } from '#src/domain/kit/cause-of.ts';
import { parseJson } from '#src/domain/kit/parse-json.ts';
import { z } from 'zod';
import type { TremendousConfig, TremendousDeps } from './tremendous-config.ts';

export type Tremendous = { config: TremendousConfig } & TremendousDeps;

/** Anything but an answer with a 2xx. `status` is missing when nothing came back. */
export type CallFailure = { status?: number; text: string; retryAfterMs?: number };

/** `status`: of HTTP, any 2xx. */
export type CallAnswer<T> = { status: number; body: T };

const API_URL = 'https://www.tremendous.com/api/v2';
const TIMEOUT_MS = 15_000;
const LONGEST_TEXT = 200;

type Call<T> = { method: 'GET' | 'POST'; path: string; body?: string; shape: z.ZodType<T> };

/** What comes back is never logged: it may hold the link to a reward. */
export async function call<T>(
  tremendous: Tremendous,
  { method, path, body, shape }: Call<T>,
): Promise<{ answer: CallAnswer<T> } | { failure: CallFailure }> {
  const reply = await exchange(tremendous, { method, path, body });
  if ('fault' in reply) return { failure: { text: `Tremendous did not answer: ${reply.fault}` } };
  if (reply.status < 200 || reply.status > 299) return { failure: failureOf(reply) };
  const read = shape.safeParse(reply.body);
  if (read.success) return { answer: { status: reply.status, body: read.data } };
  return { failure: { text: 'Tremendous’s answer cannot be read' } };
}

/** `body` is undefined when it is no JSON. */
type Reply = { status: number; body: unknown; retryAfter: string | null };

async function exchange(
  { config, timeLimit = limitOf }: Tremendous,
  { method, path, body }: { method: string; path: string; body: string | undefined },
): Promise<Reply | { fault: string }> {
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${config.apiKey}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  try {
    const response = await fetch(`${config.apiUrl ?? API_URL}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: timeLimit(TIMEOUT_MS),
      redirect: 'manual',
    });
    const text = await response.text();
    return {
      status: response.status,
      body: parseJson(text),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    return { fault: causeOf(error) };
  }
}

const errorShape = z.looseObject({ errors: z.looseObject({ message: z.string() }) });

function failureOf({ status, body, retryAfter }: Reply): CallFailure {
  const said = errorShape.safeParse(body).data?.errors.message.slice(0, LONGEST_TEXT);
  const seconds = Number(retryAfter ?? Number.NaN);
  const text = `Tremendous: HTTP ${status}${said ? `, ${said}` : ''}`;
  const mayWait = Number.isFinite(seconds) && seconds > 0;
  return { status, text, ...(mayWait ? { retryAfterMs: seconds * 1_000 } : {}) };
}

function limitOf(timeoutMs: number): AbortSignal {
  return AbortSignal.timeout(timeoutMs);
}
