import type { KnownAccount } from '#src/db/people/identity.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** How long what a platform said about an account is taken for true. */
export const LOOK_LASTS_MS = 24 * 60 * 60_000;

/** What a platform says about an account now; `seen` is undefined when the workspace has no such user any more. */
export type Look = { seen: ChatProfile | undefined };

/**
 * Looks at a linked account: at what the platform sent along if that tells of their membership, else, a day after the
 * last look, at what it answers. Undefined when there was nothing to look at: a platform that cannot be asked stops
 * nobody whom we know.
 */
export async function lookAgain(
  deps: Pick<Deps, 'clock' | 'findChatUser' | 'reachable' | 'log'>,
  user: ChatUser,
  { lookedAt }: Pick<KnownAccount, 'lookedAt'>,
  profile: ChatProfile | undefined,
): Promise<Look | undefined> {
  if (profile?.roleIds) return { seen: profile };
  const isFresh = lookedAt !== null && deps.clock.now().getTime() - lookedAt.getTime() < LOOK_LASTS_MS;
  if (isFresh || !deps.reachable.platforms.includes(user.platform)) return undefined;
  try {
    return { seen: await deps.findChatUser(user) };
  } catch (err) {
    deps.log.warn({ ...user, err }, 'Could not ask the platform what became of a user');
    return undefined;
  }
}
