import { cardUpdates } from '#src/usecases/card/card-updates.ts';
import { placeCard } from '#src/usecases/card/place-card.ts';

export const cardUseCases = { lease: cardUpdates.lease, place: placeCard, record: cardUpdates.record };

export type { CardToShow, CurrentCard, CurrentCards } from '#src/usecases/card/card-updates.ts';
