import { expect, test } from 'vitest';
import { problemOf } from './failures.js';

test('a problem document keeps its code, field, sentence and request id', () => {
  const problem = problemOf(422, {
    type: 'about:blank',
    title: 'The request is not valid',
    status: 422,
    code: 'invalid_request',
    detail: 'Expected an e-mail address',
    field: 'email',
    requestId: 'req_1',
  });
  expect(problem).toMatchObject({
    status: 422,
    code: 'invalid_request',
    detail: 'Expected an e-mail address',
    field: 'email',
    requestId: 'req_1',
    passes: false,
  });
});

test.each([undefined, null, 'gateway', 7, [], { code: 5, detail: null }])(
  'an answer that is no problem document (%j) still has a sentence',
  (body) => {
    const problem = problemOf(502, body);
    expect(problem.code).toBeUndefined();
    expect(problem.detail).toContain('502');
    expect(problem.passes).toBe(true);
  },
);

test.each([429, 500, 502, 503, 504, 408])('%i passes: asking again can help', (status) => {
  expect(problemOf(status, undefined).passes).toBe(true);
});

test.each([400, 401, 403, 404, 409, 422])('%i does not pass: asking again cannot help', (status) => {
  expect(problemOf(status, undefined).passes).toBe(false);
});
