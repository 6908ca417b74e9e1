import type { BlockView, CardView } from '#src/ports/playground.ts';

/** The bot's card inside a message. Its buttons carry what the browser sends back when pressed. */
export function CardBox({ card, messageId }: { card: CardView; messageId: string }) {
  return (
    <article class={`card ${card.tone}`} aria-label={card.summary}>
      <h3>
        <span class="tone" aria-hidden="true">
          {TONE_MARKS[card.tone]}
        </span>
        {card.title}
      </h3>
      {card.picture !== undefined && <img class="picture" src={new URL(card.picture).pathname} alt="" />}
      {card.blocks.map((block) => (
        <Block block={block} of={card.title} />
      ))}
      {card.chart && (
        <img class="chart" src={`data:image/png;base64,${card.chart.png}`} alt={card.chart.alt} />
      )}
      {card.actions.length > 0 && (
        <p class="actions">
          {card.actions.map((action) => (
            <button
              type="button"
              class={`button ${action.style}`}
              data-press={messageId}
              data-action={action.id}
              data-value={action.value}
              data-form={action.form && JSON.stringify({ ...action.form, style: action.style })}
              data-about={card.summary}
              aria-label={`${action.label}: ${card.summary}`}
            >
              {action.label}
            </button>
          ))}
        </p>
      )}
    </article>
  );
}

const TONE_MARKS = { success: '✓', refusal: '!', info: 'i' };

function Block({ block, of }: { block: BlockView; of: string }) {
  switch (block.kind) {
    case 'text':
      return <p>{linked(block.text)}</p>;
    case 'quote':
      return <blockquote>{block.text}</blockquote>;
    case 'fields':
      return <Fields fields={block.fields} />;
    case 'code':
      return <Code text={block.text} of={of} />;
    case 'bar':
      return <Bar share={block.share} label={block.label} />;
  }
}

/** Addresses in a text as links, as chats show them. Nothing but http leads anywhere. */
function linked(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/u).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ),
  );
}

/** Roughly how many letters fit on a line of the narrowest pane. */
const MAX_IN_ONE_LINE = 40;

function Fields({ fields }: { fields: { label: string; value: string }[] }) {
  const isLong = fields.some(({ label, value }) => label.length + value.length > MAX_IN_ONE_LINE);
  return (
    <dl class={isLong ? 'stacked' : undefined}>
      {fields.map(({ label, value }) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Code({ text, of }: { text: string; of: string }) {
  return (
    <p class="code">
      <code>{text}</code>
      <button type="button" class="button" data-copy={text}>
        <span>Copy</span>
        <span class="visually-hidden"> the code: {of}</span>
      </button>
    </p>
  );
}

function Bar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div class="bar">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="4" />
        <rect class="level" width={percent} height="4" />
      </svg>
      <p>{label}</p>
    </div>
  );
}
