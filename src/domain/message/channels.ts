import type { PlatformUser } from '#src/domain/people/person-ref.ts';

export type Channel = 'dm' | 'claim' | 'email';

/**
 * The ways that turned out to be closed to somebody, each with the reason, by `wayOf`. A row of an older version names
 * the channel alone, which closes it for every account.
 */
export type ClosedWays = Readonly<Record<string, string>>;

/** A person as a message's addressee, with their accounts on chat platforms. */
export type Addressee<User> = {
  name: string;
  isDeactivated: boolean;
  prefers: 'chat' | 'email';
  email: string | null;
  users: readonly User[];
};

/** Where the request behind a message came from. */
export type Origin = {
  platform: string;
  /** Null for a direct message. */
  channelId: string | null;
  /** Only its members see the channel, so the reader may not: mail is the better way. */
  isPrivate: boolean;
  workspaceId: string | undefined;
  /** The reader's accounts that the giver named. */
  named: readonly PlatformUser[];
};

/** A channel with its address. */
export type ChannelChoice<User> =
  | { channel: 'dm'; to: User }
  | { channel: 'claim'; to: User; channelId: string }
  | { channel: 'email'; to: { name: string; email: string } };

const ORDER: Record<Addressee<unknown>['prefers'], readonly Channel[]> = {
  chat: ['dm', 'claim', 'email'],
  email: ['email', 'dm', 'claim'],
};

type Reachable = { platforms: readonly string[]; mail: boolean };

/**
 * The next way to reach somebody, with the address there: the first of `listWays` that is not closed. Undefined when
 * none is left.
 */
export function chooseChannel<User extends PlatformUser & { workspaceId: string }>(
  addressee: Addressee<User>,
  { closed, ...where }: { reachable: Reachable; closed: ClosedWays; origin?: Origin | undefined },
): ChannelChoice<User> | undefined {
  return listWays(addressee, where).find((choice) => !isClosed(closed, choice));
}

/**
 * Every way to reach somebody, in the order in which they are tried. Each channel is tried with every account: first
 * those the giver named, then those on the platform that the request came from, then the others. There is none to
 * somebody who is deactivated.
 *
 * @param reachable what this deployment can reach people with.
 * @param origin without it, nothing is posted where others read it.
 */
export function listWays<User extends PlatformUser & { workspaceId: string }>(
  { name, email, prefers, users, isDeactivated }: Addressee<User>,
  { reachable, origin }: { reachable: Reachable; origin?: Origin | undefined },
): ChannelChoice<User>[] {
  if (isDeactivated) return [];
  const inChat = inOrder(
    users.filter(({ platform }) => reachable.platforms.includes(platform)),
    origin,
  );
  const choices: Record<Channel, ChannelChoice<User>[]> = {
    dm: inChat.map((to) => ({ channel: 'dm', to })),
    claim: inChat.flatMap((user) => claimsAt(origin, user)),
    email: reachable.mail && email !== null ? [{ channel: 'email', to: { name, email } }] : [],
  };
  return channelsOf(prefers, origin).flatMap((channel) => choices[channel]);
}

function channelsOf(prefers: 'chat' | 'email', origin: Origin | undefined): readonly Channel[] {
  return origin?.isPrivate && prefers === 'chat' ? ['dm', 'email', 'claim'] : ORDER[prefers];
}

function inOrder<User extends PlatformUser>(users: readonly User[], origin: Origin | undefined): User[] {
  return users.toSorted((a, b) => rankOf(a, origin) - rankOf(b, origin));
}

function rankOf({ platform, userId }: PlatformUser, origin: Origin | undefined): number {
  if (origin?.named.some((one) => one.platform === platform && one.userId === userId)) return 0;
  return platform === origin?.platform ? 1 : 2;
}

/** The channel is in the giver's workspace, so only that workspace's token may post there. */
function claimsAt<User extends PlatformUser & { workspaceId: string }>(
  origin: Origin | undefined,
  user: User,
): ChannelChoice<User>[] {
  if (!origin || origin.channelId === null || origin.platform !== user.platform) return [];
  const { channelId, workspaceId = user.workspaceId } = origin;
  return [{ channel: 'claim', to: { ...user, workspaceId }, channelId }];
}

function isClosed(closed: ClosedWays, choice: ChannelChoice<PlatformUser>): boolean {
  return closed[wayOf(choice)] !== undefined || closed[choice.channel] !== undefined;
}

/** A way as text: the channel and, in chat, the account, such as `dm slack:U1`. */
export function wayOf(choice: ChannelChoice<PlatformUser>): string {
  return choice.channel === 'email' ? 'email' : accountWay(choice.channel, choice.to);
}

/** The ways that turned out to be closed, without the accounts; each once. */
export function listTried(closed: ClosedWays): { channel: Channel; platform?: string }[] {
  const tried = inReadingOrder(closed).map(([way]) => {
    const [channel, account] = way.split(' ') as [Channel, string | undefined];
    const platform = account?.split(':')[0];
    return { channel, ...(platform !== undefined && { platform }) };
  });
  const distinct = new Map(tried.map((way) => [`${way.channel} ${way.platform ?? ''}`, way]));
  return [...distinct.values()];
}

function inReadingOrder(closed: ClosedWays): [way: string, reason: string][] {
  return ORDER.chat.flatMap((channel) =>
    Object.entries(closed).filter(([way]) => way.split(' ')[0] === channel),
  );
}

/** Every way to the account behind a choice: they all end when the account is gone. */
export function waysOfAccount(choice: ChannelChoice<PlatformUser>): string[] {
  if (choice.channel === 'email') return ['email'];
  return (['dm', 'claim'] as const).map((channel) => accountWay(channel, choice.to));
}

function accountWay(channel: 'dm' | 'claim', { platform, userId }: PlatformUser): string {
  return `${channel} ${platform}:${userId}`;
}

/** Why somebody can no longer be reached, for the people who look into it. */
export function whyUnreachable(
  { name, isDeactivated }: Pick<Addressee<unknown>, 'name' | 'isDeactivated'>,
  closed: ClosedWays,
): string {
  if (isDeactivated) return `${name} is deactivated`;
  const tried = inReadingOrder(closed).map(([way, reason]) => whyUnsent(way, reason));
  return [`no way left to reach ${name}`, ...tried].join('; ');
}

/** What went wrong with a message; `way` is undefined where there is only one way to its reader. */
export function whyUnsent(way: string | undefined, reason: string): string {
  return way ? `${way}: ${reason}` : reason;
}
