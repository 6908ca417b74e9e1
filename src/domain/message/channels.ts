export type Channel = 'dm' | 'claim' | 'email';

/** Channels that have turned out closed to somebody, with the reason. */
export type ClosedChannels = Partial<Record<Channel, string>>;

/** A person as messages reach them, with their users on chat platforms. */
export type Addressee<User> = {
  name: string;
  isDeactivated: boolean;
  prefers: 'chat' | 'email';
  email: string | null;
  users: readonly User[];
};

/** Where the request came from that a message is about. `channelId` is null for one that was made in a direct message. */
export type Origin = { platform: string; channelId: string | null; workspaceId: string | undefined };

/** A channel with the address that it goes to. */
export type ChannelChoice<User> =
  | { channel: 'dm'; to: User }
  | { channel: 'claim'; to: User; channelId: string }
  | { channel: 'email'; to: { name: string; email: string } };

const ORDER: Record<Addressee<unknown>['prefers'], readonly Channel[]> = {
  chat: ['dm', 'claim', 'email'],
  email: ['email', 'dm', 'claim'],
};

/**
 * The next channel that is left to reach somebody, with the address there. Of several chat platforms it is the one that the
 * request came from. Undefined when none is left, or the person is deactivated.
 *
 * @param reachable what this deployment can reach people with.
 * @param origin without it, nothing is posted where others read it.
 */
export function chooseChannel<User extends { platform: string; workspaceId: string }>(
  { name, email, prefers, users, isDeactivated }: Addressee<User>,
  {
    reachable,
    closed,
    origin,
  }: {
    reachable: { platforms: readonly string[]; mail: boolean };
    closed: ClosedChannels;
    origin?: Origin | undefined;
  },
): ChannelChoice<User> | undefined {
  if (isDeactivated) return undefined;
  const inChat = users.filter(({ platform }) => reachable.platforms.includes(platform));
  const there = inChat.find(({ platform }) => platform === origin?.platform);
  const user = there ?? inChat[0];
  const choices: Record<Channel, ChannelChoice<User> | undefined> = {
    dm: user && { channel: 'dm', to: user },
    claim: there && origin && inChannelOf(origin, there),
    email: reachable.mail && email !== null ? { channel: 'email', to: { name, email } } : undefined,
  };
  const channel = ORDER[prefers].find((one) => choices[one] && closed[one] === undefined);
  return channel && choices[channel];
}

/** The channel is in the giver's workspace, so its token is the one that may post there. */
function inChannelOf<User extends { workspaceId: string }>(
  { channelId, workspaceId }: Origin,
  user: User,
): ChannelChoice<User> | undefined {
  if (channelId === null) return undefined;
  return { channel: 'claim', to: { ...user, workspaceId: workspaceId ?? user.workspaceId }, channelId };
}

/** Why somebody can be reached no more, for the people who look after it. */
export function whyUnreachable(
  { name, isDeactivated }: Pick<Addressee<unknown>, 'name' | 'isDeactivated'>,
  closed: ClosedChannels,
): string {
  if (isDeactivated) return `${name} is deactivated`;
  const tried = (Object.entries(closed) as [Channel, string][]).map((attempt) => whyUnsent(...attempt));
  return [`no way left to reach ${name}`, ...tried].join('; ');
}

/** What went wrong with a message; `channel` is undefined where there is but one way to its reader. */
export function whyUnsent(channel: Channel | undefined, reason: string): string {
  return channel ? `${channel}: ${reason}` : reason;
}
