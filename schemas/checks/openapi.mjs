// The OpenAPI document in the hands of a validator that is not ours, and its examples in
// Ajv's.
//
// node openapi.mjs <folder schemas/>

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';

const document = JSON.parse(readFileSync(join(process.argv[2], 'openapi.json'), 'utf8'));
let failures = 0;

function fail(what) {
  failures += 1;
  console.log(`FAILED ${what.slice(0, 1000)}`);
}

const validator = new Validator();
const { valid, errors } = await validator.validate(structuredClone(document));
if (!valid) fail(JSON.stringify(errors));
if (validator.version !== '3.1') fail(`version ${validator.version}`);

// Every reference leads somewhere, which the validator's schema cannot say.
function references(value) {
  if (value === null || typeof value !== 'object') return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return own.concat(...Object.values(value).map(references));
}
const parts = (reference) => reference.slice(2).split('/');
for (const reference of new Set(references(document))) {
  const target = parts(reference).reduce((value, part) => value?.[part], document);
  if (!reference.startsWith('#/') || target === undefined) fail(`no ${reference}`);
}

// Security schemes are defined, identifiers are unique.
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== 'servers')
    .map(([method, operation]) => ({ path, method, operation })),
);
const ids = new Set(operations.map(({ operation }) => operation.operationId));
if (operations.length !== 12 || ids.size !== 12) fail(`${operations.length} operations, ${ids.size} ids`);
for (const { path, operation } of operations) {
  for (const name of operation.security.flatMap(Object.keys)) {
    if (document.components.securitySchemes[name]?.type !== 'mutualTLS') fail(`${path}: ${name}`);
  }
}

// Each example by its schema.
const ajv = new Ajv2020({ strict: false, formats: { uint64: true } });
ajv.addSchema({ ...document, $id: 'urn:iot4emissions:openapi' });
let examples = 0;
function check(content, where) {
  const schema = JSON.parse(JSON.stringify(content.schema).replaceAll('"#/', '"urn:iot4emissions:openapi#/'));
  const conforms = ajv.compile(schema);
  const values = [content.example, ...Object.values(content.examples ?? {}).map((e) => e.value)];
  for (const value of values.filter((value) => value !== undefined)) {
    examples += 1;
    if (!conforms(value)) fail(`${where}: ${ajv.errorsText(conforms.errors)}`);
  }
}
for (const { path, operation } of operations) {
  check(operation.requestBody.content['application/json'], path);
  check(operation.responses[200].content['application/json'], `${path} 200`);
}
for (const [name, response] of Object.entries(document.components.responses)) {
  check(response.content['application/json'], name);
}
if (examples < 24) fail(`only ${examples} examples`);

console.log(`${operations.length} operations, ${examples} examples, ${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
