/**
 * What was made up, as far as it is still here. `others`: the names of the first people who did not come with it, and `otherPeople` how
 * many they are; `workspaces`: real ones that joined. `leavesSince`: when somebody asked for it to go.
 */
export type SampleCompany = {
  people: number;
  departments: number;
  gifts: number;
  others: string[];
  otherPeople: number;
  workspaces: number;
  leavesSince: Date | null;
};
