import { foldText } from '#src/domain/kit/fold.ts';

type Named = { id: string; name: string };

/** Departments by their names, however they are written; one that nobody knows is added. */
export function createRooms(departments: readonly Named[], newId: () => string) {
  const ids = new Map(departments.map(({ id, name }) => [foldText(name), id]));
  const added: Named[] = [];
  function of(name: string): string {
    const known = ids.get(foldText(name));
    if (known !== undefined) return known;
    const room = { id: newId(), name };
    added.push(room);
    ids.set(foldText(name), room.id);
    return room.id;
  }
  return { added, of };
}
