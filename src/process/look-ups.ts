import { AskLater } from '#src/domain/kit/ask-later.ts';
import type { Lane, Pace } from '#src/kit/pace.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type LookUpDeps = { pace: Pace; platforms: () => Promise<ReadonlyMap<string, ChatPlatform>> };

/**
 * How people and groups of chat platforms are looked up: once a platform asks us to wait, nobody asks it before.
 *
 * @throws `AskLater` when a platform cannot be asked now.
 */
export function createLookUps({ pace, platforms }: LookUpDeps): Pick<Deps, 'findChatUser' | 'findChatGroup'> {
  return {
    findChatUser: async (user) => {
      const platform = (await platforms()).get(user.platform);
      return platform && atPace(pace, { ...laneOf(user), call: 'user' }, () => platform.findUser(user));
    },
    findChatGroup: async (group, most) => {
      const platform = (await platforms()).get(group.platform);
      const lane: Lane = { ...laneOf(group), call: 'group' };
      return platform && atPace(pace, lane, () => platform.findGroupMembers(group, most));
    },
  };
}

function laneOf({ platform, workspaceId }: { platform: string; workspaceId: string }) {
  return { platform, workspaceId };
}

async function atPace<T>(pace: Pace, lane: Lane, ask: () => Promise<T>): Promise<T> {
  const retryAfterMs = pace.waitMs(lane);
  if (retryAfterMs > 0) throw new AskLater(`${lane.platform} asked us to wait`, { retryAfterMs });
  try {
    const answer = await ask();
    pace.free(lane);
    return answer;
  } catch (error) {
    if (error instanceof AskLater) pace.holdBack(lane, error.retryAfterMs);
    throw error;
  }
}
