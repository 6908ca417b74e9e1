import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { must } from '#src/domain/kit/must.ts';
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type KeptHead, parseKeptHeads } from '#src/domain/ledger/audit-head.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';
import { toFile } from '#src/process/head-keepers/to-file.ts';
import { toHook } from '#src/process/head-keepers/to-hook.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { id } = company.organization;
  async function seal() {
    await company.give('morgan', 'alice', '5');
    await core.app.ledger.seal();
  }
  return { core, id, seal };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'heads-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** The heads of one organization: others seal in this database too. */
async function headsIn(path: string, organizationId: string): Promise<number[]> {
  const heads = parseKeptHeads(await readFile(path, 'utf8'));
  return heads.filter((head) => head.organizationId === organizationId).map(({ number }) => number);
}

describe('the head of the books', () => {
  it('is appended to a file after each seal, once', async () => {
    const { core, id, seal } = await start();
    const path = join(await folder(), 'heads.txt');
    const keepers = [toFile(`file:${path}`, path)];
    await seal();

    await core.app.ledger.keepHeads(keepers);
    await core.app.ledger.keepHeads(keepers);
    await seal();
    await core.app.ledger.keepHeads(keepers);

    expect(await headsIn(path, id)).toEqual([1, 2]);
  });

  it('is posted to an address, again after one that was not accepted', async () => {
    const { core, id, seal } = await start();
    await seal();
    const posted: unknown[] = [];
    let status = 503;
    async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
      posted.push(JSON.parse(await text(request)));
      response.writeHead(status).end();
    }
    const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address?.port}/heads`;
    const keeper = toHook(url, url);

    await core.app.ledger.keepHeads([keeper]);
    status = 204;
    await core.app.ledger.keepHeads([keeper]);
    await core.app.ledger.keepHeads([keeper]);

    const ours = posted.filter((head) => (head as { organizationId: string }).organizationId === id);
    expect(ours).toEqual([expect.objectContaining({ number: 1 }), expect.objectContaining({ number: 1 })]);
    expect(core.log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ place: keeper.place }) }),
    );
  });

  it('comes no more often than a place wants it', async () => {
    const { core, id, seal } = await start();
    const kept: number[] = [];
    const keeper: HeadKeeper = {
      place: 'mail:audit@example.com',
      everyMs: 86_400_000,
      keep: async ({ organizationId, number }) => void (organizationId === id && kept.push(number)),
    };
    for (let hour = 0; hour < 25; hour += 8) {
      await seal();
      await core.app.ledger.keepHeads([keeper]);
      core.clock.advance(8 * 3_600_000);
    }

    expect(kept).toEqual([1, 4]);
  });
});

describe('a head that was kept', () => {
  let core: TestCore;
  let organizationId: string;
  beforeEach(async () => {
    const started = await start();
    core = started.core;
    organizationId = started.id;
    await started.seal();
  });

  it('is in the chain of an honest ledger', async () => {
    const { seals } = await prove([]);

    expect(seals.length).toBeGreaterThan(0);
    expect(await lost(seals)).toEqual([]);
  });

  it('shows that its seal has another hash now, or is gone', async () => {
    const { seals } = await prove([]);
    const head = must(
      seals.find((one) => one.organizationId === organizationId),
      'head',
    );

    expect(await lost([{ organizationId, number: head.number, hash: 'f'.repeat(64) }])).toEqual([
      `seal ${head.number}, whose hash was ${'f'.repeat(64)}, has another hash now: ${head.hash}`,
    ]);
    expect(await lost([{ organizationId, number: 999, hash: head.hash }])).toEqual([
      `seal 999, whose hash was ${head.hash}, is gone`,
    ]);
  });

  async function prove(heads: readonly KeptHead[]) {
    const proof = await core.app.queries.ledger.prove(operatorOf(organizationId), { heads });
    if (!proof.ok) throw new Error(proof.refusal.kind);
    return proof.value;
  }

  async function lost(heads: readonly KeptHead[]) {
    const { checks } = await prove(heads);
    return checks.find(({ name }) => name === 'every head that was kept is still in the chain')?.broken;
  }
});
