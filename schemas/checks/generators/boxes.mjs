// The four messages as code generators get them, and the report's own examples: Boxes 1
// to 4 of JRC127600.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Runs a program; its output is in the error where it fails. */
export const run = promisify(execFile);

/** The name of a type: `data-transfer` as `DataTransfer`. */
export const typeName = (name) =>
  name.replace(/(^|-)([a-z])/g, (_, before, letter) => letter.toUpperCase());

/** The canonical schemas, each with its file and its box. */
export function messages(folder) {
  const names = ['registration-request', 'registration-status', 'configuration-status', 'data-transfer'];
  return names.map((name) => {
    const file = join(folder, `${name}.canonical.json`);
    const schema = JSON.parse(readFileSync(file, 'utf8'));
    return { name, type: typeName(name), file, schema, box: schema.examples[0] };
  });
}

/** The OpenAPI document with the messages among its schemas: one run of a generator for
 * both, and nobody has to write that document. */
export function withMessages(folder) {
  const document = JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8'));
  for (const { name, schema } of messages(folder)) {
    const { $schema, $id, $defs = {}, ...message } = schema;
    Object.assign(document.components.schemas, $defs, { [name]: message });
  }
  const text = JSON.stringify(document).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text);
}

/** Every request body of the interfaces with its example. */
export function requests(document) {
  return Object.values(document.paths).map(({ post }) => {
    const { schema, example } = post.requestBody.content['application/json'];
    return { name: schema.$ref.split('/').at(-1), example };
  });
}
