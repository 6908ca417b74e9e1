export type Channel = 'dm' | 'claim' | 'email';

/** How a person can be reached, and which ways have turned out closed. */
export type Reach = {
  prefers: 'chat' | 'email';
  hasChat: boolean;
  /** The request came from a channel on a platform that the recipient uses too. */
  hasSharedChannel: boolean;
  hasEmail: boolean;
  closed: readonly Channel[];
};

const ORDER: Record<Reach['prefers'], readonly Channel[]> = {
  chat: ['dm', 'claim', 'email'],
  email: ['email', 'dm', 'claim'],
};

/** The next channel to try; undefined when none is left. */
export function nextChannel(reach: Reach): Channel | undefined {
  const isOpen: Record<Channel, boolean> = {
    dm: reach.hasChat,
    claim: reach.hasSharedChannel,
    email: reach.hasEmail,
  };
  return ORDER[reach.prefers].find((channel) => isOpen[channel] && !reach.closed.includes(channel));
}
