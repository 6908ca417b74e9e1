import type { IncomingMessage } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';
import type { Clock } from '#src/ports/clock.ts';

/** A request as Slack meant it, or the HTTP status to refuse it with. */
export type HttpRequest =
  | { kind: 'payload'; payload: unknown }
  /** Slack asks now and then whether our certificate is good. It does not sign that. */
  | { kind: 'ssl-check' }
  | { kind: 'refused'; status: 400 | 401 | 413; why: string }
  /** The caller hung up. */
  | { kind: 'gone' };

/** Bounds what an unverified caller can make us read; commands and presses are far smaller. */
const BODY_LIMIT_BYTES = 256 * 1024;

/**
 * Reads one request and verifies that Slack signed it.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export async function readHttpRequest(
  request: IncomingMessage,
  { signingSecret, clock }: { signingSecret: string; clock: Clock },
): Promise<HttpRequest> {
  const read = await readBody(request);
  if (read.kind !== 'body') return read;
  const { body } = read;
  const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';', 1);
  const isForm = mediaType.trim().toLowerCase() === 'application/x-www-form-urlencoded';
  if (isForm && new URLSearchParams(body).get('ssl_check') === '1') return { kind: 'ssl-check' };
  if (!isSigned(request, { body, signingSecret, nowMilliseconds: clock.now().getTime() })) {
    return { kind: 'refused', status: 401, why: 'its signature is missing, wrong or old' };
  }
  return parse(body, isForm);
}

const TOO_LONG: HttpRequest = { kind: 'refused', status: 413, why: 'it is too long' };

function readBody(request: IncomingMessage): Promise<{ kind: 'body'; body: string } | HttpRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
      else resolve(TOO_LONG);
    });
    request.once('end', () => resolve({ kind: 'body', body: Buffer.concat(chunks).toString('utf8') }));
    request.once('error', () => resolve({ kind: 'gone' }));
    request.once('close', () => resolve({ kind: 'gone' }));
  });
}

function isSigned(
  { headers }: IncomingMessage,
  known: { body: string; signingSecret: string; nowMilliseconds: number },
): boolean {
  const signature = headers['x-slack-signature'];
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  return isValidSlackRequest({
    ...known,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
  });
}

/** Commands come as a form, presses as JSON in the field `payload` of one, and events as JSON. */
function parse(body: string, isForm: boolean): HttpRequest {
  const form = isForm ? new URLSearchParams(body) : undefined;
  const json = form ? form.get('payload') : body;
  if (json === null) return { kind: 'payload', payload: fieldsOf(form ?? new URLSearchParams()) };
  try {
    return { kind: 'payload', payload: JSON.parse(json) as unknown };
  } catch {
    return { kind: 'refused', status: 400, why: 'it is not JSON' };
  }
}

/** A field that comes twice stays a list, which no schema of ours takes: either value could be the wrong one. */
function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
