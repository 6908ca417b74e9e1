/** Where a message stands: `channel/timestamp`, and whom it mentions if it does, with commas between. */
export function writePlace(channel: string, ts: string, mentioned?: string): string {
  return [channel, ts, ...(mentioned ? [mentioned] : [])].join('/');
}
