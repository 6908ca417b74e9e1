import { headCard } from '#src/chat/cards/head-card.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';
import type { Words } from '#src/words/words.ts';

const DAY_MS = 86_400_000;

/** Posts the newest head in a channel once a day. `address`: the platform and its id of the channel, `slack:C0123`. */
export function toChannel(
  place: string,
  address: string,
  { platforms, words }: { platforms: ReadonlyMap<string, ChatPlatform>; words: Words },
): HeadKeeper {
  const [platformId = '', channelId = ''] = address.split(':');
  return {
    place,
    everyMs: DAY_MS,
    async keep(head) {
      const platform = platforms.get(platformId);
      if (!platform) throw new Error(`${platformId} is not configured in this process`);
      const message = { card: headCard(words, head), key: `head-${head.organizationId}-${head.number}` };
      const outcome = await platform.postToChannel(channelId, undefined, message);
      if (outcome.status !== 'sent') throw new Error(`the message was not posted: ${outcome.reason}`);
    },
  };
}
