import { baseStyle } from '#src/web/pages/base-style.ts';
import { composerStyle } from './composer-style.ts';
import { frameStyle } from './frame-style.ts';
import { messageStyle } from './message-style.ts';

/** The playground's style sheet. */
export const playgroundStyle = baseStyle + frameStyle + messageStyle + composerStyle;
