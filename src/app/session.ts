import { findFactorPolicyWithin } from '#src/db/queries/session/find-factor-policy-within.ts';
import { findFactor } from '#src/db/queries/session/find-factor.ts';
import { listFactorResets } from '#src/db/queries/session/list-factor-resets.ts';
import { listSessions } from '#src/db/queries/session/list-sessions.ts';
import { listTokensToMake } from '#src/db/queries/session/list-tokens-to-make.ts';
import { listTokens } from '#src/db/queries/session/list-tokens.ts';
import { askFactorReset } from '#src/usecases/session/ask-factor-reset.ts';
import { askForMail } from '#src/usecases/session/ask-for-mail.ts';
import { beginApiRequest } from '#src/usecases/session/begin-api-request.ts';
import { beginEnrolment } from '#src/usecases/session/begin-enrolment.ts';
import { beginOidc } from '#src/usecases/session/begin-oidc.ts';
import { claimByLink } from '#src/usecases/session/claim-by-link.ts';
import { confirmEnrolment } from '#src/usecases/session/confirm-enrolment.ts';
import { confirmFactorReset } from '#src/usecases/session/confirm-factor-reset.ts';
import { declineFactorReset } from '#src/usecases/session/decline-factor-reset.ts';
import { endSessions } from '#src/usecases/session/end-sessions.ts';
import { endToken } from '#src/usecases/session/end-token.ts';
import { findEnrolment } from '#src/usecases/session/find-enrolment.ts';
import { findFactorGate } from '#src/usecases/session/find-factor-gate.ts';
import { findLink } from '#src/usecases/session/find-link.ts';
import { findSession } from '#src/usecases/session/find-session.ts';
import { findToken } from '#src/usecases/session/find-token.ts';
import { keepApiAnswer } from '#src/usecases/session/keep-api-answer.ts';
import { makeChatLink } from '#src/usecases/session/make-chat-link.ts';
import { makeConfirmedToken, makeToken } from '#src/usecases/session/make-token.ts';
import { openInPlayground } from '#src/usecases/session/open-in-playground.ts';
import { passFactor } from '#src/usecases/session/pass-factor.ts';
import { removeFactor } from '#src/usecases/session/remove-factor.ts';
import { renewRecoveryCodes } from '#src/usecases/session/renew-recovery-codes.ts';
import { setFactorPolicy } from '#src/usecases/session/set-factor-policy.ts';
import { signInByOidc } from '#src/usecases/session/sign-in-by-oidc.ts';
import { spendLink } from '#src/usecases/session/spend-link.ts';
import { takeOidc } from '#src/usecases/session/take-oidc.ts';
import { fromDb } from './from.ts';

export const sessionUseCases = {
  askForMail,
  beginOidc,
  claimByLink,
  end: endSessions,
  find: findSession,
  findLink,
  makeChatLink,
  openInPlayground,
  signInByOidc,
  spendLink,
  takeOidc,
  askFactorReset,
  beginEnrolment,
  confirmEnrolment,
  confirmFactorReset,
  declineFactorReset,
  findEnrolment,
  findFactorGate,
  passFactor,
  removeFactor,
  renewRecoveryCodes,
  setFactorPolicy,
  beginApiRequest,
  endToken,
  findToken,
  keepApiAnswer,
  makeConfirmedToken,
  makeToken,
};

export const sessionQueries = {
  findFactor: fromDb('session', findFactor),
  findFactorPolicy: fromDb('policy', findFactorPolicyWithin),
  listFactorResets: fromDb('person', listFactorResets),
  list: fromDb('session', listSessions),
  listTokens: fromDb('token', listTokens),
  listTokensToMake: fromDb('token', listTokensToMake),
};

export type { FoundFactor } from '#src/db/queries/session/find-factor.ts';
export type { WaitingReset } from '#src/db/queries/session/list-factor-resets.ts';
export type { ConfirmedToken } from '#src/db/queries/session/list-tokens-to-make.ts';
export type { ClaimedByLink } from '#src/usecases/session/claim-by-link.ts';
export type { Enrolment } from '#src/usecases/session/find-enrolment.ts';
export type { FoundLink } from '#src/usecases/session/find-link.ts';
export type { SignedIn } from '#src/usecases/session/find-session.ts';
export type { ActingToken } from '#src/usecases/session/find-token.ts';
export type { MadeToken } from '#src/usecases/session/make-token.ts';
