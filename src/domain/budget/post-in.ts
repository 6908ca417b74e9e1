const PLACE = /^(?:here|nowhere|slack:[CG][A-Z0-9]{6,}|discord:\d{17,20}|playground:[a-z]+)$/u;

/** Whether the rule `postIn` can be this: where a giver typed, nowhere, or a channel by its id. */
export function isPostIn(text: string): boolean {
  return PLACE.test(text);
}
