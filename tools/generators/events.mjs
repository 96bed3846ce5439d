/** Writes docs/events.md, the reference of all that passes over the bus, from the catalogue in packages/schemas. */
import { eventCatalogue, requestCatalogue, streams } from '@sixpence/schemas';
import { z } from 'zod';
import { commitGenerated } from '../generated-files.mjs';

const head = `# Events and requests

This page is generated from the catalogue in \`packages/schemas\` by \`npm run generate\`.

Services tell one another what happened by **events**, and ask one another by **requests**. An event is written in the
transaction that made it true, travels at least once and has its effect once; a request is answered or times out.
\`packages/event-bus\` carries both. A frozen example of every version of every event is in \`packages/schemas/examples\`.

## The envelope

An event is a JSON object with the attributes of CloudEvents 1.0:

| attribute | what it is |
|---|---|
| \`specversion\` | \`1.0\` |
| \`id\` | \`evt_…\`: the same for every delivery; what inboxes remember |
| \`source\` | \`/sixpence/<service>\`: who told it |
| \`type\` | the event's type, such as \`invoice.settled\` |
| \`dataversion\` | the version of the shape of \`data\` |
| \`subject\` | the aggregate's id, and the key of the record: all events of one subject stay in order |
| \`sequence\` | counts the events of that subject in its stream from 1, without a gap |
| \`time\` | when it happened, RFC 3339 in UTC |
| \`storeid\`, \`livemode\` | whose it is and in which mode; null when it is no store's, or of no mode |
| \`traceparent\` | W3C trace context |
| \`data\` | what happened: its shape is below |
`;

/** Shapes with a name of their own (\`.meta({ id })\`) are told once, at the end. */
const objects = new Map();

function jsonSchemaOf(schema) {
  // The dialect is said once, below; named shapes go to their own section.
  const { $schema: _dialect, $defs, ...own } = z.toJSONSchema(schema);
  for (const [name, definition] of Object.entries($defs ?? {})) {
    const { id: _id, ...shape } = definition;
    objects.set(name, shape);
  }
  return own;
}

const code = (schema) => `\`\`\`json\n${JSON.stringify(schema, null, 2)}\n\`\`\`\n`;
const folded = (summary, schema) => `<details><summary>${summary}</summary>\n\n${code(schema)}\n</details>\n`;
const table = (columns, rows) =>
  [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const tick = (text) => `\`${text}\``;

function streamsSection() {
  const rows = Object.entries(streams).map(([stream, service]) => [
    tick(stream),
    tick(service),
    eventCatalogue
      .filter((event) => event.stream === stream)
      .map(({ type }) => tick(type))
      .join(', '),
  ]);
  return `## Streams\n\nA stream is a topic; only its owner writes it.\n\n${table(['stream', 'owner', 'events'], rows)}\n`;
}

/** Events of one shape are told together. */
function eventsSection() {
  const byShape = Map.groupBy(eventCatalogue, ({ schema }) => schema);
  const parts = [...byShape].map(([schema, events]) => {
    const rows = events.map(({ type, version, stream }) => [
      tick(type),
      version,
      tick(stream),
      `[example](../packages/schemas/examples/${type}.v${version}.json)`,
    ]);
    return `${table(['type', 'version', 'stream', ''], rows)}\n\n${folded('The shape of their data', jsonSchemaOf(schema))}`;
  });
  return `## Events\n\nShapes are JSON Schema, draft 2020-12.\n\n${parts.join('\n')}`;
}

function requestsSection() {
  const rows = requestCatalogue.map(({ type, service, timeoutMs, changesState }) => [
    tick(type),
    tick(service),
    `${timeoutMs / 1000} s`,
    changesState ? 'yes, with an idempotency key' : 'no',
  ]);
  const shapes = requestCatalogue.map(({ type, request, response }) =>
    folded(`${type}`, { request: jsonSchemaOf(request), response: jsonSchemaOf(response) }),
  );
  return `## Requests\n\n${table(['type', 'answered by', 'within', 'changes state'], rows)}\n\n${shapes.join('\n')}`;
}

function objectsSection() {
  const parts = [...objects]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `### ${name}\n\n${folded('JSON Schema', schema)}`);
  return `## Objects\n\nWhat \`#/$defs/…\` above stands for.\n\n${parts.join('\n')}`;
}

commitGenerated({
  'docs/events.md': [head, streamsSection(), eventsSection(), requestsSection(), objectsSection()].join('\n'),
});
