/**
 * What two releases that run at the same time would refuse of one another. While a release is rolled out old consumers
 * read new events and new consumers read old ones, and either asks the other; so a frozen shape may gain optional fields
 * and nothing else. docs/schema-evolution.md is the guide. Pure: shapes in, sentences out.
 */
import { refusals } from './refusals.mjs';

const BODIES = ['data', 'request', 'response'];
const nameOf = ({ type, version }) => (version === undefined ? type : `${type} v${version}`);

/** Why a frozen shape may not become the present one: sentences, none when the change breaks nobody. */
export function verdictsOnChange(frozen, present) {
  const name = nameOf(frozen);
  const moved = ['stream', 'service', 'changesState']
    .filter((key) => frozen[key] !== present[key])
    .map(
      (key) =>
        `${name}: its ${key} was ${frozen[key]} and is ${present[key]} now; both releases must agree on it`,
    );
  const bodies = BODIES.filter((body) => frozen[body] !== undefined).flatMap((body) => {
    const place = (path) => (path === '' ? body : `${body}.${path}`);
    const newWrites = refusals(frozen[body], present[body], { keepsFields: true }).map(
      ({ path, what }) =>
        `${name}: ${place(path)} ${what} now, and the release before refuses or misses that`,
    );
    const oldWrites = refusals(present[body], frozen[body]).map(
      ({ path, what }) =>
        `${name}: ${place(path)} ${what} in what the release before writes, and that is refused now`,
    );
    return [...newWrites, ...oldWrites];
  });
  return [...moved, ...bodies];
}

/** Why these shapes may not follow those that are frozen, both `file → shape`. */
export function verdictsOnShapes(frozen, present) {
  const gone = Object.keys(frozen)
    .filter((file) => present[file] === undefined)
    .map(
      (file) =>
        `${nameOf(frozen[file])}: its definition is gone, and what was written with it would be parked as unknown`,
    );
  const changed = Object.keys(frozen)
    .filter((file) => present[file] !== undefined)
    .flatMap((file) => verdictsOnChange(frozen[file], present[file]));
  return [...gone, ...changed, ...Object.values(present).flatMap(closedObjects)];
}

/** Why the versions of the events do not stand beside one another. */
export function verdictsOnVersions(eventCatalogue) {
  return eventCatalogue.flatMap((definition) => {
    const { type, version, stream, upgrade } = definition;
    const [older, ...twins] = eventCatalogue.filter(
      (other) => other.type === type && other.version === version - 1,
    );
    const same = eventCatalogue.filter((other) => other.type === type && other.version === version);
    const verdicts = [];
    if (same.length > 1 || twins.length > 0) verdicts.push(`${nameOf(definition)}: it is defined twice`);
    if (version > 1 && upgrade?.from !== older)
      verdicts.push(`${nameOf(definition)}: it does not say how v${version - 1} becomes it (upgradeFrom)`);
    if (older !== undefined && older.stream !== stream)
      verdicts.push(
        `${nameOf(definition)}: v${version - 1} is of the stream ${older.stream}, and order is kept within one`,
      );
    return [...new Set(verdicts)];
  });
}

/** A field that a later release adds must not be a reason to refuse. */
function closedObjects(shape) {
  return BODIES.filter((body) => shape[body] !== undefined).flatMap((body) =>
    closedPlaces(shape[body], body).map(
      (place) =>
        `${nameOf(shape)}: ${place} refuses unknown fields; on the bus z.object is used, not z.strictObject`,
    ),
  );
}

function closedPlaces(schema, place) {
  if (typeof schema !== 'object' || schema === null) return [];
  const inside = [
    ...Object.entries(schema.properties ?? {}).map(([name, each]) => [each, `${place}.${name}`]),
    ...Object.entries(schema.$defs ?? {}).map(([name, each]) => [each, `${place} ${name}`]),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].map((each) => [
      each,
      place,
    ]),
    ...[...(schema.prefixItems ?? []), schema.items].map((each) => [each, `${place}[]`]),
    [schema.additionalProperties, `${place}.*`],
  ];
  return [
    ...(schema.additionalProperties === false ? [place] : []),
    ...inside.flatMap(([each, where]) => closedPlaces(each, where)),
  ];
}
