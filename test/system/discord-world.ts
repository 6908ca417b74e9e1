import { registerCommands } from '#adapters/chat/discord/register.ts';
import { commandSpecs } from '#src/chat/command-specs.ts';
import { createWords } from '#src/words/words.ts';
import { until } from '#test/helpers/until.ts';
import type { InteractionRecord, SeenMessage } from '#test/servers/discord/discord-drive.ts';
import { type DiscordServer, startDiscordServer } from '#test/servers/discord/discord-server.ts';
import { openSystem, type System, type SystemOptions } from './open-system.ts';
import { codeIn } from './slack-world.ts';

/** The ids of a manager and an employee in a department of their own, which each test has for itself. */
export type Pair = { department: string; manager: string; friend: string; friendMail: string };

export type DiscordWorld = {
  discord: DiscordServer;
  system: System;
  guild: string;
  channel: string;
  env: Record<string, string>;
  newPair(options?: { hasClosedDms?: boolean; prefers?: 'email' }): Promise<Pair>;
  /** Uses a command in the channel; resolves to what came of it when the first answer is there. */
  use(user: string, name: string, options?: Record<string, string>): Promise<InteractionRecord>;
  /** Gives, and waits for what the giver is told in the end. */
  ask(giver: string, to: string, amount: string, message?: string): Promise<string>;
  giftsTo(user: string, count?: number): Promise<{ message: SeenMessage; code: string }[]>;
  close(): Promise<void>;
};

/** A pretended Discord server and a company, of its own or one that there is. No process of it runs yet. */
export async function openDiscordWorld(options: SystemOptions | { system: System }): Promise<DiscordWorld> {
  const discord = await startDiscordServer();
  const guild = discord.addGuild('Acme');
  const channel = discord.addChannel(guild, 'kudos');
  const connection = { token: discord.token, applicationId: discord.applicationId, apiUrl: discord.url };
  await registerCommands(connection, commandSpecs(createWords()));
  const system = 'system' in options ? options.system : await openSystem(options);
  let pairs = 0;

  async function use(user: string, name: string, given: Record<string, string> = {}) {
    return discord.useCommand({ user, guild, channel, name, options: given });
  }

  return {
    discord,
    system,
    guild,
    channel,
    use,
    env: {
      DISCORD_TOKEN: discord.token,
      DISCORD_APPLICATION_ID: discord.applicationId,
      DISCORD_API_URL: discord.url,
      DISCORD_GUILD_ID: guild,
    },
    async newPair({ hasClosedDms = false, prefers } = {}) {
      pairs += 1;
      const department = `Guild team ${pairs}`;
      const people = [`manager${pairs}`, `member${pairs}`].map((name, index) => {
        const userId = discord.addUser({ name, hasClosedDms: index === 1 && hasClosedDms });
        discord.addMember(guild, userId);
        return { userId, name, email: `${name}@guild.example` };
      });
      await system.hire(
        people.map(({ userId, name, email }, index) => ({
          name,
          email,
          department,
          role: index === 0 ? ('manager' as const) : ('employee' as const),
          chatIds: [{ platform: 'discord', userId }],
          ...(prefers && index === 1 ? { prefers } : {}),
        })),
      );
      await system.setBudget(department, 50_000n);
      const [manager, friend] = people.map(({ userId }) => userId) as [string, string];
      return { department, manager, friend, friendMail: `member${pairs}@guild.example` };
    },
    async ask(giver, to, amount, message) {
      const given = { to, amount, ...(message ? { message } : {}) };
      const { replies } = await askedTwice(await use(giver, 'recognize', given));
      return replies;
    },
    giftsTo: (user, count = 1) =>
      until(`${count} gifts to ${user}`, () => {
        const gifts = discord.messagesTo(user).flatMap((message) => {
          const code = codeIn(message.text);
          return code ? [{ message, code }] : [];
        });
        return gifts.length >= count && gifts;
      }),
    async close() {
      await system.close();
      await discord.stop();
    },
  };
}

/** Waits for the answer that takes the place of the acknowledgement. */
async function askedTwice(record: InteractionRecord): Promise<{ replies: string }> {
  const replies = await until('answer to the giver', () => {
    const shown = record.replies.map(({ text }) => text).join('\n');
    return shown !== '' && !/Request received|One moment/u.test(shown) && shown;
  });
  return { replies };
}
