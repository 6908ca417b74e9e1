import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { leaveWithReader, onEndSignal } from '#src/cli/kit/on-end-signal.ts';

describe('the end of a program', () => {
  const heard: number[] = [];
  const stopListening = onEndSignal((code) => void heard.push(code));
  afterEach(stopListening);

  it('does not come with the end of a connection, but with the end of who reads its output', async () => {
    expect(await writeToNobody()).toBe('EPIPE');
    expect(heard).toEqual([]);

    leaveWithReader();

    expect(heard).toEqual([0]);
  });
});

/** Writes to a connection whose other end is gone, without noticing that first; returns what comes of it. */
async function writeToNobody(): Promise<string | undefined> {
  const server = createServer((peer) => peer.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).pause();
  const [peer] = (await once(server, 'connection')) as [Socket];
  if (!peer.destroyed) await once(peer, 'close');
  const lost = once(socket, 'error') as Promise<[NodeJS.ErrnoException]>;
  while (!socket.destroyed) {
    socket.write('.');
    await nextTurn();
  }
  server.close();
  const [{ code }] = await lost;
  return code;
}
