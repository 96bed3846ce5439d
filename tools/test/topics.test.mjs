import { expect, test } from 'vitest';
import { aclCommands } from '../topics/acl-commands.mjs';

const right = (operation, resource, name, prefixed = false) => ({
  service: 'core',
  operation,
  resource,
  name,
  prefixed,
});
const rights = [
  right('read', 'topic', 's.events.payment'),
  right('read', 'group', 's.core'),
  right('write', 'topic', 's.events.invoice'),
  right('read', 'group', 's.core.replies.', true),
];

test('a service’s rights are three commands: what it reads, what it writes, what it reads by its beginning', () => {
  const allow = `kafka-acls.sh --bootstrap-server a:1 --add --allow-principal 'User:core'`;
  expect(aclCommands(rights, 'a:1')).toEqual([
    `${allow} --operation Read --topic 's.events.payment' --group 's.core'`,
    `${allow} --operation Write --topic 's.events.invoice'`,
    `${allow} --operation Read --resource-pattern-type prefixed --group 's.core.replies.'`,
  ]);
});

test('logins may be called otherwise, and what else is said goes to each command', () => {
  const [first] = aclCommands(rights, 'a:1', [
    '--principal',
    'User:six-{service}',
    '--command-config',
    'it’s.properties',
  ]);
  expect(first).toContain(`a:1 '--command-config' 'it’s.properties' --add --allow-principal 'User:six-core'`);
  expect(() => aclCommands(rights, 'a:1', ['--principal', 'User:all'])).toThrow('{service}');
});
