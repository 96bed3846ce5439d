import { describe, expect, test } from 'vitest';
import {
  childTraceparent,
  currentTraceparent,
  isTraceparent,
  newTraceparent,
  traceIdOf,
  withTraceparent,
} from './trace-context.js';

describe('trace context', () => {
  test('a new traceparent is valid and of a trace of its own', () => {
    expect(isTraceparent(newTraceparent())).toBe(true);
    expect(traceIdOf(newTraceparent())).not.toBe(traceIdOf(newTraceparent()));
  });

  test('a child stays in its parent’s trace with a span of its own', () => {
    const parent = newTraceparent();
    const child = childTraceparent(parent);
    expect(isTraceparent(child)).toBe(true);
    expect(traceIdOf(child)).toBe(traceIdOf(parent));
    expect(child).not.toBe(parent);
  });

  test('what is not a traceparent begins a new trace', () => {
    for (const text of [
      '',
      'nonsense',
      `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
      `01-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
    ]) {
      expect(isTraceparent(text)).toBe(false);
      expect(isTraceparent(childTraceparent(text))).toBe(true);
    }
  });

  test('work knows its trace until it ends', async () => {
    const traceparent = newTraceparent();
    const seen = await withTraceparent(traceparent, async () => {
      await Promise.resolve();
      return currentTraceparent();
    });
    expect(seen).toBe(traceparent);
    expect(currentTraceparent()).toBeUndefined();
  });
});
