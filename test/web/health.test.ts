import { describe, expect, it } from 'vitest';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { newId } from '#src/kit/new-id.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';

describe('health', () => {
  it('says that the process lives, whatever else is wrong', async () => {
    const checks = { postgres: () => Promise.reject(new Error('refused')) };
    const app = createWebApp({ log: createRecordingLog(), newId, checks });

    const response = await app.request('/healthz');

    expect(response.status).toBe(200);
  });

  it('is ready when everything answers', async () => {
    const app = createWebApp({ log: createRecordingLog(), newId, checks: { postgres: async () => 1 } });

    const response = await app.request('/readyz');

    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('names what is wrong, and keeps the reasons for the log', async () => {
    const log = createRecordingLog();
    const checks = {
      postgres: () => Promise.reject(new Error('password of largesse@db refused')),
      queue: async () => undefined,
      slack: () => {
        throw new Error('broken at once');
      },
    };
    const app = createWebApp({ log, newId, checks });

    const response = await app.request('/readyz');
    const body = await response.text();

    expect(response.status).toBe(503);
    expect(JSON.parse(body)).toEqual({ status: 'not ready', wrong: ['postgres', 'slack'] });
    expect(log.lines.map(({ fields }) => fields)).toMatchObject([{ check: 'slack' }, { check: 'postgres' }]);
  });

  it('does not wait for ever for a check', async () => {
    const checks = { queue: () => new Promise(() => undefined) };
    const app = createWebApp({ log: createRecordingLog(), newId, checks });

    const response = await app.request('/readyz');

    expect([response.status, await response.json()]).toMatchObject([503, { wrong: ['queue'] }]);
  });

  it('shows no playground where there is none, and answers under any name', async () => {
    const app = createWebApp({ log: createRecordingLog(), newId, checks: {} });

    const front = await app.request('http://gifts.example.com/');
    const playground = await app.request('http://gifts.example.com/playground');

    expect(front.status).toBe(200);
    expect(await front.text()).not.toContain('/playground');
    expect(playground.status).toBe(404);
  });
});
