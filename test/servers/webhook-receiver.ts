import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

/** A call as it came in. */
export type ReceivedCall = { method: string; path: string; headers: Record<string, string>; body: string };

type Answer = (response: ServerResponse, request: IncomingMessage, call: ReceivedCall) => void;

export type WebhookReceiver = {
  url: string;
  port: number;
  calls: ReceivedCall[];
  /** How many connections it ever took. */
  connections: () => number;
  /** How it answers from now on; 204 at first. */
  answer: (by: Answer) => void;
  /** Ends the connections that wait for another call. */
  closeIdle: () => void;
  stop: () => Promise<void>;
};

/** A real receiver on loopback, over TLS if there is a certificate. `host`: the address it listens on. */
export async function startReceiver({
  host = '127.0.0.1',
  port: wanted = 0,
  certificate,
}: {
  host?: string;
  port?: number;
  certificate?: Certificate;
} = {}): Promise<WebhookReceiver> {
  const calls: ReceivedCall[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let answerBy: Answer = takeIt;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    const headers = request.headers as Record<string, string>;
    const call = { method, path, headers, body: await text(request) };
    calls.push(call);
    answerBy(response, request, call);
  }

  function take(request: IncomingMessage, response: ServerResponse): void {
    receive(request, response).catch(() => response.destroy());
  }
  const server = certificate
    ? createSecureServer({ key: certificate.key, cert: certificate.cert }, take)
    : createServer(take);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? 'https' : 'http'}://${host}:${port}/hook`,
    port,
    calls,
    connections: () => connections,
    answer: (by) => {
      answerBy = by;
    },
    closeIdle: () => server.closeIdleConnections(),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}

function takeIt(response: ServerResponse): void {
  response.writeHead(204).end();
}

export type Certificate = { key: string; cert: string };

/** A new certificate that vouches for itself, for these names. */
export async function makeCertificate(...names: string[]): Promise<Certificate> {
  const dir = await mkdtemp(join(tmpdir(), 'largesse-cert-'));
  const [keyPath, certPath] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const san = names.map((name) => `DNS:${name}`).join(',');
  try {
    const made = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${names[0]}`;
    const files = ['-addext', `subjectAltName=${san}`, '-keyout', keyPath, '-out', certPath];
    await promisify(execFile)('openssl', [...made.split(' '), ...files]);
    return { key: await readFile(keyPath, 'utf8'), cert: await readFile(certPath, 'utf8') };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
