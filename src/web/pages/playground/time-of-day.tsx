/** Hours and minutes by this machine's clock, since the reader sits at it. */
export function TimeOfDay({ at }: { at: Date }) {
  const shown = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return <time datetime={at.toISOString()}>{shown}</time>;
}
