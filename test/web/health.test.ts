import { describe, expect, it } from 'vitest';
import type { Hono } from 'hono';
import type { ReadinessChecks } from '#src/ports/readiness.ts';
import { createHealthApp } from '#src/web/create-health-app.ts';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { newId } from '#src/kit/new-id.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';

async function fine(): Promise<undefined> {}

function openApp(checks: ReadinessChecks, log = createRecordingLog()) {
  return createWebApp({ log, newId, checks });
}

async function ask(app: Hono, path: string): Promise<[number, unknown]> {
  const response = await app.request(path);
  return [response.status, await response.json()];
}

describe('health', () => {
  it.each(['/livez', '/healthz'])(
    'says at %s that the process lives, whatever else is wrong',
    async (path) => {
      const app = openApp({ database: () => Promise.reject(new Error('refused')) });

      expect(await ask(app, path)).toEqual([200, { status: 'ok' }]);
    },
  );

  it('is ready when every part is', async () => {
    const app = openApp({ database: fine, queue: fine });

    expect(await ask(app, '/readyz')).toEqual([
      200,
      { status: 'ok', checks: { database: 'ok', queue: 'ok' } },
    ]);
  });

  it('says what is wrong part by part, and keeps faults for the log', async () => {
    const log = createRecordingLog();
    const app = openApp(
      {
        database: () => Promise.reject(new Error('password of largesse@db refused')),
        queue: async () => 'Redis is full and takes no more jobs',
        sweep: fine,
        slack: () => {
          throw new Error('broken at once');
        },
      },
      log,
    );

    expect(await ask(app, '/readyz')).toEqual([
      503,
      {
        status: 'not ready',
        checks: {
          database: 'Does not answer: the log says more',
          queue: 'Redis is full and takes no more jobs',
          sweep: 'ok',
          slack: 'Does not answer: the log says more',
        },
      },
    ]);
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { fields: { check: 'database' } },
      { fields: { check: 'queue', reason: 'Redis is full and takes no more jobs' } },
      { fields: { check: 'slack' } },
    ]);
  });

  it('tells details, which make nothing unready', async () => {
    const app = createHealthApp({
      log: createRecordingLog(),
      checks: { database: fine },
      details: {
        ledger: async () => ({ lastProof: { holds: false } }),
        other: () => Promise.reject(new Error('password of largesse@db refused')),
      },
    });

    expect(await ask(app, '/readyz')).toEqual([
      200,
      {
        status: 'ok',
        checks: { database: 'ok' },
        details: {
          ledger: { lastProof: { holds: false } },
          other: 'Does not answer: the log says more',
        },
      },
    ]);
  });

  it('leaves out a part that the asker does without', async () => {
    const app = openApp({
      database: fine,
      slack: async () => 'Not connected',
      discord: async () => 'Not connected',
    });

    expect(await ask(app, '/readyz?exclude=slack')).toMatchObject([
      503,
      { checks: { discord: 'Not connected' } },
    ]);
    expect(await ask(app, '/readyz?exclude=slack&exclude=discord')).toEqual([
      200,
      { status: 'ok', checks: { database: 'ok' } },
    ]);
  });

  it('does not wait for ever for a part', async () => {
    const app = openApp({ queue: () => new Promise(() => undefined) });

    expect(await ask(app, '/readyz')).toMatchObject([
      503,
      { checks: { queue: 'Does not answer: the log says more' } },
    ]);
  });

  it('looks once a second, however many ask, and logs only what changed', async () => {
    const log = createRecordingLog();
    let now = 0;
    let looks = 0;
    let state: string | undefined = 'Redis is full';
    async function queue() {
      looks += 1;
      return state;
    }
    const app = createHealthApp({ log, checks: { queue }, now: () => now });

    await Promise.all([ask(app, '/readyz'), ask(app, '/readyz'), ask(app, '/readyz')]);
    now = 1_000;
    await ask(app, '/readyz');
    state = undefined;
    now = 1_999;
    const early = await ask(app, '/readyz');
    now = 2_000;
    const late = await ask(app, '/readyz');

    expect([early[0], late[0], looks]).toEqual([503, 200, 3]);
    expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'Readiness check failed'],
      ['info', 'Readiness check passes again'],
    ]);
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
