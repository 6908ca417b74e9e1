import { MINUTE_MS } from '#src/domain/kit/time.ts';

/** A link to sign in, as it stands; `how`: the way on which it came. Only a mail's is bound to a browser. */
export type SignIn = {
  organizationId: string;
  id: string;
  personId: string;
  how: 'chat' | 'mail';
  isLimited: boolean;
  tries: number;
  expiresAt: Date;
  spentAt: Date | null;
  replacedAt: Date | null;
};

/** For how long a link can be used. */
export const LINK_MS = 10 * MINUTE_MS;
/** So many wrong codes end a link. */
const MOST_TRIES = 5;

/** What whoever brings a link is told: it works here, it works with the code of the mail, or why it does not. */
export type LinkState = 'open' | 'needs-code' | 'spent' | 'old';

/** `isAsker`: the browser that brings it asked for it. */
export function stateOfLink(signIn: SignIn, isAsker: boolean, now: Date): LinkState {
  if (signIn.spentAt !== null) return 'spent';
  if (signIn.replacedAt !== null || signIn.expiresAt <= now || signIn.tries >= MOST_TRIES) return 'old';
  return signIn.how === 'mail' && !isAsker ? 'needs-code' : 'open';
}

/** The digits of what somebody typed as a code; undefined when it cannot be one. */
export function readCode(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/gu, '');
  return /^\d{6}$/u.test(digits) ? digits : undefined;
}

/** What is signed of a code: the digits alone say nothing about which link they belong to. */
export function codeText(signInId: string, digits: string): string {
  return `sign-in ${signInId} ${digits}`;
}
