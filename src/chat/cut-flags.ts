import type { CommandInput, TextPiece } from '#src/ports/chat.ts';

/** Phones and Slack turn two hyphens into a dash. */
const HYPHENS = '(?:--|—|–)';

/** Takes the flags of a command, such as `--private`, out of what was typed, wherever they stand. */
export function cutFlags(
  names: readonly string[],
  input: CommandInput,
): { input: CommandInput; flags: ReadonlySet<string> } {
  const flags = new Set<string>();
  if (names.length === 0) return { input, flags };
  const pattern = new RegExp(`(?<!\\S)${HYPHENS}(${names.join('|')})(?!\\S)`, 'giu');
  function cut(text: string): string {
    return text.replaceAll(pattern, (_, name: string) => {
      flags.add(name.toLowerCase());
      return '';
    });
  }
  function cutPieces(pieces: readonly TextPiece[]): TextPiece[] {
    return pieces.map((piece) => (typeof piece === 'string' ? cut(piece) : piece));
  }
  if (input.kind === 'text') return { input: { kind: 'text', pieces: cutPieces(input.pieces) }, flags };
  const values = Object.entries(input.values).map(([name, value]) => {
    if (typeof value === 'string') return [name, cut(value).trim()] as const;
    return [name, Array.isArray(value) ? cutPieces(value) : value] as const;
  });
  return { input: { kind: 'options', values: Object.fromEntries(values) }, flags };
}
