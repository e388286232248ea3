// The AsyncAPI document in the hands of AsyncAPI's own parser.
//
// node asyncapi.mjs <folder schemas/>

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';

// What the parser may say: the document keeps to 3.0, which more tools read than 3.1.
const expected = new Set(['asyncapi-latest-version']);

const text = readFileSync(join(process.argv[2], 'asyncapi.json'), 'utf8');
const { document, diagnostics } = await new Parser().parse(text);
let failures = document === undefined ? 1 : 0;
for (const { severity, code, path, message } of diagnostics) {
  // 0 is an error, 1 a warning, 2 and 3 are for information.
  const known = severity > 1 && expected.has(code);
  if (!known) failures += 1;
  console.log(`${known ? 'known' : 'FAILED'} ${code} at /${path.join('/')}: ${message}`);
}
if (document !== undefined) {
  const found = {
    servers: document.servers().all().length,
    channels: document.channels().all().length,
    operations: document.operations().all().length,
    messages: document.messages().all().length,
  };
  console.log(JSON.stringify(found));
  const right = { servers: 2, channels: 4, operations: 8, messages: 4 };
  if (JSON.stringify(found) !== JSON.stringify(right)) failures += 1;
}
console.log(`${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
