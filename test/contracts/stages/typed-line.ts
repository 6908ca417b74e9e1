import type { Typed } from '../chat-stage.ts';

/** A command as it is typed where commands are text: `/recognize @alice 25.00 for the launch`. */
export function typedLine({ command, values }: Typed): string {
  const words = command.options.flatMap(({ name }) => {
    const value = values[name];
    if (value === undefined) return [];
    return [value].flat().map((each) => (typeof each === 'string' ? each : `@${each.name}`));
  });
  return [`/${command.name}`, ...words].join(' ');
}
