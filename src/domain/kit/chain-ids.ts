/**
 * What the log calls the id of a row that waits for work, by the name of the query that finds it: all lines about a gift
 * or a request have its id under one name.
 */
export const CHAIN_IDS = {
  recognitions: 'recognitionId',
  answers: 'recognitionId',
  deliveries: 'giftId',
  claims: 'giftId',
  approvals: 'approvalId',
  notifications: 'notificationId',
  cards: 'cardId',
  promos: 'grantId',
  stock: 'productId',
  posts: 'postId',
  rewards: 'rewardId',
  'gift-cards': 'giftId',
  checkouts: 'checkoutId',
  orders: 'orderId',
  webhooks: 'webhookId',
} as const;

export type ChainId = (typeof CHAIN_IDS)[keyof typeof CHAIN_IDS];
