import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever listens takes connections and says nothing. `close` breaks them off. */
export type SilentServer = { close(): Promise<void> };

const patienceMs = 1_000;

/** Listens where a server was. Resolves with the first connection, or after a second without one. */
export async function listenSilently(port: number): Promise<SilentServer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  await Promise.race([once(server, 'connection'), sleep(patienceMs)]);
  return {
    async close() {
      for (const socket of sockets) socket.resetAndDestroy();
      server.close();
      await once(server, 'close');
      // Whoever is hit by this has a moment to show it.
      await sleep(50);
    },
  };
}
