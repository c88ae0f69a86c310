// What a team that uses the generated types writes; @ts-expect-error fails where the types would let a mistake through.
import type { CountSubscription, LatestQuery, LatestQueryVariables, PostMutationVariables } from './types.js';

export const asked: LatestQueryVariables = { first: 3, mood: 'VERY_HAPPY' };
export const posted: PostMutationVariables = { message: { text: 'hello' } };
export const names = (answer: LatestQuery): string[] => answer.messages.nodes.map((m) => m.author?.name ?? 'nobody');
export const doubled = (event: CountSubscription): number => event.count * 2;

// @ts-expect-error: first is required
export const without: LatestQueryVariables = {};
// @ts-expect-error: no such mood
export const angry: LatestQueryVariables = { first: 3, mood: 'ANGRY' };
// @ts-expect-error: a message has a text
export const empty: PostMutationVariables = { message: {} };
// @ts-expect-error: the author may be null
export const careless = (answer: LatestQuery): string[] => answer.messages.nodes.map((m) => m.author.name);
