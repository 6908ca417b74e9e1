/** What a directory says of a group. `members`: all of them; else who comes and who goes, in the order in which it says so. */
export type GroupSaid = {
  displayName?: string;
  externalId?: string | null;
  changes: readonly MemberChange[];
};

/** `set`: these and nobody else; `clear`: nobody. */
export type MemberChange =
  | { kind: 'set' | 'add' | 'remove'; personIds: readonly string[] }
  | { kind: 'clear' };

/** Who is in a group once a directory has said this; nobody twice. */
export function membersAfter(before: readonly string[], { changes }: GroupSaid): string[] {
  const members = new Set(before);
  for (const change of changes) {
    if (change.kind === 'clear' || change.kind === 'set') members.clear();
    if (change.kind === 'clear') continue;
    for (const id of change.personIds) {
      if (change.kind === 'remove') members.delete(id);
      else members.add(id);
    }
  }
  return [...members];
}
