// Ajv, which shares no code with the library, on every message that the Rust test has
// made (mutated-messages.ndjson) and on the message vectors.
//
// node agreement.mjs <folder schemas/> <file of mutated messages>

import { createReadStream, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';

const [folder, mutated] = process.argv.slice(2);
const failures = [];
const counts = {};

function fail(what) {
  failures.push(what);
}

function count(what) {
  counts[what] = (counts[what] ?? 0) + 1;
}

// strictRequired would have every member named again beside "required" in "anyOf".
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
const validators = {};
for (const file of readdirSync(folder)) {
  const name = /^(.*\.(canonical|accepted))\.json$/.exec(file)?.[1];
  if (name === undefined) continue;
  const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  if (!ajv.validateSchema(schema)) fail(`${file}: ${ajv.errorsText()}`);
  validators[name] = ajv.compile(schema);
  for (const example of schema.examples) {
    count('examples');
    if (!validators[name](example)) fail(`${file}: example: ${ajv.errorsText(validators[name].errors)}`);
  }
}
if (Object.keys(validators).length !== 8) fail(`${Object.keys(validators).length} schemas`);

// The schemas in the AsyncAPI document are read by an older dialect, and in one piece.
const draft07 = new Ajv({ strict: true, strictRequired: false });
const { components } = JSON.parse(readFileSync(join(folder, 'asyncapi.json'), 'utf8'));
const inAsyncapi = {};
for (const message of Object.values(components.messages)) {
  const schema = components.schemas[message.payload.$ref.split('/').at(-1)];
  inAsyncapi[message.name] = draft07.compile(schema);
  for (const { payload } of message.examples) {
    count('examples');
    if (!inAsyncapi[message.name](payload)) fail(`asyncapi.json: example of ${message.name}`);
  }
}

/** The value of a payload, undefined where it is none for Rust either. */
function parsed(payload) {
  // JSON.parse takes half of a surrogate pair for a character; RFC 8259 §8.2 warns of it.
  try {
    const value = JSON.parse(payload, (_, inner) => {
      if (typeof inner === 'string' && !inner.isWellFormed()) throw new Error('surrogate');
      return inner;
    });
    return { value };
  } catch {
    return undefined;
  }
}

// What JSON.parse makes a value of and Rust's parser does not, in a member that another
// one of its name hides from the validator: half of a surrogate pair, infinity.
const unlikeRust = /\\u[dD][89abAB]|[0-9][eE]|[0-9]{309}/;

const forms = [
  { profile: 'strict', form: 'canonical', beyond: 'beyondStrict' },
  { profile: 'tolerant', form: 'accepted', beyond: 'beyondTolerant' },
];

async function mutatedMessages() {
  const lines = createInterface({ input: createReadStream(mutated), crlfDelay: Infinity });
  for await (const text of lines) {
    const line = JSON.parse(text);
    count('mutated messages');
    const json = parsed(line.payload);
    if (json !== undefined) {
      const canonical = validators[`${line.message}.canonical`](json.value);
      const there = inAsyncapi[line.message](json.value);
      if (there !== canonical) fail(`asyncapi.json: ${there}, not ${canonical}: ${line.payload}`);
    }
    for (const [place, { profile, form, beyond }] of forms.entries()) {
      const expected = line[profile];
      const reasons = line[beyond];
      if (json === undefined) {
        if (expected) fail(`not JSON, but ${profile} accepts ${line.payload}`);
        continue;
      }
      const validator = validators[`${line.message}.${form}`];
      const valid = validator(json.value);
      if (line.valid === null && valid && unlikeRust.test(line.payload)) {
        count('read by JSON.parse alone');
        if (expected && !reasons.includes('beyond-double')) fail(`accepted: ${line.payload}`);
        continue;
      }
      // The decoder is the measure, unless one of the named reasons speaks against it.
      if (valid !== expected && reasons.length === 0) {
        fail(`${line.message}.${form}: ${valid} instead of ${expected}: ${line.payload}`);
      }
      // The crate jsonschema is the measure where both see the same number.
      if (line.valid !== null && valid !== line.valid[place] && !reasons.includes('beyond-double')) {
        fail(`${line.message}.${form}: Ajv ${valid}, jsonschema ${line.valid[place]}: ${line.payload}`);
      }
      count(`${form} ${valid ? 'valid' : 'invalid'}`);
    }
  }
  if ((counts['mutated messages'] ?? 0) < 100_000) fail('fewer than 100,000 mutated messages');
}

await mutatedMessages();
if (existsSync(join(folder, 'vectors', 'messages.json'))) {
  const { vectors } = await import('./vectors.mjs');
  vectors({ folder, validators, forms, parsed, fail, count });
}

for (const [what, number] of Object.entries(counts)) console.log(`${what}: ${number}`);
for (const failure of failures.slice(0, 20)) console.log(`FAILED ${failure.slice(0, 1000)}`);
console.log(`${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;
