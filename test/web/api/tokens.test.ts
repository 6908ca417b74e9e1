import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { type Api, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let api: Api;
beforeAll(async () => {
  api = await openApi(database.db);
});

async function statusWith(text: string): Promise<number> {
  return (await api.callWith(text)('GET', '/v1/me')).status;
}

async function lastUsed(id: string): Promise<Date | null> {
  const row = await database.db
    .selectFrom('api_token')
    .select('last_used_at')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.last_used_at ?? null;
}

describe('a token', () => {
  it('acts as its person, and is kept without its secret', async () => {
    const { id, text } = await api.makeToken('morgan', { scopes: ['gifts:read'] });

    const me = await api.callWith(text)('GET', '/v1/me');

    expect(me.body).toMatchObject({
      person: { name: 'Morgan Reyes', role: 'manager' },
      token: { id, scopes: ['gifts:read'] },
    });
    expect(text).toMatch(/^lgs_[\da-f-]{36}\.[\w-]{43}$/u);
    const row = await database.db.selectFrom('api_token').selectAll().where('id', '=', id).execute();
    expect(JSON.stringify(row)).not.toContain(text.split('.')[1]);
  });

  it('is none by its id with the secret of another', async () => {
    const [one, other] = [await api.makeToken('morgan'), await api.makeToken('zoe')];

    expect(await statusWith(`${other.text.split('.')[0]}.${one.text.split('.')[1]}`)).toBe(401);
    expect(await statusWith(one.text.slice('lgs_'.length))).toBe(401);
  });

  it('ends when it expires, when somebody ends it, and with its person, in the same transaction', async () => {
    const brief = await api.makeToken('bob', { days: 1 });
    const ended = await api.makeToken('bob');
    const person = await api.company.person('mallory');
    const left = await api.makeToken('mallory');
    const { organizationId } = person;

    expect(await statusWith(ended.text)).toBe(200);
    await api.core.app.session.endToken({ organizationId, tokenId: ended.id, actorId: null });
    expect(await statusWith(ended.text)).toBe(401);
    expect(await statusWith(left.text)).toBe(200);
    await api.core.app.people.deactivate(api.company.organization, { personId: person.id, actorId: null });
    expect(await statusWith(left.text)).toBe(401);
    await api.core.app.people.reactivate(api.company.organization, { personId: person.id, actorId: null });
    expect(await statusWith(left.text)).toBe(401);
    expect(await statusWith(brief.text)).toBe(200);
    api.core.clock.advance(DAY_MS);
    expect(await statusWith(brief.text)).toBe(401);
    const again = await api.core.app.session.endToken({ organizationId, tokenId: ended.id, actorId: null });
    expect(again).toMatchObject({ ok: false, refusal: { kind: 'unknown-token' } });
  });

  it('has no right that its person has lost', async () => {
    const dana = await api.callAs('dana');
    const { id: departmentId } = await api.company.department('Design');
    expect((await dana('GET', `/v1/budgets/${departmentId}`)).status).toBe(200);

    const person = await api.company.person('dana');
    const patch = { role: 'employee' as const };
    await api.core.app.people.change(api.company.organization, { personId: person.id, patch, actorId: null });

    expect((await dana('GET', `/v1/budgets/${departmentId}`)).status).toBe(403);
  });

  it('notes its use once a minute', async () => {
    const { id, text } = await api.makeToken('bob');
    const first = api.core.clock.now();

    await statusWith(text);
    expect(await lastUsed(id)).toEqual(first);
    api.core.clock.advance(MINUTE_MS - 1);
    await statusWith(text);
    expect(await lastUsed(id)).toEqual(first);
    api.core.clock.advance(1);
    await statusWith(text);
    expect(await lastUsed(id)).toEqual(api.core.clock.now());
  });

  it('is refused when it was changed by hand, and an admin has to look', async () => {
    const { id, text } = await api.makeToken('bob', { scopes: ['gifts:read'] });
    await pastGuards(database.db, (owner) =>
      sql`update api_token set scopes = '{budgets:write}' where id = ${id}`.execute(owner),
    );

    expect(await statusWith(text)).toBe(401);
    expect(api.core.log.lines.at(-1)).toMatchObject({ level: 'error', fields: { tokenId: id } });
  });

  it.each([
    ['an employee for themselves', 'alice', 'alice', 'admins-only'],
    ['an admin for somebody else', 'zoe', 'finn', 'admins-only'],
  ])('is not made by %s', async (_what, maker, owner, kind) => {
    const { organizationId, id: personId } = await api.company.person(owner);
    const { id: makerId } = await api.company.person(maker);
    const expiresAt = new Date(api.core.clock.now().getTime() + DAY_MS);

    const made = await api.core.app.session.makeToken({
      organizationId,
      personId,
      makerId,
      name: 'mine',
      scopes: ['gifts:read'],
      expiresAt,
    });

    expect(made).toMatchObject({ ok: false, refusal: { kind } });
  });

  it('lasts no longer than a year', async () => {
    await expect(api.makeToken('zoe', { days: 400 })).rejects.toThrow('token-too-long');
    await expect(api.makeToken('zoe', { days: -1 })).rejects.toThrow('time-is-over');
  });

  it('can be used so often, counted for all processes, and then says when again', async () => {
    const [zoe, finn] = [await api.callAs('zoe'), await api.callAs('finn')];
    const first = await zoe('GET', '/v1/me');
    expect(first.headers.get('ratelimit-policy')).toBe('"token";q=600;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"token";r=599;t=(60|59)$/u);
    await sql`update rate_limit set points = 600 where key like 'api:%'`.execute(database.owner);

    const over = await zoe('GET', '/v1/me');
    const other = await finn('GET', '/v1/me');

    expect(over.body).toMatchObject({ status: 429, type: 'urn:largesse:problem:too-many-calls' });
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(over.headers.get('ratelimit')).toContain('r=0');
    expect(other.status).toBe(200);
  });
});
