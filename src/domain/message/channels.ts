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

type Account = { platform: string; userId: string };

/** Where the request behind a message came from. */
export type Origin = {
  platform: string;
  /** Null for a direct message. */
  channelId: string | null;
  /** Only its members see the channel, so the reader may not: mail is the better way. */
  isPrivate: boolean;
  workspaceId: string | undefined;
  /** The reader's accounts that the giver named. */
  named: readonly Account[];
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

/**
 * The next way to reach somebody, with the address there. Each channel is tried with every account: first those the
 * giver named, then those on the platform that the request came from, then the others. Undefined when none is left, or
 * the person is deactivated.
 *
 * @param reachable what this deployment can reach people with.
 * @param origin without it, nothing is posted where others read it.
 */
export function chooseChannel<User extends Account & { workspaceId: string }>(
  { name, email, prefers, users, isDeactivated }: Addressee<User>,
  {
    reachable,
    closed,
    origin,
  }: {
    reachable: { platforms: readonly string[]; mail: boolean };
    closed: ClosedWays;
    origin?: Origin | undefined;
  },
): ChannelChoice<User> | undefined {
  if (isDeactivated) return undefined;
  const inChat = inOrder(
    users.filter(({ platform }) => reachable.platforms.includes(platform)),
    origin,
  );
  const choices: Record<Channel, ChannelChoice<User>[]> = {
    dm: inChat.map((to) => ({ channel: 'dm', to })),
    claim: inChat.flatMap((user) => claimsAt(origin, user)),
    email: reachable.mail && email !== null ? [{ channel: 'email', to: { name, email } }] : [],
  };
  return channelsOf(prefers, origin)
    .flatMap((channel) => choices[channel])
    .find((choice) => !isClosed(closed, choice));
}

function channelsOf(prefers: 'chat' | 'email', origin: Origin | undefined): readonly Channel[] {
  return origin?.isPrivate && prefers === 'chat' ? ['dm', 'email', 'claim'] : ORDER[prefers];
}

function inOrder<User extends Account>(users: readonly User[], origin: Origin | undefined): User[] {
  return users.toSorted((a, b) => rankOf(a, origin) - rankOf(b, origin));
}

function rankOf({ platform, userId }: Account, origin: Origin | undefined): number {
  if (origin?.named.some((one) => one.platform === platform && one.userId === userId)) return 0;
  return platform === origin?.platform ? 1 : 2;
}

/** The channel is in the giver's workspace, so only that workspace's token may post there. */
function claimsAt<User extends Account & { workspaceId: string }>(
  origin: Origin | undefined,
  user: User,
): ChannelChoice<User>[] {
  if (!origin || origin.channelId === null || origin.platform !== user.platform) return [];
  const { channelId, workspaceId = user.workspaceId } = origin;
  return [{ channel: 'claim', to: { ...user, workspaceId }, channelId }];
}

function isClosed(closed: ClosedWays, choice: ChannelChoice<Account>): boolean {
  return closed[wayOf(choice)] !== undefined || closed[choice.channel] !== undefined;
}

/** A way as text: the channel and, in chat, the account, such as `dm slack:U1`. */
export function wayOf(choice: ChannelChoice<Account>): string {
  return choice.channel === 'email' ? 'email' : accountWay(choice.channel, choice.to);
}

/** Every way to the account behind a choice: they all end when the account is gone. */
export function waysOfAccount(choice: ChannelChoice<Account>): string[] {
  if (choice.channel === 'email') return ['email'];
  return (['dm', 'claim'] as const).map((channel) => accountWay(channel, choice.to));
}

function accountWay(channel: 'dm' | 'claim', { platform, userId }: Account): string {
  return `${channel} ${platform}:${userId}`;
}

/** Why somebody can no longer be reached, for the people who look into it. */
export function whyUnreachable(
  { name, isDeactivated }: Pick<Addressee<unknown>, 'name' | 'isDeactivated'>,
  closed: ClosedWays,
): string {
  if (isDeactivated) return `${name} is deactivated`;
  const tried = ORDER.chat
    .flatMap((channel) => Object.entries(closed).filter(([way]) => way.split(' ')[0] === channel))
    .map(([way, reason]) => whyUnsent(way, reason));
  return [`no way left to reach ${name}`, ...tried].join('; ');
}

/** What went wrong with a message; `way` is undefined where there is only one way to its reader. */
export function whyUnsent(way: string | undefined, reason: string): string {
  return way ? `${way}: ${reason}` : reason;
}
