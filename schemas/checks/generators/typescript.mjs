// TypeScript from the schemas by four generators: what they write compiles in the
// compiler's strictest mode, and reads and writes Boxes 1 to 4, and the bodies of the
// interfaces, without a change. A type alone reads nothing: there the compiler has to take
// the example, and refuse one with a member more.
//
// node generators/typescript.mjs <folder schemas/> <working folder> [<openapi-generator-cli>]

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messages, requests, run, typeName, withMessages } from './boxes.mjs';

const [folder, openapiGenerator] = [process.argv[2], process.argv[4]];
const work = resolve(process.argv[3]);
const bin = (name) => join(import.meta.dirname, '..', 'node_modules', '.bin', name);
const require = createRequire(import.meta.url);
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
writeFileSync(join(work, 'package.json'), '{"type": "commonjs"}');
const document = withMessages(folder);
const openapi = join(work, 'openapi.json');
writeFileSync(openapi, JSON.stringify(document));
const all = messages(folder);

/** A module in which `type` has to take `value`, and to refuse it with a member more. */
function typed(from, type, value) {
  return `${from}
export const right: ${type} = ${JSON.stringify(value)};
// @ts-expect-error
export const wrong: ${type} = ${JSON.stringify({ ...value, 'no-such-member': {} })};
`;
}

async function quicktype({ name, file, type }) {
  const out = join(work, `${name}.quicktype.ts`);
  await run(bin('quicktype'), ['--src-lang', 'schema', '--lang', 'typescript', '--top-level', type, '--out', out, file]);
}

async function jsonSchemaToTypescript({ name, file, type, box }) {
  await run(bin('json2ts'), ['--input', file, '--output', join(work, `${name}.j2t.ts`)]);
  const from = `import { ${type} } from './${name}.j2t';`;
  writeFileSync(join(work, `${name}.j2t.try.ts`), typed(from, type, box));
}

async function openapiTypescript() {
  await run(bin('openapi-typescript'), [openapi, '--output', join(work, 'openapi.ts')]);
  const bodies = [...all.map(({ name, box }) => ({ name, example: box })), ...requests(document)];
  for (const { name, example } of bodies) {
    const from = "import type { components } from './openapi';";
    const type = `components['schemas']['${name}']`;
    writeFileSync(join(work, `${name}.openapi.try.ts`), typed(from, type, example));
  }
}

async function typescriptFetch() {
  const out = join(work, 'fetch');
  await run(openapiGenerator, ['generate', '-g', 'typescript-fetch', '-i', openapi, '-o', out], { maxBuffer: 1 << 26 });
}

// Two at a time, as most machines can.
const jobs = [
  ...(openapiGenerator ? [typescriptFetch] : []),
  openapiTypescript,
  ...all.flatMap((message) => [() => quicktype(message), () => jsonSchemaToTypescript(message)]),
];
const next = async () => {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
};
await Promise.all([next(), next()]);

const options = {
  strict: true, target: 'es2022', module: 'commonjs', lib: ['es2022', 'dom'], types: [],
  noImplicitReturns: true, exactOptionalPropertyTypes: false, outDir: 'js',
};
writeFileSync(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['**/*.ts'] }));
await run(bin('tsc'), ['--project', work]).catch(({ stdout }) => {
  console.log(`FAILED tsc:\n${stdout.slice(0, 4000)}`);
  process.exit(1);
});

let trips = 0;
for (const { name, type, box } of all) {
  const { Convert } = require(join(work, 'js', `${name}.quicktype.js`));
  const write = `${type[0].toLowerCase()}${type.slice(1)}ToJson`;
  assert.deepEqual(JSON.parse(Convert[write](Convert[`to${type}`](JSON.stringify(box)))), box, name);
  assert.throws(() => Convert[`to${type}`]('{"no-such-member": 1}'), name);
  trips += 1;
}
if (openapiGenerator) {
  const models = await import(pathToFileURL(join(work, 'js', 'fetch', 'models', 'index.js')));
  const bodies = [...all.map(({ name, box }) => ({ name, example: box })), ...requests(document)];
  for (const { name, example } of bodies) {
    const type = typeName(name);
    const value = models[`${type}FromJSON`](structuredClone(example));
    assert.deepEqual(JSON.parse(JSON.stringify(models[`${type}ToJSON`](value))), example, name);
    trips += 1;
  }
  const invented = Object.keys(models).filter((name) => /^Inline|AllOf|AnyOf|OneOf|PostRequest|\dResponse/.test(name));
  assert.deepEqual(invented, [], 'names that the generator had to invent');
}
console.log(`${trips} round trips, ${all.length * 2 + requests(document).length} types`);
