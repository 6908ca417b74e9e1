import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { listPeople } from '#src/db/people/person.ts';
import { configFrom } from '#src/config.ts';
import { runLargesse } from '#src/process/main.ts';
import { openCore } from '#src/process/open-core.ts';
import { openWithoutSample } from '#src/process/start-anew.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

vi.setConfig({ testTimeout: 180_000 });

const dir = await mkdtemp(join(tmpdir(), 'largesse-sample-'));
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Starts Largesse with nothing configured. */
async function start() {
  const config = configFrom({ LARGESSE_DIR: dir, PORT: '0', LOG_LEVEL: 'silent' });
  const core = await openWithoutSample(() => openCore(config, { log: silentLog, allowFollower: false }));
  const running = await runLargesse(core, ['web']);
  const people = (await listPeople(core.db, core.organization.id)).map(({ name }) => name);
  return { core, people, stop: () => running.stop() };
}

it('goes as a whole when Largesse starts again, is put aside, and does not come back', async () => {
  const first = await start();
  const actor = { organizationId: first.core.organization.id, operator: 'root' };
  const asked = await first.core.app.people.removeSample({ actor, isWanted: true });
  await first.stop();

  const second = await start();
  await second.stop();
  const third = await start();
  await third.stop();

  expect(first.people).toContain('Morgan Reyes');
  expect(asked.ok).toBe(true);
  expect([second.people, third.people]).toEqual([[], []]);
  expect(second.core.organization.id).not.toBe(first.core.organization.id);
  const [aside, ...others] = (await readdir(dir)).filter((name) => name.startsWith('sample-'));
  expect(others).toEqual([]);
  expect(await readdir(join(dir, aside ?? ''))).toContain('postgres');
  expect(await readdir(dir)).toContain('keys');
});
