/**
 * packages/schemas/shapes: the frozen shape of each event version and of each request. A file is written once; over an
 * existing one only what breaks no other release is written. See docs/schema-evolution.md.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventCatalogue, requestCatalogue } from '@sixpence/schemas';
import { root } from '../bootstrap/paths.mjs';
import { commitGenerated } from '../generated-files.mjs';
import { verdictsOnShapes, verdictsOnVersions } from '../shapes/verdicts.mjs';
import { printed, shapesOf } from '../shapes/wire-shapes.mjs';

const folder = 'packages/schemas/shapes';
const frozen = Object.fromEntries(
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(root, folder, name), 'utf8'))]),
);
const present = shapesOf(eventCatalogue, requestCatalogue);
const verdicts = [...verdictsOnShapes(frozen, present), ...verdictsOnVersions(eventCatalogue)];

if (verdicts.length > 0) {
  for (const verdict of verdicts) process.stdout.write(`${verdict}\n`);
  process.stdout.write(
    'A shape that another release reads gains optional fields only: see docs/schema-evolution.md\n',
  );
  process.exitCode = 1;
} else
  commitGenerated(
    Object.fromEntries(
      Object.entries(present).map(([file, shape]) => [`${folder}/${file}`, `${printed(shape)}\n`]),
    ),
  );
