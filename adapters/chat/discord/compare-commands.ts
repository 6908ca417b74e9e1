import { isDeepStrictEqual } from 'node:util';
import { ApplicationCommandType } from 'discord.js';
import { z } from 'zod';

/** A command as Discord lists it, with the defaults it leaves out filled in and other keys dropped. */
const registeredCommand = z.object({
  name: z.string(),
  type: z.number().default(1),
  description: z.string(),
  contexts: z.array(z.number()).nullish(),
  integration_types: z.array(z.number()).nullish(),
  /** Who sees it, as a number in text; with "0" only administrators do. Somebody may have set it in the portal. */
  default_member_permissions: z.string().nullish().default(null),
  nsfw: z.boolean().default(false),
  options: z
    .array(
      z.object({
        name: z.string(),
        type: z.number(),
        description: z.string(),
        required: z.boolean().default(false),
        max_length: z.number().optional(),
      }),
    )
    .default([]),
});

/** Command names, by what has to happen to them. */
export type CommandChanges = { added: string[]; changed: string[]; removed: string[] };

const entryPoint = z.looseObject({
  type: z.literal(ApplicationCommandType.PrimaryEntryPoint),
  name: z.string(),
});

/** The command that launches an application's activity, if it has one. Discord takes no list of commands without it. */
export function entryPointsOf(registered: unknown): z.infer<typeof entryPoint>[] {
  return z
    .array(z.unknown())
    .parse(registered)
    .flatMap((command) => entryPoint.safeParse(command).data ?? []);
}

/** How the commands that Discord has differ from the wanted ones. Throws when either is not a list of commands. */
export function compareCommands(registered: unknown, wanted: unknown): CommandChanges {
  const before = byName(registered);
  const after = byName(wanted);
  const names = [...after.keys()];
  return {
    added: names.filter((name) => !before.has(name)),
    changed: names.filter(
      (name) => before.has(name) && !isDeepStrictEqual(before.get(name), after.get(name)),
    ),
    removed: [...before.keys()].filter((name) => !after.has(name)),
  };
}

export function isUnchanged(changes: CommandChanges): boolean {
  return changes.added.length + changes.changed.length + changes.removed.length === 0;
}

function byName(commands: unknown): Map<string, z.infer<typeof registeredCommand>> {
  return new Map(
    z
      .array(registeredCommand)
      .parse(commands)
      .filter(({ type }) => type !== ApplicationCommandType.PrimaryEntryPoint.valueOf())
      .map((command) => [command.name, command]),
  );
}
