import type { Mailbox } from '#src/ports/mail.ts';
import type { Session, SignInOrigin } from '#src/domain/session/session.ts';
import type { PlaygroundRoom } from '#src/ports/playground.ts';

/** What the page needs. */
export type PlaygroundDeps = {
  room: PlaygroundRoom;
  /** Missing when mail goes to a real server: the page then has no mailbox. */
  mailbox?: Mailbox | undefined;
  /** Set when people may choose how gifts reach them. */
  preferences?: Preferences | undefined;
  /** Set when people can open their wallet: signs one of them in. Undefined when there is no such person. */
  signIn?:
    | ((
        userId: string,
        from: { origin: SignInOrigin; held: string | undefined },
      ) => Promise<SignedInHere | undefined>)
    | undefined;
};

/** A session that was just opened, and what its browser holds of it. */
export type SignedInHere = { session: Session; token: string };

export type Preferences = {
  prefersEmail(userId: string): Promise<boolean>;
  setPrefersEmail(setting: { userId: string; prefersEmail: boolean }): Promise<void>;
};
