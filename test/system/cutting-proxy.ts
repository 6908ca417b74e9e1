import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between the product and its Postgres, to lose answers. */
export type CuttingProxy = {
  /** Of the server, but through the proxy. */
  url: string;
  /** Cuts the connection when the server has carried out the next statement with these words, before its answer goes back. */
  loseAnswerTo(words: string): void;
  /** Takes no connection any more; those that there are go on. */
  refuse(): void;
  /** How many connections there are, counted at both their ends. */
  open(): number;
  stop(): Promise<void>;
};

export async function startCuttingProxy(serverUrl: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let doomed: string | undefined;

  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname);
    let isDoomed = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => {
      if (doomed !== undefined && chunk.toString('latin1').includes(doomed)) {
        isDoomed = true;
        doomed = undefined;
      }
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (isDoomed) near.destroy();
      else near.write(chunk);
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;

  return {
    url: url.href,
    loseAnswerTo(words) {
      doomed = words;
    },
    refuse: () => void proxy.close(),
    open: () => sockets.size,
    async stop() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
