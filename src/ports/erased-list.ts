/** Somebody who was erased, by ids alone. */
export type ErasedEntry = { organizationId: string; personId: string; erasedAt: Date };

/** Where the ids of erased people are kept outside of the database: a restored one does not know them yet. */
export type ErasedList = {
  add: (entry: ErasedEntry) => Promise<void>;
  read: () => Promise<ErasedEntry[]>;
};
