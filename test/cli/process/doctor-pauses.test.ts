import { afterAll, expect, it, onTestFinished } from 'vitest';
import { checkPauses } from '#src/cli/process/doctor/check-pauses.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openRewardScene } from '#test/usecases/reward/reward-scene.ts';

const database = await createTestDatabase();
afterAll(database.drop);

it('tells which provider does not sell to us, since when, why, what waits and what to do', async () => {
  const { close, core, order, buy, amazon } = await openRewardScene(database.db);
  onTestFinished(close);
  expect(await checkPauses(core.db)).toEqual([]);
  const id = await order();
  await order();
  const day = core.clock.now().toISOString().slice(0, 10);
  amazon.obey('F3003');

  await buy(id);

  const [found, ...others] = await checkPauses(core.db);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ subject: 'amazon-incentives', level: 'warning' });
  expect(found?.message).toMatch(
    new RegExp(`^since ${day} \\d\\d:\\d\\d UTC it does not sell to us: \\S`, 'u'),
  );
  expect(found?.message).toMatch(/\. 2 purchases wait, and it is tried again at \S+ \d\d:\d\d UTC$/u);
  expect(found?.fix).toContain('largesse rewards cancel ID --reason WHY');
});
