import type { NodemailerError } from 'nodemailer/lib/errors';
import type { SendOutcome } from '#src/ports/message.ts';

/** The caller increases it with each attempt. */
const RETRY_AFTER_MS = 30_000;

/** OpenSSL and Node codes that mean the server is misconfigured; waiting does not fix these. */
const TLS_TROUBLE = /CERT|SIGNATURE|ERR_SSL|ERR_TLS/;

/**
 * What a failed send means.
 *
 * A server's reply is its decision (RFC 5321, 4.2.1): 4xx may pass later, 5xx will not. Without a reply it depends on
 * how far we got: a server that got the whole mail may have accepted it before the connection broke.
 *
 * @param wasHandedOver whether the end of the mail was written to the server.
 */
export function outcomeOfError(error: NodemailerError, wasHandedOver: boolean): SendOutcome {
  const reason = reasonOf(error);
  if (isRefusedLogin(error))
    return { status: 'failed', reason: `${reason}. Check the user and password in SMTP_URL` };
  if (error.responseCode !== undefined) return error.permanent ? refused(error, reason) : later(reason);
  if (wasHandedOver) return { status: 'unknown', reason };
  if (error.code === 'ETLS' || TLS_TROUBLE.test(error.originalCode ?? '')) {
    return {
      status: 'failed',
      reason: `${reason}. Check SMTP_URL: smtps:// for TLS from the start, smtp:// for STARTTLS`,
    };
  }
  return isOurMistake(error) ? { status: 'failed', reason } : later(reason);
}

function later(reason: string): SendOutcome {
  return { status: 'later', retryAfterMs: RETRY_AFTER_MS, reason };
}

function refused(error: NodemailerError, reason: string): SendOutcome {
  if (error.command !== 'MAIL FROM') return { status: 'failed', reason };
  return {
    status: 'failed',
    reason: `${reason}. Check that this server may send as MAIL_FROM, and the login in SMTP_URL`,
  };
}

/** 530 is “authentication required”, sent when we gave no login. */
function isRefusedLogin(error: NodemailerError): boolean {
  if (error.responseCode === 530) return true;
  return (error.code === 'EAUTH' || error.code === 'ENOAUTH') && error.permanent !== false;
}

/** An envelope or setting that Nodemailer refused before contacting the server. */
function isOurMistake(error: NodemailerError): boolean {
  return error.code === 'EENVELOPE' || error.code === 'ECONFIG' || error.code === 'EMESSAGE';
}

function reasonOf(error: NodemailerError): string {
  return [error.originalCode ?? error.code, error.message]
    .filter((part) => part !== undefined)
    .join(': ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 500);
}
