import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import { WEBHOOK_PATH } from './manifest.ts';
import { readHttpRequest } from './read-http-request.ts';
import type { Receiver } from './receive.ts';

type HttpDeps = { log: Log; clock: Clock; signingSecret: string; receiver: Receiver };

/** What Slack sends when an address is entered in the app's settings. */
const urlVerification = z.object({ type: z.literal('url_verification'), challenge: z.string() });

/** Answers one request. Never throws: whatever it holds, the process and its other work go on. */
export function handleHttp(deps: HttpDeps, request: IncomingMessage, response: ServerResponse): void {
  response.once('error', () => undefined);
  answer(deps, request, response).catch((err: unknown) => {
    deps.log.error({ err }, 'Slack request failed');
    respond(response, 500);
  });
}

async function answer(deps: HttpDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '').split('?', 1);
  if (path !== WEBHOOK_PATH || request.method !== 'POST') return respond(response, 404);
  const read = await readHttpRequest(request, deps);
  if (read.kind === 'gone') return;
  if (read.kind === 'ssl-check') return respond(response, 200);
  if (read.kind === 'refused') {
    deps.log.warn({ status: read.status, why: read.why }, 'Slack request refused');
    return respond(response, read.status);
  }
  const { data: verification } = urlVerification.safeParse(read.payload);
  if (verification) return respond(response, 200, { challenge: verification.challenge });
  await deps.receiver.take(read.payload, async (body) => respond(response, 200, body));
  // Whoever pressed sees that it failed; without an answer they would wait for it.
  if (!response.headersSent) respond(response, 500);
}

function respond(response: ServerResponse, status: number, body?: object): void {
  if (response.headersSent) return;
  if (!body) return void response.writeHead(status, status === 413 ? { connection: 'close' } : {}).end();
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
