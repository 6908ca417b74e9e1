import type { PlatformUser } from './person-ref.ts';

/** What the ids of users look like on the platforms whose accounts people may be linked to by hand. */
const SHAPES = { slack: /^[UW][A-Z0-9]{2,20}$/u, discord: /^\d{17,20}$/u } as const;

export type LinkablePlatform = keyof typeof SHAPES;
export const LINKABLE_PLATFORMS = Object.keys(SHAPES) as LinkablePlatform[];

/** A chat account as it is written; undefined when no account there can be called so. */
export function readChatAccount(platform: string, userId: string): PlatformUser | undefined {
  const known = LINKABLE_PLATFORMS.find((one) => one === platform);
  return known && SHAPES[known].test(userId) ? { platform: known, userId } : undefined;
}
