import { once } from 'node:events';
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { until } from '#test/helpers/until.ts';
import { startCuttingProxy } from '#test/system/cutting-proxy.ts';

const TERMINATE = 0x58;

const database = await createTestDatabase();
afterAll(() => database.drop());

it('says nothing of connections that a stopping server cuts while they are closed', async () => {
  const server = await startStoppingServer();
  const log = createRecordingLog();
  const db = connect({ url: server.url, poolSize: 1 }, log);
  await sql`select 1`.execute(db);

  await db.destroy();
  await until('the cut', () => server.hasCut());
  await server.stop();

  expect(log.lines).toEqual([]);
});

it('says that a connection was lost while it was wanted', async () => {
  const log = createRecordingLog();
  const db = connect({ url: database.url, poolSize: 1 }, log);
  try {
    const lost = sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);
    await expect(lost).rejects.toThrow('terminating connection');
    await until('the log line', () => log.lines.length > 0);

    expect(log.lines).toMatchObject([{ level: 'warn', message: 'Database connection lost' }]);
  } finally {
    await db.destroy();
  }
});

it('keeps no connection open by which it cannot log in', async () => {
  const proxy = await startCuttingProxy(Object.assign(new URL(database.url), { password: '' }).href);
  const db = connect({ url: proxy.url, poolSize: 1 }, createRecordingLog());
  try {
    await expect(sql`select 1`.execute(db)).rejects.toThrow('password');

    await until('the end of the connection', () => proxy.open() === 0, 5_000);
  } finally {
    await db.destroy();
    await proxy.stop();
  }
});

/** The test's Postgres as it is when it stops: who says goodbye is told that it was cut off. */
async function startStoppingServer() {
  const { hostname, port } = new URL(database.url);
  const sockets: Socket[] = [];
  let hasCut = false;
  const proxy = createServer((client) => {
    const upstream = connectSocket(Number(port), hostname);
    sockets.push(client, upstream);
    upstream.pipe(client);
    client.on('data', (data) => {
      if (data[0] !== TERMINATE) return upstream.write(data);
      hasCut = true;
      return client.end(fatal('57P01', 'terminating connection due to administrator command'));
    });
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(database.url);
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    url: url.href,
    hasCut: () => hasCut,
    async stop() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

/** An ErrorResponse of the protocol: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function fatal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
