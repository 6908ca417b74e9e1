import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ProviderRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  header: (name: string) => string | undefined;
  body: string;
};

/** `body` is written as JSON, unless it is a text. */
export type ProviderAnswer = { status: number; body: unknown; headers?: Record<string, string> };

/** How a request goes wrong. What ends in `after` is done first, but the answer does not come, or cannot be read. */
export type ProviderFault =
  | 'cut-before'
  | 'cut-after'
  | 'silence-after'
  | 'garbage-after'
  | 'half-after'
  | { answer: ProviderAnswer };

export type ProviderHttp = {
  url: string;
  calls: string[];
  /** What the next request to a path gets; to any, when no path is named. */
  fail(fault: ProviderFault, path?: RegExp): void;
  /** Called when a request got no answer at all. */
  onSilence(callback: () => void): void;
  stop: () => Promise<void>;
};

/** An HTTP server on 127.0.0.1 whose answers get lost on demand. */
export async function startProviderHttp(
  answer: (request: ProviderRequest) => ProviderAnswer | Promise<ProviderAnswer>,
): Promise<ProviderHttp> {
  const faults: { fault: ProviderFault; path: RegExp }[] = [];
  const calls: string[] = [];
  const onSilence: (() => void)[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const read = await readRequest(request);
      calls.push(`${read.method} ${read.path}`);
      const at = faults.findIndex(({ path }) => path.test(`${read.method} ${read.path}`));
      const fault = at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
      if (fault === 'cut-before') return void request.socket.destroy();
      const given = typeof fault === 'object' ? fault.answer : await answer(read);
      if (fault === 'cut-after') return void request.socket.destroy();
      if (fault === 'silence-after') return onSilence.forEach((callback) => callback());
      const body = typeof given.body === 'string' ? given.body : JSON.stringify(given.body);
      response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
      if (fault === 'garbage-after') response.end('<html>gateway</html>');
      else if (fault === 'half-after') response.end(body.slice(0, body.length / 2));
      else response.end(body);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    onSilence: (callback) => void onSilence.push(callback),
    fail: (fault, path = /./u) => void faults.push({ fault, path }),
    async stop() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<ProviderRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://server');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(',') : value;
    },
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
