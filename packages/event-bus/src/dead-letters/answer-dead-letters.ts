import { discardDeadLetter as discardRequest, replayDeadLetter as replayRequest } from '@sixpence/schemas';
import type { DeadLetterSummary } from '@sixpence/schemas';
import type { DeadLetterDesk } from './dead-letter-desk.js';
import { discardDeadLetter } from './discard-dead-letter.js';
import { replayDeadLetter } from './replay-dead-letter.js';

export type BuiltInAnswer = (payload: unknown) => Promise<unknown>;

/** The requests about dead letters that the bus answers in every service, by type. Their payloads are checked before. */
export const answerDeadLetters = (desk: DeadLetterDesk): ReadonlyMap<string, BuiltInAnswer> => {
  const about = (act: (id: string) => Promise<DeadLetterSummary>): BuiltInAnswer => {
    return (payload) => act((payload as { id: string }).id);
  };
  return new Map([
    [replayRequest(desk.service).type, about((id) => replayDeadLetter(desk, id))],
    [discardRequest(desk.service).type, about((id) => discardDeadLetter(desk, id))],
  ]);
};
