/** A department by its name. One that an import adds is open. */
export type NamedRoom = { id: string; name: string; isClosed?: boolean };

/** The closed departments among these, by their ids, with their names. */
export function closedAmong(rooms: readonly NamedRoom[]): ReadonlyMap<string, string> {
  return new Map(rooms.filter(({ isClosed }) => isClosed).map(({ id, name }) => [id, name]));
}

type Place = { departmentId: string; isDeactivated: boolean };

/** The closed department to which somebody would come, or come back. */
export function findClosedRoom(
  { before, person }: { before: Place | undefined; person: Place },
  closed: ReadonlyMap<string, string>,
): string | undefined {
  const isMoved = before?.departmentId !== person.departmentId;
  const isBack = before?.isDeactivated === true && !person.isDeactivated;
  return isMoved || isBack ? closed.get(person.departmentId) : undefined;
}
