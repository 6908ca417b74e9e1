/**
 * Looks at one part that the work needs. Resolves to why the part cannot work, in words that anybody may read: no name,
 * no address, no secret. Undefined when it can. A rejection means that it does not answer.
 */
export type ReadinessCheck = () => Promise<string | undefined>;

/** What else there is to know, by name. It makes nothing unready, and anybody may read it, like a check's words. */
export type ReadinessDetails = Readonly<Record<string, () => Promise<unknown>>>;

/** The parts, by name. */
export type ReadinessChecks = Readonly<Record<string, ReadinessCheck>>;
