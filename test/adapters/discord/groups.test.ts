import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerCommands } from '#adapters/chat/discord/register.ts';
import { commandSpecs } from '#src/chat/command-specs.ts';
import { AskLater } from '#src/domain/kit/ask-later.ts';
import { createWords } from '#src/words/words.ts';
import { until } from '#test/helpers/until.ts';
import type { DiscordServer } from '#test/servers/discord/discord-server.ts';
import { configOf, createDiscordWorld, type DiscordWorld } from './discord-world.ts';

function pagesRead(server: DiscordServer): number {
  return server.requests.filter(({ path }) => path.endsWith('/members')).length;
}

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
    expect(everybody).toContainEqual(expect.objectContaining({ userId: bob }));
    expect(everybody).toHaveLength(1_103);
  });

  it('are only counted when they are too many to give to', async () => {
    const { server, guild, discord } = world;
    const crew = server.addRole(guild, 'crew');
    for (let index = 0; index < 120; index += 1) {
      server.addMember(guild, server.addUser({ name: `crew${index}` }), { roleIds: [crew] });
    }

    const counted = await discord.findGroupMembers({ workspaceId: guild, groupId: crew }, 100);
    const everybody = await discord.findGroupMembers({ workspaceId: guild, groupId: guild }, 100);
    const read = await discord.findGroupMembers({ workspaceId: guild, groupId: crew }, 150);

    expect(counted).toEqual({ size: 120 });
    expect(everybody).toEqual({ size: 123 });
    expect(read).toHaveLength(120);
    expect(pagesRead(server)).toBe(1);
  });

  it('are read on where Discord interrupted, page by page', async () => {
    const { server, guild, discord } = world;
    for (let index = 0; index < 2_500; index += 1) {
      server.addMember(guild, server.addUser({ name: `crowd${index}` }));
    }
    const role = { workspaceId: guild, groupId: guild };
    server.failNext({ kind: 'last-of-bucket', resetAfterMs: 300 }, { path: '/members' });

    const interrupted = await discord.findGroupMembers(role).catch((fault: unknown) => fault);
    const pagesBefore = pagesRead(server);
    const members = await until('members', () => discord.findGroupMembers(role).catch(() => false as const));

    expect(interrupted).toBeInstanceOf(AskLater);
    expect(interrupted).toMatchObject({ retryAfterMs: expect.any(Number) as number });
    expect(pagesBefore).toBe(1);
    expect(members).toHaveLength(2_502);
    expect(pagesRead(server)).toBe(3);
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
