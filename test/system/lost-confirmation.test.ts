import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { balanceOf } from '#test/helpers/reads.ts';

describe('a write whose confirmation is lost', () => {
  let database: TestDatabase;
  let proxy: CuttingProxy;
  let db: Db;
  let core: TestCore;
  let company: Company;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startCuttingProxy(database.url);
    db = connect({ url: proxy.url, poolSize: 2 }, createRecordingLog());
    core = makeCore(db);
    company = await makeCompany(core);
  });

  afterAll(async () => {
    await db?.destroy();
    await proxy?.stop();
    await database?.drop();
  });

  function request(requestId: string) {
    return core.app.recognition.request({
      organizationId: company.organization.id,
      source: 'slack',
      requestId,
      giver: company.ref('morgan'),
      recipients: [company.ref('alice')],
      amount: { amount: '25' },
      message: '',
      channelId: null,
      replyTo: null,
    });
  }

  function requestsWith(requestId: string) {
    return database.db.selectFrom('recognition').select('id').where('request_id', '=', requestId).execute();
  }

  it('of a request is known to be its own when it is repeated', async () => {
    const requestId = randomUUID();
    proxy.loseAnswerTo('insert into "recognition"');

    const { recognition, isRepeat } = await request(requestId);

    expect(isRepeat).toBe(false);
    expect(await requestsWith(requestId)).toEqual([{ id: recognition.id }]);
    expect(await request(requestId)).toMatchObject({ isRepeat: true, recognition: { id: recognition.id } });
  });

  it('of a redeemed code is not taken for a failure', async () => {
    const { gifts } = await company.give('morgan', 'alice', '25');
    const code = await company.codeOf(gifts[0]?.giftId ?? '', 'alice');
    proxy.loseAnswerTo('commit\0');

    await expect(company.redeem('alice', code)).rejects.toThrow(LostAnswer);

    const balance = await balanceOf(core, await company.person('alice'));
    expect(balance.wallets).toEqual([{ amountMinor: 2_500n, currency: 'USD' }]);
  });

  it('of a request is not taken for a failure when the database stays away', async () => {
    const requestId = randomUUID();
    proxy.loseAnswerTo('insert into "recognition"');
    // The pool's other connection would still serve it.
    await db.destroy();
    db = connect({ url: proxy.url, poolSize: 1 }, createRecordingLog());
    core = makeCore(db);
    await db.selectFrom('person').select('id').limit(1).execute();
    proxy.refuse();

    await expect(request(requestId)).rejects.toThrow(LostAnswer);

    expect(await requestsWith(requestId)).toHaveLength(1);
  });
});
