/** In a shell's single quotes. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

const operationNames = { read: 'Read', write: 'Write', delete: 'Delete' };

/**
 * The services' rights as commands of kafka-acls.sh, which takes several topics and groups at once: one command for all that a
 * service may do in one way, and another for groups by the beginning of their names. `given` are the command's arguments.
 */
export function aclCommands(rights, brokers = '$KAFKA_BROKERS', given = []) {
  const { principal, rest } = readArguments(given);
  const alike = Map.groupBy(
    rights,
    ({ service, operation, prefixed }) => `${service} ${operation} ${prefixed}`,
  );
  return [...alike.values()].map((each) => {
    const [{ service, operation, prefixed }] = each;
    const names = each.map(({ resource, name }) => `--${resource} ${quoted(name)}`);
    return [
      'kafka-acls.sh --bootstrap-server',
      brokers,
      ...rest.map(quoted),
      `--add --allow-principal ${quoted(principal.replaceAll('{service}', service))}`,
      `--operation ${operationNames[operation]}`,
      ...(prefixed ? ['--resource-pattern-type prefixed'] : []),
      ...names,
    ].join(' ');
  });
}

function readArguments(given) {
  const at = given.indexOf('--principal');
  if (at === -1) return { principal: 'User:{service}', rest: given };
  const principal = given[at + 1];
  if (!principal?.includes('{service}')) throw new Error('--principal must hold {service}: User:{service}');
  return { principal, rest: given.toSpliced(at, 2) };
}
