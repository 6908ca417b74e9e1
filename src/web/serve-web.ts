import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ChatPlatform } from '#src/ports/chat.ts';

export type ServeOptions = {
  app: Pick<Hono, 'fetch'>;
  /** Requests under these paths go to the platform unread: it needs the exact bytes to verify them. */
  webhooks: readonly ChatPlatform['webhook'][];
  host: string;
  /** When left out: `usualPort`, or any free port when that is taken. */
  port?: number | undefined;
  /** 3000 when left out. */
  usualPort?: number | undefined;
  /** The setting that names the port. */
  setting?: 'PORT' | 'HEALTH_PORT';
  /** How long the head of a request may take to arrive, and all of it. */
  limits?: { headersMs: number; requestMs: number };
};

export type RunningWeb = {
  url: string;
  port: number;
  /** Stops accepting requests, gives running ones a moment to finish, then cuts the rest, such as event streams. */
  close(): Promise<void>;
};

const USUAL_PORT = 3000;
const CLOSE_GRACE_MS = 1000;

/**
 * Longer than the minute for which proxies commonly keep an idle connection: if we closed first, a request already on
 * its way could be lost.
 */
const KEEP_ALIVE_MS = 75_000;

/** @throws when the requested port is taken, naming it. */
export async function serveWeb({
  app,
  webhooks,
  host,
  port,
  usualPort = USUAL_PORT,
  setting = 'PORT',
  limits = { headersMs: 10_000, requestMs: 30_000 },
}: ServeOptions): Promise<RunningWeb> {
  const toApp = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer(timesOf(limits), (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const webhook = webhooks.find((known) => known && isUnder(path, known.path));
    if (webhook) webhook.handle(request, response);
    else void toApp(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listenSomewhere(server, { host, port, usualPort, setting });
  const { port: boundPort } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${nameOf(host)}:${boundPort}`,
    port: boundPort,
    close() {
      closed ??= closeServer(server);
      return closed;
    },
  };
}

/** Who sends slowly on purpose holds a connection, and many of them all there are. Node looks for them as often as this says. */
function timesOf({ headersMs, requestMs }: { headersMs: number; requestMs: number }) {
  return {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1_000, headersMs),
  };
}

function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

async function listenSomewhere(
  server: Server,
  at: { host: string; port: number | undefined; usualPort: number; setting: string },
): Promise<void> {
  try {
    await listen(server, { host: at.host, port: at.port ?? at.usualPort });
  } catch (error) {
    if (!isAddressInUse(error)) throw error;
    if (at.port !== undefined) {
      const message = `Port ${at.port} on ${at.host} is taken by another program: stop that one, or set ${at.setting} to a free port.`;
      throw new Error(message, { cause: error });
    }
    await listen(server, { host: at.host, port: 0 });
  }
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close((error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function nameOf(host: string): string {
  if (host === '127.0.0.1') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
