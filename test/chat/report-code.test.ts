import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { Card } from '#src/ports/message.ts';
import { createWords } from '#src/words/words.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { granted } from '#test/helpers/promos.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const host = createChatHost({ app: core.app, words: createWords(), log: core.log, newId: core.newId });
  const caller = { platform: 'slack', workspaceId: company.workspaceId, userId: 'alice' };
  function event() {
    return { requestId: randomUUID(), caller, channelId: 'C1', replyTo: 'hook-with-token' };
  }
  async function say(command: string, text: string): Promise<string> {
    const input = { kind: 'text' as const, pieces: [text] };
    return textOf(await host.onCommand({ ...event(), command, input }));
  }
  return { core, company, host, event, say };
}

function textOf({ title, blocks }: Card): string {
  return [title, ...blocks.map((block) => ('text' in block ? block.text : block.kind))].join('\n');
}

describe('/report-code', () => {
  it('freezes the code of the only gift that waits', async () => {
    const { company, say } = await start();
    const code = await company.codeOf(await company.gift('alice', '25'), 'alice');

    expect(await say('report-code', '')).toBe(
      `The code is frozen\nNobody can redeem the code that ends in ${code.lastFour}, $25.00 from Morgan Reyes. HR, finance or an admin can send you another code for it.`,
    );
    expect(await company.redeem('alice', code)).toMatchObject({ refusal: { kind: 'code-frozen' } });
  });

  it('asks which one where several wait, and takes the end of the code or all of it', async () => {
    const { company, say } = await start();
    const [first, second] = [await company.gift('alice', '25'), await company.gift('alice', '10')];
    const [one, two] = [await company.codeOf(first, 'alice'), await company.codeOf(second, 'alice')];

    expect(await say('report-code', '')).toContain('Which code?');
    expect(await say('report-code', one.lastFour.toLowerCase())).toContain('$25.00');
    expect(await say('report-code', two.reveal())).toContain('$10.00');
    expect(await say('report-code', '????')).toContain('Which code?');
    expect(await say('report-code', 'UUUU')).toContain('ends in UUUU');
  });

  it('has nothing to freeze where nothing waits', async () => {
    const { say } = await start();

    expect(await say('report-code', '')).toContain('there is no code to freeze');
  });
});

describe('the button below a gift', () => {
  it('freezes its code for its recipient only, and says the same when it is pressed again', async () => {
    const { company, host, event } = await start();
    const giftId = await company.gift('alice', '25');
    const press = { actionId: 'report-code', value: giftId };

    const first = await host.onAction({ ...event(), ...press });
    const again = await host.onAction({ ...event(), ...press });
    const mallory = { ...event(), caller: { ...event().caller, userId: 'mallory' } };
    const foreign = await host.onAction({ ...mallory, ...press });

    expect(textOf(first)).toContain('The code is frozen');
    expect(textOf(again)).toContain('The code is frozen');
    expect(textOf(foreign)).toContain('This gift is for somebody else.');
  });
});

describe('/balance', () => {
  it('shows promotional credit with its last day, the first to expire above', async () => {
    const { core, company, say } = await start();
    await granted(core, company, 'alice', 1_000n, { days: 40 });
    await granted(core, company, 'alice', 500n, { days: 20 });

    expect(await say('balance', '')).toContain(
      'Promotional credit: $5.00, to be spent until December 6, 2026\nPromotional credit: $10.00, to be spent until December 26, 2026',
    );
  });
});
