import { afterAll, describe, expect, it } from 'vitest';
import { configOf } from '#test/adapters/discord/discord-world.ts';
import { startDiscordServer } from '#test/servers/discord/discord-server.ts';
import { say } from '#test/cli/largesse.ts';

const server = await startDiscordServer();
const { token, applicationId, apiUrl } = configOf(server);
const env = { DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId, DISCORD_API_URL: apiUrl };

afterAll(() => server.stop());

describe('registering the commands with Discord', () => {
  it('says what was added, and then that nothing has changed', async () => {
    const first = await say(['discord', 'register'], env);
    const second = await say(['discord', 'register'], env);

    expect(first.stdout).toMatch(/^added: \/recognize\n(?:added: \/[\w-]+\n)+$/u);
    expect(second).toEqual({ code: 0, stdout: 'The commands are up to date.\n', stderr: '' });
  });

  it('says what to do about a wrong token, in one line that does not hold it', async () => {
    const ran = await say(['discord', 'register'], { ...env, DISCORD_TOKEN: 'wrong-token' });

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^largesse: The commands were not registered\. .+\n$/u);
    expect(ran.stderr).not.toContain('wrong-token');
  });
});
