import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** A command as Discord lists it, with the defaults that it leaves out. Other keys are dropped. */
const registeredCommand = z.object({
  name: z.string(),
  type: z.number().default(1),
  description: z.string(),
  contexts: z.array(z.number()).nullish(),
  integration_types: z.array(z.number()).nullish(),
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

/** Names of commands, by what has to be done to them. */
export type CommandChanges = { added: string[]; changed: string[]; removed: string[] };

/** What separates the commands that Discord has from the wanted ones. Throws when a list is not one of commands. */
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
      .map((command) => [command.name, command]),
  );
}
