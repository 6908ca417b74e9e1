import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysToText } from '#src/kit/key-ring.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';

const PEOPLE = `email,name,department,role
ada@example.com,Ada Rey,People,admin
hr@example.com,Priya Nair,People,hr
zoe@example.com,Zoe Lind,Design,finance
`;

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const env = {
  DATABASE_URL: database.url,
  LARGESSE_DIR: dir,
  HOST: '0.0.0.0',
  LARGESSE_KEYS: keysToText([TEST_KEY]),
};
const { app } = makeCore(database.db);

beforeAll(async () => {
  await writeFile(join(dir, 'people.csv'), PEOPLE);
  await say(['people', 'import', join(dir, 'people.csv')], env);
});
afterAll(async () => {
  await database.drop();
  await remove();
});

async function organizationId(): Promise<string> {
  const { id } = await database.db.selectFrom('organization').select('id').executeTakeFirstOrThrow();
  return id;
}

/** Zoe's account asks, and waits for an admin because of her role. */
async function askAsZoe(userId: string) {
  const profile = { name: 'zoe', email: 'zoe@example.com', isBot: false, isDeactivated: false };
  const user = { platform: 'slack', workspaceId: 'T1', userId };
  const { person, pending } = await app.people.identify(await organizationId(), user, profile);
  return { person, number: String(pending?.number) };
}

describe('saying whose a chat account is', () => {
  it('lists who waits, and confirms one on an admin’s word alone', async () => {
    const { number } = await askAsZoe('U0ZOE');

    const listed = await say(['identities', 'pending'], env);
    const byHr = await say(['identities', 'confirm', number, '--as', 'hr@example.com'], env);
    const confirmed = await say(['identities', 'confirm', number, '--as', 'ada@example.com'], env);

    expect(listed.stdout).toMatch(/slack:U0ZOE .* Zoe Lind <zoe@example\.com> .* role above employee/u);
    expect(byHr).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Only admins may do this') as string,
    });
    expect(confirmed.stdout).toBe('slack:U0ZOE is Zoe Lind, with the rights of finance.\n');
    expect((await askAsZoe('U0ZOE')).person?.role).toBe('finance');
    expect((await say(['identities', 'pending'], env)).stdout).toBe('No account waits.\n');
  });

  it('unlinks and links', async () => {
    const unlinked = await say(['identities', 'unlink', 'slack:U0ZOE'], env);
    const [waiting] = await sayJson<{ reason: string }[]>(['identities', 'pending'], env);
    const linked = await say(['identities', 'link', 'zoe@example.com', 'slack:U0ZOE'], env);

    expect(unlinked.stdout).toBe('slack:U0ZOE is nobody’s now. It was Zoe Lind’s.\n');
    expect(waiting?.reason).toBe('unlinked');
    expect(linked.stdout).toBe('slack:U0ZOE is Zoe Lind, with the rights of finance.\n');
    expect((await askAsZoe('U0ZOE')).person?.name).toBe('Zoe Lind');
  });

  it.each([
    [['identities', 'confirm', '999'], 1, 'No account with the number 999 waits'],
    [['identities', 'confirm', 'slack:U0ZOE'], 2, 'Write a number'],
    [['identities', 'unlink', 'slack:U0NOBODY'], 1, 'Nobody is linked to slack:U0NOBODY'],
    [['identities', 'link', 'zoe@example.com', 'discord:80351'], 2, 'Write an account'],
    [['identities', 'link', 'nobody@example.com', 'slack:U0ZOE'], 1, 'Nobody has the address'],
  ])('says what is wrong with %s', async (args, code, message) => {
    expect(await say(args, env)).toMatchObject({ code, stderr: expect.stringContaining(message) as string });
  });
});

describe('inviting a Discord server', () => {
  it('prints a code that joins one, and lists what has joined', async () => {
    const { code } = await sayJson<{ code: string }>(['workspaces', 'invite'], env);
    const guild = { platform: 'discord', workspaceId: '1012345678901234567', name: 'Guild' };

    const joined = await app.people.joinByCode(guild, { code, userId: '1' });

    expect(joined).toMatchObject({ ok: true });
    expect((await say(['workspaces', 'list'], env)).stdout).toMatch(/discord +1012345678901234567 +Guild/u);
  });

  it('says that Discord is left out where a setting is no list of ids', async () => {
    const settings = { DISCORD_TOKEN: 'x', DISCORD_APPLICATION_ID: '1', DISCORD_GUILD_ID: '123' };

    const ran = await say(['workspaces', 'list'], { ...env, ...settings });

    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('discord is left out: DISCORD_GUILD_ID has “123”') as string,
    });
  });
});
