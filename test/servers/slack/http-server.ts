import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from './faults.ts';
import { takeUpload } from './files.ts';
import { takeResponse } from './response-urls.ts';
import { type ApiContext, callMethod } from './web-api.ts';

/** Clocks differ a little, and timers fire early. */
const EARLY_MS = 20;

type Answer = { status: number; headers?: Record<string, string>; body: string };

/** Serves the Web API under `/api/` and the response URLs, with the faults that were ordered. */
export function createHttpServer(context: ApiContext, faults: Faults): Server {
  return createServer((request, response) => {
    serve(context, faults, request, response).catch((error: unknown) => {
      context.state.violations.push(`the server itself failed: ${String(error)}`);
      response.destroy();
    });
  });
}

async function serve(
  context: ApiContext,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readBody(request);
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const method = methodOf(path);
  context.state.calls.push(method);
  const waitMs = faults.waitMs(method);
  if (waitMs > EARLY_MS) {
    if (!faults.wasUnderWay(method)) {
      context.state.violations.push(`${method}: came ${waitMs} ms too early, in spite of Retry-After`);
    }
    const { status, headers, body: said } = limited(Math.ceil(waitMs / 1_000));
    return void response.writeHead(status, headers).end(said);
  }
  const fault = faults.take(method);
  await faults.released(method);
  if (fault?.kind === 'delay') await sleep(fault.delayMs);
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'drop-before') return void request.socket.destroy();
  const answer = (fault && faulty(fault)) ?? answerOf(context, request, { method, path, bytes });
  if (fault?.kind === 'drop-after') return void request.socket.destroy();
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function answerOf(
  context: ApiContext,
  request: IncomingMessage,
  { method, path, bytes }: { method: string; path: string; bytes: Buffer },
): Answer {
  if (method === 'upload') return takeUpload(context.state, path, bytes);
  const body = bytes.toString('utf8');
  if (method === 'response_url') return takeResponse(context, path, body);
  const form = Object.fromEntries(new URLSearchParams(body));
  const { token: inBody, ...args } = form;
  const inHeader = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (request.method !== 'POST') context.state.violations.push(`${method}: ${request.method}`);
  const answer = callMethod(context, method, inHeader ?? inBody ?? '', args);
  const scopes = method === 'apps.connections.open' ? 'connections:write' : context.scopes.join(',');
  return json(200, answer, { 'x-oauth-scopes': scopes });
}

function methodOf(path: string): string {
  if (path.startsWith('/upload/')) return 'upload';
  return path.startsWith('/api/') ? path.slice('/api/'.length) : 'response_url';
}

function faulty(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'rate-limit':
      return limited(fault.retryAfterSeconds);
    case 'error': {
      const seconds = fault.retryAfterSeconds;
      return json(200, { ok: false, error: fault.error }, seconds ? { 'retry-after': String(seconds) } : {});
    }
    case 'status':
      return { status: fault.status, body: 'something is wrong' };
    case 'garbage':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>We are back soon</html>' };
    case 'silence':
    case 'delay':
    case 'drop-before':
    case 'drop-after':
      return undefined;
  }
}

function limited(retryAfterSeconds: number | null): Answer {
  const headers = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  return json(429, { ok: false, error: 'ratelimited' }, headers);
}

function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
