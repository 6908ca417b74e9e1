/** Where a recognition is posted: where its giver typed it, or in one channel. */
export type PostPlace = { at: 'here' } | { at: 'channel'; platform: string; channelId: string };

/** Reads the rule `postIn`; undefined where nothing is posted. */
export function postPlaceOf(postIn: string | undefined): PostPlace | undefined {
  if (postIn === undefined || postIn === 'nowhere') return undefined;
  if (postIn === 'here') return { at: 'here' };
  const [platform, channelId] = postIn.split(':');
  return platform && channelId ? { at: 'channel', platform, channelId } : undefined;
}
