import { causeOf } from '#src/domain/kit/cause-of.ts';
import { parseJson } from '#src/domain/kit/parse-json.ts';
import { z } from 'zod';
import { type FormFields, formBody } from './form-body.ts';
import type { Stripe } from './stripe-config.ts';

/** `wasSaved`: the answer that the key got the first time, which may be old. */
export type CallAnswer<T> = { body: T; wasSaved: boolean };

/** Anything but success. `status` is missing when nothing usable came back. */
export type CallFailure = {
  status?: number;
  type?: string;
  code?: string;
  text: string;
  retryAfterMs?: number;
  wasSaved: boolean;
};

export type Called<T> = { answer: CallAnswer<T> } | { failure: CallFailure };

/** `key`: Stripe does the same call once, and repeats its answer for at least a day. */
export type Call<T> = { path: string; shape: z.ZodType<T> } & (
  | { method: 'GET' }
  | { method: 'POST'; fields: FormFields; key: string }
);

const API_URL = 'https://api.stripe.com';
/** What an answer looks like changes with it. */
const API_VERSION = '2024-06-20';
/** A bank may take this long to answer Stripe. */
const TIMEOUT_MS = 30_000;

export async function call<T>(stripe: Stripe, request: Call<T>): Promise<Called<T>> {
  const reply = await exchange(stripe, request);
  if ('fault' in reply)
    return { failure: { text: `Stripe did not answer: ${reply.fault}`, wasSaved: false } };
  const wasSaved = reply.headers.get('idempotent-replayed') === 'true';
  if (reply.status < 200 || reply.status > 299) return { failure: { ...failureOf(reply), wasSaved } };
  const read = request.shape.safeParse(reply.body);
  if (read.success) return { answer: { body: read.data, wasSaved } };
  return { failure: { text: 'Stripe’s answer cannot be read', wasSaved } };
}

/** `body` is undefined when it is no JSON. */
type Reply = { status: number; body: unknown; headers: Headers };

async function exchange<T>(
  { config, timeLimit = limitOf }: Stripe,
  request: Call<T>,
): Promise<Reply | { fault: string }> {
  const headers = {
    authorization: `Bearer ${config.secretKey}`,
    'stripe-version': API_VERSION,
    ...(request.method === 'POST'
      ? { 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': request.key }
      : {}),
  };
  try {
    const response = await fetch(`${config.apiUrl ?? API_URL}${request.path}`, {
      method: request.method,
      headers,
      ...(request.method === 'POST' ? { body: formBody(request.fields) } : {}),
      signal: timeLimit(TIMEOUT_MS),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, body: parseJson(text), headers: response.headers };
  } catch (error) {
    return { fault: causeOf(error) };
  }
}

const errorShape = z.looseObject({
  error: z.looseObject({
    type: z.string(),
    code: z.string().optional(),
    decline_code: z.string().optional(),
  }),
});

/** Stripe's messages are left out: they may quote what was sent. */
function failureOf({ status, body, headers }: Reply): Omit<CallFailure, 'wasSaved'> {
  const error = errorShape.safeParse(body).data?.error;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const words = [error?.type, error?.code, error?.decline_code].filter((word) => word !== undefined);
  return {
    status,
    text: `Stripe: HTTP ${status}${words.length > 0 ? `, ${words.join(', ')}` : ''}`,
    ...(error ? { type: error.type } : {}),
    ...(error?.code === undefined ? {} : { code: error.code }),
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}),
  };
}

function limitOf(timeoutMs: number): AbortSignal {
  return AbortSignal.timeout(timeoutMs);
}
