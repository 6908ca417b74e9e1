import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningWeb, type ServeOptions, serveWeb } from '#src/web/serve-web.ts';

const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(options: Partial<ServeOptions> = {}): Promise<RunningWeb> {
  const app = new Hono().get('/', (c) => c.text('from the app'));
  const web = await serveWeb({ app, webhooks: [], host: '127.0.0.1', port: 0, ...options });
  running.push(web);
  return web;
}

/** Another program on a port of its own, or on the one that is asked for. */
async function occupyPort(port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.listen(port, '127.0.0.1', resolve);
  });
  if (!server.listening) return port;
  running.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
  return (server.address() as AddressInfo).port;
}

describe('the web server', () => {
  it('hands a webhook its request unread, and the rest to the app', async () => {
    const web = await serve({
      webhooks: [
        undefined,
        {
          path: '/slack/events',
          handle(request, response) {
            request.setEncoding('utf8').on('data', (body) => response.end(`${request.url} ${body}`));
          },
        },
      ],
    });

    const post = { method: 'POST', body: 'text=%2F1' };
    const hook = await fetch(`${web.url}/slack/events/2?a=b`, post);
    const front = await fetch(web.url);
    const neighbour = await fetch(`${web.url}/slack/eventsabc`, post);

    expect(await hook.text()).toBe('/slack/events/2?a=b text=%2F1');
    expect(await front.text()).toBe('from the app');
    expect(neighbour.status).toBe(404);
  });

  it('names the port it was asked for when that is taken', async () => {
    const port = await occupyPort();

    await expect(serve({ port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
  });

  it('takes another port when it may choose and the usual one is taken', async () => {
    await occupyPort(3000);

    const web = await serve({ port: undefined });

    expect(web.port).not.toBe(3000);
    expect(await (await fetch(web.url)).text()).toBe('from the app');
  });

  it('closes within a few seconds though somebody listens to events', async () => {
    const app = new Hono().get('/events', (c) =>
      streamSSE(c, async (stream) => {
        await stream.writeSSE({ data: 'hello' });
        await new Promise<void>((resolve) => stream.onAbort(resolve));
      }),
    );
    const web = await serveWeb({ app, webhooks: [], host: '127.0.0.1', port: 0 });
    const events = await fetch(`${web.url}/events`);
    const reader = events.body?.getReader();
    await reader?.read();

    const startedAt = performance.now();
    await web.close();

    expect(performance.now() - startedAt).toBeLessThan(3000);
    await expect(reader?.read()).rejects.toThrow('terminated');
    await expect(fetch(web.url)).rejects.toThrow('fetch failed');
  });
});
