import type { Config } from '#src/config.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';
import type { Mailer } from '#src/ports/mail.ts';
import type { Words } from '#src/words/words.ts';
import { toChannel } from './to-channel.ts';
import { toFile } from './to-file.ts';
import { toHook } from './to-hook.ts';
import { toMail } from './to-mail.ts';

type KeeperDeps = {
  platforms: ReadonlyMap<string, ChatPlatform>;
  mailer: Mailer | undefined;
  words: Words;
};

/** The places that the settings name for the heads of the sealed books. */
export function createHeadKeepers(
  { headPlaces }: Pick<Config, 'headPlaces'>,
  deps: KeeperDeps,
): HeadKeeper[] {
  return headPlaces.map(({ place, kind, address }) => {
    switch (kind) {
      case 'file':
        return toFile(place, address);
      case 'hook':
        return toHook(place, address);
      case 'mail':
        return toMail(place, address, deps);
      case 'channel':
        return toChannel(place, address, deps);
    }
  });
}
