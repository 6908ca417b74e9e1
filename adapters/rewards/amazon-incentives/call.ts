import { causeOf } from '#src/domain/kit/cause-of.ts';
import { parseJson } from '#src/domain/kit/parse-json.ts';
import type { z } from 'zod';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { AmazonConfig, AmazonDeps } from './amazon-config.ts';
import { marketplaceOf } from './marketplaces.ts';
import { type AmazonFailure, failureOf } from './failure-of.ts';
import type { Reply } from './reply.ts';
import { signForAmazon } from './sign-for-amazon.ts';

export type Amazon = { config: AmazonConfig } & AmazonDeps;

/** Amazon advises six seconds. */
const TIMEOUT_MS = 6_000;
const SERVICE = 'AGCODService';

/**
 * Calls one of Amazon's operations. `body` is JSON, written by the caller because amounts are no floats. What comes back
 * is never logged: it may hold a claim code.
 */
export async function call<T extends object>(
  amazon: Amazon,
  operation: string,
  { body, shape }: { body: string; shape: z.ZodType<T> },
): Promise<ProviderOutcome<{ answer: T }> | AmazonFailure> {
  const reply = await exchange(amazon, operation, body);
  if ('fault' in reply) return { kind: 'unknown', fault: reply.fault };
  const failure = failureOf(reply);
  if (failure) return failure;
  const read = shape.safeParse(reply.body);
  if (read.success) return { kind: 'ok', answer: read.data };
  return { kind: 'unknown', fault: `Amazon’s answer to ${operation} cannot be read` };
}

async function exchange(
  { config, clock, timeLimit = limitOf }: Amazon,
  operation: string,
  body: string,
): Promise<Reply | { fault: string }> {
  const { host, region } = marketplaceOf(config.country);
  const url = new URL(`/${operation}`, config.apiUrl ?? `https://${host}`);
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'x-amz-target': `com.amazonaws.agcod.${SERVICE}.${operation}`,
  };
  const signed = signForAmazon(
    { method: 'POST', url, headers, body, service: SERVICE, region, at: clock.now() },
    config,
  );
  try {
    const signal = timeLimit(TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', headers: signed, body, signal, redirect: 'manual' });
    const text = await response.text();
    return {
      status: response.status,
      body: parseJson(text),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    return { fault: `Amazon did not answer ${operation}: ${causeOf(error)}` };
  }
}

function limitOf(timeoutMs: number): AbortSignal {
  return AbortSignal.timeout(timeoutMs);
}
