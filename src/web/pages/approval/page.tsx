import { approvalBlocks, decisionText, lateLines } from '#src/chat/cards/approval-card.ts';
import type { CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { BrandMark } from '../brand-mark.tsx';
import { Document } from '../document.tsx';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** `reader` is the name of the person whose link it is. */
type Shown = { words: Words; reader: string; approval: ApprovalView; refusal?: string | undefined };

/** The request with the forms to decide it; once decided, who decided what. */
export function ApprovalPage({ words, reader, approval, refusal }: Shown) {
  const { say } = words;
  const isOpen = approval.status === 'open';
  const title = isOpen ? say('approval.title', { name: approval.requesterName }) : say('approval.doneTitle');
  return (
    <Document title={`${title} · Largesse`} styles="/style.css">
      <body class="landing">
        <Brand reader={say('approval.you', { name: reader })} />
        <main>
          <h1>{title}</h1>
          {refusal && <p role="alert">{refusal}</p>}
          {isOpen ? (
            <Question words={words} approval={approval} />
          ) : (
            <Decided words={words} approval={approval} />
          )}
        </main>
      </body>
    </Document>
  );
}

/** Shown for a dead link. */
export function DeadLinkPage({ words }: { words: Words }) {
  return (
    <Document title={`${words.say('approval.deadTitle')} · Largesse`} styles="/style.css">
      <body class="landing">
        <Brand />
        <main>
          <h1>{words.say('approval.deadTitle')}</h1>
          <p>{words.say('approval.deadText')}</p>
        </main>
      </body>
    </Document>
  );
}

/** Whose page this is, and for whom. */
function Brand({ reader }: { reader?: string }) {
  return (
    <header class="brand">
      <BrandMark />
      <strong>Largesse</strong>
      {reader && <span>{reader}</span>}
    </header>
  );
}

function Question({ words, approval }: { words: Words; approval: ApprovalView }) {
  const { say } = words;
  return (
    <>
      {approvalBlocks(words, approval).map((block) => (
        <Block block={block} />
      ))}
      <form method="post">
        <button class="button primary" name="decision" value="approve">
          {say('approval.approve')}
        </button>
      </form>
      <form method="post" class="or">
        <label>
          {say('approval.declineBecause', { name: approval.requesterName })}
          <textarea name="reason" required maxlength={500} rows={3} />
        </label>
        <button class="button danger" name="decision" value="decline">
          {say('approval.decline')}
        </button>
      </form>
    </>
  );
}

function Decided({ words, approval }: { words: Words; approval: ApprovalView }) {
  return (
    <>
      <p>{decisionText(words, approval)}</p>
      {approval.decisionReason && <blockquote>{approval.decisionReason}</blockquote>}
      {lateLines(words, approval).map((line) => (
        <p>{line}</p>
      ))}
    </>
  );
}

function Block({ block }: { block: CardBlock }) {
  switch (block.kind) {
    case 'text':
      return <p>{block.text}</p>;
    case 'quote':
      return <blockquote>{block.text}</blockquote>;
    case 'fields':
      return (
        <dl>
          {block.fields.map(({ label, value }) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'code':
    case 'bar':
      throw new Error(`an approval shows no ${block.kind}`);
    default:
      return block satisfies never;
  }
}
