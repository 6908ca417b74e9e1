export type Channel = 'dm' | 'claim' | 'email';

/** Channels that have turned out closed to somebody, with the reason. */
export type ClosedChannels = Partial<Record<Channel, string>>;

/** What there is to reach a person with, and which ways have turned out closed. */
export type Reach = {
  prefers: 'chat' | 'email';
  hasChat: boolean;
  /** The request came from a channel of a platform that the recipient is on too. */
  hasSharedChannel: boolean;
  hasEmail: boolean;
  closed: readonly Channel[];
};

const ORDER: Record<Reach['prefers'], readonly Channel[]> = {
  chat: ['dm', 'claim', 'email'],
  email: ['email', 'dm', 'claim'],
};

/** The next way to reach somebody; undefined when none is left. */
export function nextChannel(reach: Reach): Channel | undefined {
  const isOpen: Record<Channel, boolean> = {
    dm: reach.hasChat,
    claim: reach.hasSharedChannel,
    email: reach.hasEmail,
  };
  return ORDER[reach.prefers].find((channel) => isOpen[channel] && !reach.closed.includes(channel));
}

/** A person as messages reach them, with their users on chat platforms. */
export type Addressee<User> = {
  name: string;
  isDeactivated: boolean;
  prefers: Reach['prefers'];
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

type Choosing = {
  /** What this deployment can reach people with. */
  reachable: { platforms: readonly string[]; mail: boolean };
  closed: ClosedChannels;
  /** Without it, nothing is posted where others read it. */
  origin?: Origin | undefined;
};

/**
 * The next channel that is left to reach somebody, with the address there. Of several chat platforms it is the one that the
 * request came from. Undefined when none is left, or the person is deactivated.
 */
export function chooseChannel<User extends { platform: string; workspaceId: string }>(
  { name, email, prefers, users, isDeactivated }: Addressee<User>,
  { reachable, closed, origin }: Choosing,
): ChannelChoice<User> | undefined {
  if (isDeactivated) return undefined;
  const inChat = users.filter(({ platform }) => reachable.platforms.includes(platform));
  const there = inChat.find(({ platform }) => platform === origin?.platform);
  const user = there ?? inChat[0];
  const choices: { [C in Channel]: ChannelChoice<User> | undefined } = {
    dm: user && { channel: 'dm', to: user },
    claim: there && origin && inSharedChannel(there, origin),
    email: reachable.mail && email !== null ? { channel: 'email', to: { name, email } } : undefined,
  };
  const channel = nextChannel({
    prefers,
    hasChat: choices.dm !== undefined,
    hasSharedChannel: choices.claim !== undefined,
    hasEmail: choices.email !== undefined,
    closed: Object.keys(closed) as Channel[],
  });
  return channel && choices[channel];
}

/** The channel is in the giver's workspace, so its token is the one that may post there. */
function inSharedChannel<User extends { workspaceId: string }>(
  user: User,
  { channelId, workspaceId = user.workspaceId }: Origin,
): ChannelChoice<User> | undefined {
  return channelId === null ? undefined : { channel: 'claim', to: { ...user, workspaceId }, channelId };
}

/** Why somebody can be reached no more, for the people who look after it. */
export function whyUnreachable(
  { name, isDeactivated }: Pick<Addressee<unknown>, 'name' | 'isDeactivated'>,
  closed: ClosedChannels,
): string {
  if (isDeactivated) return `${name} is deactivated`;
  const tried = Object.entries(closed).map(([channel, reason]) => `${channel}: ${reason}`);
  return [`no way left to reach ${name}`, ...tried].join('; ');
}
