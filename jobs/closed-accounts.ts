import type { ChatUser } from '#src/ports/chat.ts';
import type { SendOutcome } from '#src/ports/message.ts';

type Closed = Extract<SendOutcome, { status: 'closed' }>;

/** The accounts that took no direct messages a moment ago. */
export type ClosedAccounts = {
  /** What the platform said, if that is not too old; undefined when it has to be asked. */
  find(account: ChatUser): Closed | undefined;
  /** Remembers an outcome that ends more than this one message, and forgets the account after any other. */
  note(account: ChatUser, outcome: SendOutcome): void;
};

const REMEMBERED_MS = 30 * 60_000;
const MOST = 10_000;

/**
 * Remembers for half an hour whose direct messages are closed. Each refused call counts towards a ban of our address,
 * and a person may be given many gifts at once.
 */
export function createClosedAccounts(now: () => number = Date.now): ClosedAccounts {
  const closed = new Map<string, { outcome: Closed; untilMs: number }>();

  return {
    find(account) {
      const found = closed.get(keyOf(account));
      return found && found.untilMs > now() ? found.outcome : undefined;
    },
    note(account, outcome) {
      closed.delete(keyOf(account));
      if (outcome.status !== 'closed' || !outcome.ends) return;
      const [oldest] = closed.keys();
      if (closed.size >= MOST && oldest !== undefined) closed.delete(oldest);
      closed.set(keyOf(account), { outcome, untilMs: now() + REMEMBERED_MS });
    },
  };
}

function keyOf({ platform, userId }: ChatUser): string {
  return `${platform}|${userId}`;
}
