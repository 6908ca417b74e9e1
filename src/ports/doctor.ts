/** One line of `largesse doctor`: what was checked, what is wrong and how to fix it. */
export type Finding = { subject: string; level: 'ok' | 'warning' | 'problem'; message: string; fix?: string };
