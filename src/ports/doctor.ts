/** One line of `largesse doctor`: what was looked at, what is wrong and what to do about it. */
export type Finding = { subject: string; level: 'ok' | 'warning' | 'problem'; message: string; fix?: string };
