import { InteractionType } from 'discord.js';
import { z } from 'zod';

export const user = z.object({
  id: z.string(),
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});

const member = z.object({
  nick: z.string().nullish(),
  roles: z.array(z.string()),
  flags: z.number().nullish(),
  pending: z.boolean().nullish(),
});

const origin = {
  id: z.string(),
  application_id: z.string(),
  token: z.string(),
  guild_id: z.string().optional(),
  channel_id: z.string().optional(),
  member: member.extend({ user }).optional(),
  user: user.optional(),
};

const command = z.object({
  ...origin,
  type: z.literal(InteractionType.ApplicationCommand),
  data: z.object({
    name: z.string(),
    options: z
      .array(
        z.object({
          name: z.string(),
          type: z.number(),
          value: z.union([z.string(), z.number(), z.boolean()]),
        }),
      )
      .default([]),
    resolved: z
      .object({
        users: z.record(z.string(), user).default({}),
        members: z.record(z.string(), member).default({}),
        roles: z.record(z.string(), z.object({ name: z.string() })).default({}),
      })
      .default({ users: {}, members: {}, roles: {} }),
  }),
});

/** Of the message whose button was pressed, whether only its reader sees it. */
const pressed = z
  .object({ flags: z.number().optional().catch(undefined) })
  .optional()
  .catch(undefined);

const press = z.object({
  ...origin,
  type: z.literal(InteractionType.MessageComponent),
  data: z.object({ custom_id: z.string() }),
  message: pressed,
});

const submission = z.object({
  ...origin,
  type: z.literal(InteractionType.ModalSubmit),
  message: pressed,
  data: z.object({
    custom_id: z.string(),
    components: z.array(z.object({ component: z.object({ custom_id: z.string(), value: z.string() }) })),
  }),
});

/** The interactions that we answer, with only the fields we read. */
export const interaction = z.discriminatedUnion('type', [command, press, submission]);

export type Interaction = z.infer<typeof interaction>;
export type CommandInteraction = z.infer<typeof command>;
export type PressInteraction = z.infer<typeof press>;
export type SubmissionInteraction = z.infer<typeof submission>;
export type DiscordUser = z.infer<typeof user>;

/** A guild member, as `GET /guilds/{guild}/members/{user}` returns it. */
export const guildMember = member.extend({ user });

/** A role, of which people know the name. */
export const role = z.object({ id: z.string(), name: z.string() });

/** A guild as the gateway sends it; an unavailable one has no name. */
export const guild = z.object({
  id: z.string(),
  name: z.string().optional(),
  unavailable: z.boolean().optional(),
  roles: z.array(role).catch([]),
});
