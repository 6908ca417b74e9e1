/** A problem in a file. Lines count from 1, header included; an empty column means the whole line. */
export type FileProblem = { line: number; column: string; reason: string };
