import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const SCIM_TYPE = 'application/scim+json';

/** The kinds of error that a directory decides by. @see https://www.rfc-editor.org/rfc/rfc7644#section-3.12 */
export type ScimErrorKind =
  | 'invalidFilter'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'invalidValue'
  | 'mutability'
  | 'uniqueness';

/** What a directory sent cannot be read, or not done. `message`: for the people who look at its log. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: ContentfulStatusCode;
  readonly scimType: ScimErrorKind | undefined;
  constructor(status: ContentfulStatusCode, detail: string, scimType?: ScimErrorKind) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

/** What cannot be read of a request. */
export function unreadable(detail: string, scimType: ScimErrorKind = 'invalidValue'): ScimError {
  return new ScimError(400, detail, scimType);
}

export function sendScim(c: Context, body: object, status: ContentfulStatusCode = 200): Response {
  return c.body(JSON.stringify(body), status, { 'content-type': SCIM_TYPE });
}

export function sendScimError(c: Context, { status, scimType, message }: ScimError): Response {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  return sendScim(
    c,
    { schemas, status: String(status), ...(scimType && { scimType }), detail: message },
    status,
  );
}
