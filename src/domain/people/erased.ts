/** What stands in place of a text that was erased, where one has to stand. */
export const ERASED = '(erased)';

/** What an erased person is called: enough to tell two of them apart, and nothing of who they were. */
export function pseudonymOf(personId: string): string {
  return `Erased person ${personId.slice(-6)}`;
}
