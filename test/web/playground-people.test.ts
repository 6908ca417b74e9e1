import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { configFrom } from '#src/config.ts';
import { listPeople } from '#src/db/people/person.ts';
import { runLargesse } from '#src/process/main.ts';
import { openCore } from '#src/process/open-core.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

const database = await createTestDatabase();
const dir = await mkdtemp(join(tmpdir(), 'largesse-people-'));
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

it('lets imported people be played, and moves no sample company in with them', async () => {
  const config = configFrom({ DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_PLAYGROUND: 'on' });
  const core = await openCore(config, { log: silentLog, allowFollower: false });
  const alice = {
    name: 'Alice Own',
    email: 'alice@example.com',
    department: 'Ours',
    role: 'hr',
    region: '',
  } as const;
  await core.app.people.import(core.organization, [{ ...alice, chatIds: [] }]);

  const running = await runLargesse(core, ['chat']);
  const people = await listPeople(core.db, core.organization.id);
  const players = await (await core.adapters()).playground?.room.people();
  await running.stop();

  expect(people.map((person) => person.name)).toEqual(['Alice Own']);
  expect(players).toMatchObject([{ userId: 'alice', name: 'Alice Own', role: 'hr' }]);
});
