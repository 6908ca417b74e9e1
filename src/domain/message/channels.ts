export type Channel = 'dm' | 'claim' | 'email';

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
