import { randomUUID } from 'node:crypto';
import type { KyselyPlugin, RootOperationNode } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start(db: Db = database.db) {
  const core = makeCore(db);
  const company = await makeCompany(core);

  function request({ requestId = randomUUID(), message = '' } = {}) {
    return core.app.recognition.request({
      organizationId: company.organization.id,
      source: 'slack',
      requestId,
      giver: company.ref('morgan'),
      recipients: [company.ref('alice')],
      amount: { amount: '25' },
      message,
      channelId: null,
      replyTo: null,
    });
  }
  return { core, request };
}

describe('requests that come at the same time', () => {
  it('are accepted each with its own words, and enqueued', async () => {
    const { core, request } = await start();

    const taken = await Promise.all(['one', 'two', 'three'].map((message) => request({ message })));

    expect(taken.map(({ recognition }) => recognition.message)).toEqual(['one', 'two', 'three']);
    expect(taken.every(({ isRepeat }) => !isRepeat)).toBe(true);
    expect(taken.map(({ recipientNames }) => recipientNames)).toEqual(Array(3).fill(['Alice Ito']));
    expect(core.queue.take('issue-gifts').toSorted()).toEqual(
      taken.map(({ recognition }) => recognition.id).toSorted(),
    );
  });

  it('are one where they have one id', async () => {
    const { request } = await start();
    const requestId = randomUUID();

    const taken = await Promise.all(Array.from({ length: 5 }, () => request({ requestId })));

    expect(new Set(taken.map(({ recognition }) => recognition.id)).size).toBe(1);
    expect(taken.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  });

  it('do not suffer from one that the database cannot take', async () => {
    const { request } = await start();

    const settled = await Promise.allSettled(
      ['one', 'a \0 that Postgres keeps in no text', 'three'].map((message) => request({ message })),
    );

    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are not said to have failed when they were accepted and one is asked for that cannot be looked up', async () => {
    const { core, request } = await start(
      database.db.withPlugin(failAt('using (organization_id, source, request_id)')),
    );
    const requestId = randomUUID();

    const settled = await Promise.allSettled([request({ requestId }), request({ requestId }), request()]);

    const faults = settled.map((one) => (one.status === 'rejected' ? one.reason : undefined));
    expect(faults.every((fault) => fault instanceof LostAnswer)).toBe(true);
    expect(
      await core.db.selectFrom('recognition').select('id').where('request_id', '=', requestId).execute(),
    ).toHaveLength(1);
  });
});

/** Lets every statement with these words find no connection. */
function failAt(words: string): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (isWith(node, words)) throw new Error('timeout exceeded when trying to connect');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

function isWith(node: RootOperationNode, words: string): boolean {
  return node.kind === 'RawNode' && node.sqlFragments.some((fragment) => fragment.includes(words));
}
