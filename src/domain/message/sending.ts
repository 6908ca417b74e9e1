/** What there is to do for a message that was due. Of one that is sent, being sent or not due yet nothing is said. */
export type Lease<ToSend> =
  | { kind: 'send'; toSend: ToSend }
  /** No way is left to reach its reader, or too many attempts were lost: a person must look. */
  | { kind: 'fail'; reason: string };

/** By id; an error is that one's own. */
export type Leases<ToSend> = Map<string, Lease<ToSend> | Error>;

/** What is to become of a leased message; `drop`: there is nothing to say any more. */
export type LeasePlan<ToSend> = Lease<ToSend> | { kind: 'drop'; reason: string };

/** What is to be done next: nothing, come back, or have a person look. */
export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  | { kind: 'fail'; reason: string };
