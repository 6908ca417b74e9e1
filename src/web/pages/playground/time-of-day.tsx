/** Hours and minutes on this machine's clock: the reader sits at it. */
export function TimeOfDay({ at }: { at: Date }) {
  const shown = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return <time datetime={at.toISOString()}>{shown}</time>;
}
