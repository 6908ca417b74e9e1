import http, { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { WebhookFailure } from '#src/ports/webhooks.ts';
import { readAnswer, readRetryAfter } from './read-answer.ts';

/** The connections that are kept for the next call: each belongs to one address, so it never leads to another. */
export type Agents = { http: http.Agent; https: https.Agent };

/** One call to one checked address. `signal` ends it. */
export type Post = {
  url: URL;
  address: string;
  headers: OutgoingHttpHeaders;
  body: string;
  signal: AbortSignal;
  connectMs: number;
};

export type PostResult =
  | { status: number; excerpt: string; retryAfterMs: number | undefined }
  | { failure: WebhookFailure };

/** Ends a call whose connection does not come about. */
class SlowConnection extends Error {}

/** A kept connection that the other side had closed meanwhile. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);
const TIMED_OUT = new Set(['AbortError', 'TimeoutError']);
const NOT_TRUSTED =
  /^(?:CERT_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA)/u;

/**
 * Posts to this address and no other: the name of the URL is what the certificate has to be for. Does not follow redirects. A kept
 * connection that turns out to be closed is replaced once.
 */
export async function post(agents: Agents, call: Post): Promise<PostResult> {
  const first = await postOnce(agents, call);
  if (!('wasClosed' in first)) return first;
  const again = await postOnce(undefined, call);
  return 'wasClosed' in again ? { failure: 'cut-off' } : again;
}

function postOnce(agents: Agents | undefined, call: Post): Promise<PostResult | { wasClosed: true }> {
  const { body, connectMs, signal } = call;
  return new Promise((resolve) => {
    const request = open(agents, call);
    let isConnected = false;
    let isAnswered = false;
    const tooSlow = setTimeout(() => request.destroy(new SlowConnection()), connectMs);
    function connected(): void {
      isConnected = true;
      clearTimeout(tooSlow);
    }
    request.on('socket', (socket) => {
      if (request.reusedSocket || !socket.connecting) connected();
      else socket.once(call.url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
    });
    request.on('response', (response) => {
      connected();
      isAnswered = true;
      void readAnswer(response).then((excerpt) => resolve(resultOf(response, excerpt)));
    });
    request.on('error', (fault: NodeJS.ErrnoException) => {
      clearTimeout(tooSlow);
      // The status counts, wherever the answer is cut off.
      if (isAnswered) return;
      if (request.reusedSocket && CLOSED.has(fault.code ?? '')) resolve({ wasClosed: true });
      else resolve({ failure: failureOf(fault, { isConnected, isOver: signal.aborted }) });
    });
    request.end(body);
  });
}

function open(agents: Agents | undefined, { url, address, headers, signal }: Post): http.ClientRequest {
  const isEncrypted = url.protocol === 'https:';
  const name = url.hostname.replace(/\.$/u, '');
  const options = {
    host: address,
    port: url.port || (isEncrypted ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    method: 'POST',
    headers: { ...headers, host: url.host },
    signal,
  };
  if (!isEncrypted) return http.request({ ...options, agent: agents?.http ?? false });
  // The certificate of an address is checked for the address.
  const servername = isIP(name.replace(/^\[(.*)\]$/u, '$1')) > 0 ? '' : name;
  return https.request({ ...options, servername, agent: agents?.https ?? false });
}

function resultOf({ statusCode = 0, headers }: IncomingMessage, excerpt: string): PostResult {
  const isRefusal = statusCode >= 400;
  const retryAfterMs = isRefusal ? readRetryAfter(headers['retry-after'], Date.now()) : undefined;
  return { status: statusCode, excerpt, retryAfterMs };
}

function failureOf(
  fault: NodeJS.ErrnoException,
  { isConnected, isOver }: { isConnected: boolean; isOver: boolean },
): WebhookFailure {
  if (isOver || fault instanceof SlowConnection || TIMED_OUT.has(fault.name)) return 'timeout';
  if (NOT_TRUSTED.test(fault.code ?? '')) return 'certificate';
  return isConnected ? 'cut-off' : 'connection';
}
