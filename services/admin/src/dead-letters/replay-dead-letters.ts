import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type {
  DeadLetterSummary,
  ProblemCode,
  replayDeadLettersBody,
  replayedDeadLetters,
} from '@sixpence/schemas';
import type { z } from 'zod';
import { AuditChange } from '../audit/audit-change.js';
import { ChangeDeadLetter } from './change-dead-letter.js';
import { countEntries, oldestSummaries } from './dead-letters.store.js';

const lettersPerPage = 50;
/** One call is bounded by both; whoever has more asks again. */
const maxLetters = 500;
const maxMs = 20_000;
const minTimeoutMs = 1_000;

type Filter = z.output<typeof replayDeadLettersBody>;
type Outcome = 'replayed' | 'failed' | 'gone' | 'busy' | 'away';

/** Somebody else has decided on it in the meantime: that is no failure. */
const gone: ReadonlySet<ProblemCode> = new Set(['dead_letter_not_found', 'dead_letter_resolved']);
/** The service does not answer: its other letters are not tried. */
const away: ReadonlySet<ProblemCode> = new Set(['service_unavailable', 'request_timeout']);

/** Has everything that is parked handled once more, the oldest first, as far as the bounds of one call go. */
@Injectable()
export class ReplayDeadLetters {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly audit: AuditChange,
    private readonly changeDeadLetter: ChangeDeadLetter,
  ) {}

  /** Each letter has an audit entry of its own under the request's id. */
  async run(filter: Filter, requestId: string): Promise<z.output<typeof replayedDeadLetters>> {
    const untilMs = Date.now() + maxMs;
    const parked = { ...filter, status: 'parked' as const };
    const counts = { replayed: 0, failed: 0, gone: 0, busy: 0, away: 0 };
    const silent = new Set<string>();
    let after = '';
    for await (const letter of this.letters(parked)) {
      const outcome = silent.has(letter.group) ? 'away' : await this.replay(letter, requestId, untilMs);
      if (outcome === 'away') silent.add(letter.group);
      counts[outcome] += 1;
      after = letter.id;
      if (Date.now() >= untilMs) break;
    }
    const { replayed, failed, busy, away: untried } = counts;
    const remaining = (await countEntries(this.db, parked, after)) + busy + untried;
    return { object: 'replayed_dead_letters', replayed, failed, remaining };
  }

  private async *letters(parked: Filter & { status: 'parked' }): AsyncGenerator<DeadLetterSummary> {
    let after = '';
    for (let given = 0; given < maxLetters; given += lettersPerPage) {
      const page = await oldestSummaries(this.db, parked, { after, limit: lettersPerPage });
      yield* page;
      if (page.length < lettersPerPage) return;
      after = page.at(-1)?.id ?? after;
    }
  }

  private async replay({ id }: DeadLetterSummary, requestId: string, untilMs: number): Promise<Outcome> {
    const timeoutMs = Math.max(minTimeoutMs, untilMs - Date.now());
    const change = { action: 'replay-dead-letter', asked: id, requestId, subjectOf: () => id };
    try {
      await this.audit.run(change, () => this.changeDeadLetter.run('replay', id, { timeoutMs }));
      return 'replayed';
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (away.has(error.code)) return 'away';
      if (error.code === 'dead_letter_busy') return 'busy';
      return gone.has(error.code) ? 'gone' : 'failed';
    }
  }
}
