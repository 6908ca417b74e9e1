import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerCommands } from '#adapters/chat/discord/register.ts';
import { commandSpecs } from '#src/chat/command-specs.ts';
import { createWords } from '#src/words/words.ts';
import { configOf, createDiscordWorld, type DiscordWorld } from './discord-world.ts';

describe('roles as groups', () => {
  let world: DiscordWorld;
  beforeEach(async () => {
    world = await createDiscordWorld();
  });
  afterEach(() => world.stop());

  it('are found with their members and profiles, however many a server has', async () => {
    const { server, guild, discord, alice, bob } = world;
    const design = server.addRole(guild, 'design-team');
    for (let index = 0; index < 1_100; index += 1) {
      server.addMember(guild, server.addUser({ name: `crowd${index}` }));
    }
    const late = server.addUser({ name: 'late' });
    server.addMember(guild, late, { nick: 'Late Lee', roleIds: [design] });
    server.addMember(guild, alice, { roleIds: [design] });

    const members = await discord.findGroupMembers({ workspaceId: guild, groupId: design });
    const everybody = await discord.findGroupMembers({ workspaceId: guild, groupId: guild });

    expect(members).toEqual([
      {
        userId: alice,
        profile: { name: 'Alice A.', isBot: false, isDeactivated: false, isGuest: false, roleIds: [design] },
      },
      {
        userId: late,
        profile: { name: 'Late Lee', isBot: false, isDeactivated: false, isGuest: false, roleIds: [design] },
      },
    ]);
    expect(everybody?.map(({ userId }) => userId)).toContain(bob);
    expect(everybody).toHaveLength(1_103);
  });

  it('stay closed without the Server Members intent, and the doctor says what to switch on', async () => {
    const { server, guild, discord, logLines } = world;
    server.takeMembersIntent();

    expect(await discord.findGroupMembers({ workspaceId: guild, groupId: guild })).toBeUndefined();
    expect(await discord.check()).toContainEqual(
      expect.objectContaining({
        subject: 'Discord: roles',
        level: 'warning',
        fix: expect.stringContaining('Server Members Intent') as string,
      }),
    );
    expect(logLines).toMatchObject([{ level: 'warn', fields: { err: { code: '50001' } } }]);
  });

  it('can be picked for /recognize, with a text for further people', async () => {
    await registerCommands(configOf(world.server), commandSpecs(createWords()));

    const [written] = world.server.requests.filter(({ method }) => method === 'PUT');
    expect(written?.body).toContainEqual(
      expect.objectContaining({
        name: 'recognize',
        options: [
          expect.objectContaining({ name: 'to', type: 9, required: true }),
          expect.objectContaining({ name: 'amount', type: 3, required: true }),
          expect.objectContaining({ name: 'also', type: 3, required: false }),
          expect.objectContaining({ name: 'message', type: 3, required: false }),
        ],
      }),
    );
  });
});
