import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#src/domain/kit/time.ts';
import { must } from '#src/domain/kit/must.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { type Api, type Caller, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let api: Api;
let morgan: Caller;
beforeAll(async () => {
  api = await openApi(database.db);
  morgan = await api.callAs('morgan');
});

const GIFT = { recipients: [{ email: 'alice@example.com' }], amountMinor: 2_500, currency: 'USD' };

async function countRecognitions(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from recognition
     where organization_id = ${api.company.organization.id} and source = 'api'`.execute(database.db);
  return rows[0]?.count ?? 0;
}

describe('a write', () => {
  it('needs a key', async () => {
    const without = await morgan('POST', '/v1/recognitions', { body: GIFT, key: null });
    const overlong = await morgan('POST', '/v1/recognitions', { body: GIFT, key: 'k'.repeat(256) });
    const blank = await morgan('POST', '/v1/recognitions', { body: GIFT, key: 'two words' });

    for (const answer of [without, overlong, blank]) {
      expect(answer.body).toMatchObject({ status: 400, type: 'urn:largesse:problem:invalid-request' });
      expect(answer.body.errors).toEqual([expect.objectContaining({ parameter: 'idempotency-key' })]);
    }
  });

  it('is done once, and a repeat gets the first answer, whatever has become of it', async () => {
    const before = await countRecognitions();
    const first = await morgan('POST', '/v1/recognitions', { body: GIFT, key: 'once' });
    await api.core.app.recognition.issue([first.body.id]);

    const again = await morgan('POST', '/v1/recognitions', { body: { ...GIFT, message: '' }, key: 'once' });

    expect(again.status).toBe(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await countRecognitions()).toBe(before + 1);
  });

  it('by a key that was used for something else is refused', async () => {
    const key = 'another';
    await morgan('POST', '/v1/recognitions', { body: GIFT, key });

    const dearer = await morgan('POST', '/v1/recognitions', { body: { ...GIFT, amountMinor: 2_600 }, key });
    const elsewhere = await morgan('POST', `/v1/gifts/${api.core.newId()}/undo`, { key });

    for (const answer of [dearer, elsewhere]) {
      expect(answer.body).toMatchObject({ status: 422, type: 'urn:largesse:problem:key-reused' });
    }
  });

  it('gives once for ever, even when its first answer is forgotten', async () => {
    const gift = { ...GIFT, message: 'for ever' };
    const first = await morgan('POST', '/v1/recognitions', { body: gift, key: 'for-ever' });
    await database.owner.deleteFrom('api_request').execute();

    const again = await morgan('POST', '/v1/recognitions', { body: gift, key: 'for-ever' });
    await database.owner.deleteFrom('api_request').execute();
    const other = await morgan('POST', '/v1/recognitions', { body: GIFT, key: 'for-ever' });

    expect(again.body.id).toBe(first.body.id);
    expect(other.body).toMatchObject({ status: 422, type: 'urn:largesse:problem:key-reused' });
  });

  it('is another’s by another token, though the key is the same', async () => {
    const other = await api.callAs('morgan');

    const [one, two] = [
      await morgan('POST', '/v1/recognitions', { body: GIFT, key: 'mine' }),
      await other('POST', '/v1/recognitions', { body: GIFT, key: 'mine' }),
    ];

    expect(one.body.id).not.toBe(two.body.id);
  });

  it('of many at once by one key is done by one', async () => {
    const before = await countRecognitions();

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => morgan('POST', '/v1/recognitions', { body: GIFT, key: 'race' })),
    );

    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 202 && status !== 409)).toEqual([]);
    expect(new Set(answers.flatMap(({ status, body }) => (status === 202 ? [body.id] : []))).size).toBe(1);
    for (const { status, headers, body } of answers) {
      if (status !== 409) continue;
      expect(body['type']).toBe('urn:largesse:problem:key-running');
      expect(headers.get('retry-after')).toBe('1');
    }
    expect(await countRecognitions()).toBe(before + 1);
  });

  it('that its process lost is done again after a minute', async () => {
    const { gifts } = await api.company.give('morgan', 'alice', '1');
    const giftId = must(gifts[0], 'gift').giftId;
    const path = `/v1/gifts/${giftId}/undo`;
    const { organizationId } = await api.company.person('morgan');
    const { id: tokenId, text } = await api.makeToken('morgan');
    const asked = JSON.stringify(['POST', path, {}]);
    await api.core.app.session.beginApiRequest({ organizationId, tokenId, key: 'lost', asked });
    const call = api.callWith(text);

    const early = await call('POST', path, { key: 'lost' });
    api.core.clock.advance(MINUTE_MS);
    const late = await call('POST', path, { key: 'lost' });
    const repeat = await call('POST', path, { key: 'lost' });

    expect(early.status).toBe(409);
    expect(late.body).toMatchObject({ undone: [{ giftId }] });
    expect(repeat.body).toEqual(late.body);
  });

  it('that broke has no answer: it is done when asked again', async () => {
    await sql`alter table promo_grant add constraint broken check (reason <> 'break')`.execute(
      database.owner,
    );
    const finn = await api.callAs('finn');
    const departmentId = (await api.company.department('Engineering')).id;
    const grants = [{ personId: (await api.company.person('alice')).id, amountMinor: 100 }];
    const body = {
      departmentId,
      currency: 'USD',
      expiresAt: '2027-01-01T00:00:00Z',
      reason: 'break',
      grants,
    };

    const broken = await finn('POST', '/v1/promos', { body, key: 'broken' });
    await sql`alter table promo_grant drop constraint broken`.execute(database.owner);
    const mended = await finn('POST', '/v1/promos', { body, key: 'broken' });

    expect(broken.body).toMatchObject({ status: 500, type: 'urn:largesse:problem:fault' });
    const logged = api.core.log.lines.find(({ message }) => message === 'API request failed');
    expect(logged?.fields).toMatchObject({ faultId: broken.body['faultId'] });
    expect(mended).toMatchObject({ status: 201, body: { totalMinor: 100 } });
  });

  it('keeps no code, and nothing by which one could be guessed', async () => {
    const { gifts } = await api.company.give('morgan', 'alice', '3');
    const code = await api.company.codeOf(must(gifts[0], 'gift').giftId, 'alice');
    const alice = await api.callAs('alice');
    const body = { code: code.reveal() };

    const first = await alice('POST', '/v1/codes/redeem', { body, key: 'redeem' });
    const again = await alice('POST', '/v1/codes/redeem', { body, key: 'redeem' });

    expect(first.body).toMatchObject({ added: { amountMinor: 300, currency: 'USD' } });
    expect(again.body).toEqual(first.body);
    const kept = await database.db.selectFrom('api_request').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(code.reveal());
    const logs = JSON.stringify(api.core.log.steps);
    expect(logs).not.toContain(code.reveal());
    expect(logs).not.toContain('lgs_');
  });

  it('that was refused for want of a right, or too often, is judged anew', async () => {
    const { id: personId } = await api.company.person('bob');
    const bob = await api.callAs('bob');
    const { id: departmentId } = await api.company.department('Engineering');
    const ask = { body: { amountMinor: 700_000, currency: 'USD' }, key: 'right' };

    const refused = await bob('PUT', `/v1/budgets/${departmentId}`, ask);
    const { id: financeId } = await api.company.department('People');
    const patch = { role: 'finance' as const, departmentId: financeId };
    await api.core.app.people.change(api.company.organization, { personId, patch, actorId: null });
    const set = await bob('PUT', `/v1/budgets/${departmentId}`, ask);

    expect(refused.body).toMatchObject({ status: 403, type: 'urn:largesse:problem:budget-not-allowed' });
    expect(set).toMatchObject({ status: 200, body: { grantedMinor: 700_000 } });
  });
});
