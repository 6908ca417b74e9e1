import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, HTTPReceiverDeferredRequestError, type Logger } from '@slack/bolt';
import type { Log } from '#src/ports/log.ts';
import { WEBHOOK_PATH } from './manifest.ts';

/** Bounds what an unverified caller can make us read; commands and presses are far smaller. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** Bolt's HTTP receiver without its own server: it verifies signatures and answers `ssl_check`. */
export function createHttpReceiver(signingSecret: string, logger: Logger): HTTPReceiver {
  return new HTTPReceiver({ signingSecret, logger, endpoints: WEBHOOK_PATH, bodyLimit: BODY_LIMIT_BYTES });
}

/** Passes one request to the receiver. The body must be unread: the signature covers its bytes. */
export function handOver(
  { receiver, log }: { receiver: HTTPReceiver; log: Log },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  try {
    receiver.requestListener(request, response);
  } catch (err) {
    const isElsewhere = err instanceof HTTPReceiverDeferredRequestError;
    if (!isElsewhere) log.warn({ err }, 'Slack webhook request could not be read');
    response.writeHead(isElsewhere ? 404 : 400).end();
  }
}
