import { expect, test } from 'vitest';
import { startFacesCore } from './faces-core.js';

test('smoke', async () => {
  const core = await startFacesCore();
  try {
    const store = await core.store();
    const { secret } = await core.key(store.id);
    const made = await core.ask('POST', '/v1/invoices', {
      key: secret,
      body: { amount: '25.00', currency: 'USD' },
    });
    console.log(made.status, made.text, [...made.headers]);
    expect(made.status).toBe(201);
    const again = await core.ask('GET', `/v1/invoices/${made.body.id}`, { key: secret });
    expect(again.body).toEqual(made.body);
    console.log(await core.written());
    const list = await core.ask('GET', `/v1/invoices`, { key: secret });
    console.log(list.status, list.text.slice(0, 300));
    const patch = await core.ask('PATCH', `/v1/invoices/${made.body.id}`, {
      key: secret,
      body: { metadata: { a: 'b' } },
    });
    console.log(patch.status, patch.text.slice(0, 800));
    const cancel = await core.ask('POST', `/v1/invoices/${made.body.id}/cancel`, { key: secret });
    console.log(cancel.status, cancel.text.slice(0, 300));
    const keyed = await core.ask('POST', '/v1/invoices', {
      key: secret,
      headers: { 'idempotency-key': 'a' },
      body: { amount: '25.00', currency: 'USD' },
    });
    const keyed2 = await core.ask('POST', '/v1/invoices', {
      key: secret,
      headers: { 'idempotency-key': 'a' },
      body: { currency: 'USD', amount: '25.00' },
    });
    console.log(keyed.status, keyed2.status, keyed.text === keyed2.text);
    console.log(await core.written());
  } finally {
    await core.close();
  }
});
