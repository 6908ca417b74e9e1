/** What to do for a message that was due. Messages that are sent, being sent or not due yet are left out. */
export type Lease<ToSend> =
  | { kind: 'send'; toSend: ToSend }
  /** There is no way left to reach its reader: a person must look. */
  | { kind: 'fail'; reason: string }
  /** Its way has ended without an answer: come back for the next one. */
  | { kind: 'again'; afterMs: number };

/** By id; an error belongs to that message only. */
export type Leases<ToSend> = Map<string, Lease<ToSend> | Error>;

/**
 * What becomes of a leased message. `drop`: there is nothing left to say; `leave`: this process cannot send it, and another may, so
 * that no attempt is lost.
 */
export type LeasePlan<ToSend> =
  | Lease<ToSend>
  | { kind: 'drop'; reason: string }
  | { kind: 'leave'; reason: string; afterMs: number };

/** What to do next: nothing, come back later, or have a person look. */
export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; afterMs: number }
  | { kind: 'fail'; reason: string };
