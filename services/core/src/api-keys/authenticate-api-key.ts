import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import { looksLikeSecret } from './api-key.js';
import { findKeyHolder } from './api-keys.store.js';
import type { Merchant } from './merchant.js';

/** A revoked key, or a new wallet or markup, is known at the latest after so long. */
const rememberedMs = 5_000;
const maxRemembered = 10_000;

interface Remembered {
  readonly merchant: Promise<Merchant | undefined>;
  readonly until: number;
}

/** Finds who holds a key. What was found is remembered for 5 s, so that a busy key costs one look-up in that time. */
@Injectable()
export class AuthenticateApiKey {
  readonly #remembered = new Map<string, Remembered>();

  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** The merchant of that key. Throws `unauthenticated` when there is no such key or it is revoked. */
  async run(secret: string): Promise<Merchant> {
    const merchant = looksLikeSecret(secret) ? await this.#recall(hashOf(secret)) : undefined;
    if (!merchant) throw new DomainError('unauthenticated', 'The key is not valid');
    return merchant;
  }

  #recall(secretHash: string): Promise<Merchant | undefined> {
    const now = performance.now();
    const known = this.#remembered.get(secretHash);
    if (known && known.until > now) return known.merchant;
    const merchant = this.#lookUp(secretHash);
    this.#remember(secretHash, { merchant, until: now + rememberedMs });
    return merchant;
  }

  async #lookUp(secretHash: string): Promise<Merchant | undefined> {
    try {
      const holder = await findKeyHolder(this.db, secretHash);
      // Guesses are not remembered: they would push out the keys that are.
      if (!holder) this.#remembered.delete(secretHash);
      return (
        holder && {
          keyId: holder.key_id,
          storeId: holder.store_id,
          livemode: holder.livemode,
          scopes: new Set(holder.scopes),
          wallets: holder.wallets,
          markupBps: holder.markup_bps,
        }
      );
    } catch (error) {
      this.#remembered.delete(secretHash);
      throw error;
    }
  }

  #remember(secretHash: string, entry: Remembered): void {
    this.#remembered.delete(secretHash);
    if (this.#remembered.size >= maxRemembered) {
      const [oldest] = this.#remembered.keys();
      if (oldest !== undefined) this.#remembered.delete(oldest);
    }
    this.#remembered.set(secretHash, entry);
  }
}

/** SHA-256 as hexadecimal digits, which is all that is kept of a key. Of 256 random bits no slower hash is needed. */
export const hashOf = (secret: string): string => hash('sha256', secret);
